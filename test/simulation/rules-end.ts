import { normalisedTitle } from '../../src/background/sync/model/event.ts';
import { espoRef, otherSide, refOf, type Side, splitEspoRef } from '../../src/background/sync/model/item.ts';
import type { Store } from '../../src/background/sync/model/store.ts';
import { linksOf } from '../sandbox/espo/links.ts';
import type { Row } from '../sandbox/espo/types.ts';
import type { StoredEvent } from '../sandbox/graph/model.ts';
import { type Violation } from './acts.ts';
import { assignedTo, isAssignedTo } from './assigned.ts';
import { isHidden, isInvitedToOwn, staysBeside } from './beside.ts';
import type { Cast, Member } from './cast.ts';
import { isFar } from './far.ts';
import { isEvent, type Ledger, type Thing } from './ledger.ts';

/** Rule 2, over all users: one meeting, one record, one event per mailbox. */
export async function duplicates(cast: Cast, ledger: Ledger): Promise<Violation[]> {
  const broken: Violation[] = [];
  const records = new Map<string, Row[]>();
  const asked = await askedAbout(cast);
  for (const { type, row } of cast.records()) {
    const tag = ledger.tagOf(row);
    // Somebody has worked on it: whether it goes with its occurrence, or as a second one, only a person can say.
    if (asked.has(espoRef(type, row.id)) && (ledger.touched(row) || isWorkedOn(cast, ledger, tag))) continue;
    // Each occurrence of a series is a record of its own.
    const key = ledger.series.has(tag) ? `${tag}@${String(row['dateStart'])}` : `${tag}`;
    if (tag > 0) records.set(key, [...(records.get(key) ?? []), row]);
  }
  for (const [key, rows] of records) {
    const tag = Number(key.replace(/@.*/, ''));
    const most = allowed(cast, ledger, tag);
    if (cast.shared && ledger.keyless.has(tag) && rows.length <= standing(cast, ledger, tag)) continue;
    const owners = new Set(rows.map((row) => assignedTo(row).join())).size;
    const creators = Math.max(owners, new Set(rows.map((row) => `${row['createdById']}`)).size);
    if (rows.length <= most) continue;
    // Without rights to see each other's records there is one per colleague, never two of one.
    // What somebody typed twice, and changed before the two met, is two meetings: one each for every colleague.
    const apart = ledger.made.get(tag)?.size === 2 && ledger.renamed.has(tag) ? creators - 1 : 0;
    if (rows.length <= most - 1 + creators + apart) {
      if (mayFind(cast, ledger, tag)) broken.push({ rule: 'oneRecord', detail: `${rows.length} records #${key}` });
    } else broken.push({ rule: 'duplicate.records', detail: `${rows.length} records #${key}` });
  }
  for (const member of cast.members) {
    const events = new Map<number, number>();
    for (const event of liveEvents(member)) {
      const tag = ledger.tagOf(event);
      // A calendar that is not chosen is not read: what a person moved there no other browser can know of.
      const { calendar } = event;
      const main = member.settings.mainCalendar === '' && calendar.isDefault;
      if (!main && !isChosen(calendar.id, member.settings)) continue;
      // A colleague who was invited, and is not any more, keeps the event of their own; what was called off stands beside it.
      if (tag > 0 && !event.isCancelled) events.set(tag, (events.get(tag) ?? 0) + 1);
    }
    for (const [tag, n] of events)
      if (n > allowed(cast, ledger, tag, member))
        broken.push({ rule: 'duplicate.events', detail: `${n} events #${tag} in the mailbox of ${member.name}` });
  }
  return broken;
}

/** Events of people: of two without an iCalUId, one in a colleague's shared calendar, nothing says that they are one meeting. */
const standing = ({ members }: Cast, ledger: Ledger, tag: number): number =>
  members.flatMap((m) => [...liveEvents(m)]).filter((e) => ledger.tagOf(e) === tag && !ledger.bySync.has(e)).length;

/** Records of which a person is asked whether they are a second one (DESIGN 3.4). */
async function askedAbout(cast: Cast): Promise<Set<string>> {
  const refs = new Set<string>();
  for (const { browser } of cast.stations)
    for (const { state, reason, op, side, source, intent, choices } of await browser.store.plan()) {
      if (state !== 'held') continue;
      if (reason === 'severalCandidates') for (const { ref } of choices) refs.add(ref);
      if (reason === 'severalCandidates' && side === 'outlook' && source) refs.add(refOf(source));
      if (reason === 'touchedRecord' && op === 'remove' && 'ref' in intent) refs.add(intent.ref);
    }
  return refs;
}

/** Every one of several browsers was installed anew. */
const haveForgotten = ({ stations }: Member): boolean =>
  stations.length > 1 && stations.every(({ losses }) => losses > 0);

/**
 * Two browsers made two, and before either looked again somebody has worked on one of them, or made the event private, so that its links
 * sleep, or chosen a direction in which nothing is written in EspoCRM, or both were installed anew and know of neither: nobody but a person
 * can say which goes, or take it away.
 */
const isWorkedOn = (cast: Cast, ledger: Ledger, tag: number): boolean =>
  cast.members.some(
    (member) =>
      member.stations.length > 1 &&
      (haveForgotten(member) ||
        member.settings.direction === 'espoToOutlook' ||
        [...liveEvents(member)].some((event) => ledger.tagOf(event) === tag && event.sensitivity === 'private') ||
        cast.records().some(({ row }) => ledger.tagOf(row) === tag && ledger.touched(row))),
  );

/**
 * What people themselves doubled (restored things, and twins of which one was renamed before they met), and what no find can know: without
 * the optional field a renamed or moved half of an Outlook-made pair is no twin any more for a browser that did not see it linked, and a
 * copy is as much of a twin as the original. Nor is there a find over entities that are not synced any more.
 */
function allowed(cast: Cast, ledger: Ledger, tag: number, mailbox?: Member): number {
  const doubled = ledger.restored.get(tag) ?? 0;
  const asTheyWere = !ledger.renamed.has(tag) && !ledger.copied.has(tag);
  // A series is as many meetings as it has occurrences (three here): its records come back one by one where it was deleted unseen.
  const each = mailbox && ledger.series.has(tag) ? 3 : 1;
  // Both that two browsers made at the same moment are a person's own by now: the event went before either looked again.
  const orphaned = ledger.deletedAnywhere(tag) && cast.members.some(haveForgotten) ? 1 : 0;
  const sides = ledger.made.get(tag);
  // Typed twice, and the event that stood for both went with its calendar: its link sleeps, and the other event is one of its own.
  const left =
    sides?.size === 2 && cast.members.some(({ index }) => ledger.eventsDeleted.has(`${tag}/${index}`)) ? 1 : 0;
  // What stands in a calendar that is not chosen has no twin; it is one more once the calendar is chosen.
  const unseen = ledger.unseen.has(tag) ? 1 : 0;
  const stays = [staysBeside, isHidden, isInvitedToOwn];
  const beside = mailbox && stays.some((is) => is(mailbox, ledger, tag)) ? 1 : 0;
  if (asTheyWere && cast.sameEntities) return (1 + doubled + orphaned + left + unseen + beside) * each;
  // One extra for each browser that begins without knowing: a second one, a colleague's, or one that was installed anew.
  const stations = cast.members.flatMap((m) => m.stations);
  const begun = stations.length - 1 + stations.reduce((sum, { losses }) => sum + losses, 0);
  // People were invited to the event of a record, and the record was renamed: a colleague's invitation still says what it said.
  const invited = mailbox && [...liveEvents(mailbox)].some((e) => ledger.tagOf(e) === tag && !e.isOrganizer);
  // No iCalUId is no key, whatever field there is for it; a record that a person typed bears none.
  const keyed = cast.act.keyField && cast.sameEntities && !ledger.keyless.has(tag) && sides?.size !== 2;
  const knowable = keyed || (sides?.has('outlook') !== true && !invited);
  // Renamed again before the user's browser that knows the first record meets the second one: to it that is one more meeting.
  const met = mailbox && mailbox.stations.length > 1 ? 1 : 0;
  // Somebody typed it twice and changed one of the two before they met.
  const apart = sides?.size === 2 ? 1 : 0;
  // A series is as many meetings as it has occurrences (three here); its copy keeps the text of the one it takes the place of.
  if (ledger.series.has(tag)) {
    const replaced = ledger.copied.has(tag) || cast.moved ? 1 : 0;
    return (1 + doubled + unseen + (begun === 0 ? 0 : begun + met)) * each + replaced + apart;
  }
  // The mailbox was moved, and a filter leaves out the event that the user's other browser made: its record was moved meanwhile.
  const filtered = mailbox && mailbox.stations.length > 1 && cast.moved ? 1 : 0;
  // Renamed or moved, under a new id, and without a key, or with a record that somebody has worked on: nothing says that it is the same.
  const isOwn = cast.records().some(({ row }) => ledger.tagOf(row) === tag && ledger.touched(row));
  const nameless = cast.moved && (ledger.keyless.has(tag) || isOwn) ? 1 : 0;
  return 1 + doubled + unseen + beside + apart + filtered + nameless + (knowable || begun === 0 ? 0 : begun + met);
}

/** DESIGN 3.4: by key where there is a field, else by the twin, which nobody may have renamed or moved. */
function mayFind(cast: Cast, ledger: Ledger, tag: number): boolean {
  const readable = cast.members.every(({ rights }) => rights === 'full');
  const named = cast.members.every(({ rights }) => rights === 'full' || rights === 'team');
  if (!cast.sameEntities || !named) return false;
  // Who syncs no attendees puts nobody on a record: only the right to read all shows it to the others.
  if (!readable && cast.members.some(({ settings, settingsChanged }) => settingsChanged || !settings.attendees))
    return false;
  // Who sees an event in a shared calendar is no attendee of it: only the right to read all shows them the record.
  if (cast.shared && !readable) return false;
  // An entity without users shows its records to nobody else.
  const alone = cast.records().some(({ row }) => ledger.tagOf(row) === tag && linksOf(row, 'users').length === 0);
  if (alone && !readable) return false;
  // The key stands only in records that were made for an event, and in kinds that have the field.
  const kinds: readonly string[] = cast.act.types;
  const hasField = cast.records().every(({ type, row }) => ledger.tagOf(row) !== tag || kinds.includes(type));
  const keyed = cast.act.keyField && readable && hasField && !ledger.made.get(tag)?.has('espo');
  const isGiven = cast.records().some(({ row }) => ledger.tagOf(row) === tag && ledger.givenAway.has(row));
  return keyed || !(ledger.renamed.has(tag) || (isGiven && ledger.made.get(tag)?.size === 2));
}

/** Rule 1: nothing that a person made is gone unless a person's deletion travelled. */
export function losses(cast: Cast, ledger: Ledger): Violation[] {
  const events = new Set(cast.members.flatMap((m) => [...liveEvents(m)].map((e) => ledger.tagOf(e))));
  const records = new Set(cast.records().map(({ row }) => ledger.tagOf(row)));
  const broken: Violation[] = [];
  for (const [tag, sides] of ledger.made)
    for (const side of sides) {
      const there = side === 'outlook' ? events.has(tag) : records.has(tag);
      // A deletion that had travelled before the thing was restored stays where it arrived ("Needs you" offers the rest).
      if (!there && !ledger.deletedAnywhere(tag) && !ledger.restored.has(tag))
        broken.push({ rule: 'loss', detail: `#${tag} made in ${side} is gone` });
    }
  return broken;
}

/** Rule 1: every value of a person that a run overwrote or deleted is in the activity log of the browser that did it. */
export function unlogged({ overwritten }: Ledger): Violation[] {
  return overwritten
    .filter(({ lost }) => !lost())
    .filter(
      ({ side, field, value, log }) =>
        !log.some((row) => row.side === side && row.field === field && row.oldValue === value),
    )
    .map(({ side, field, value }) => ({ rule: 'log', detail: `${field} in ${side} was ${JSON.stringify(value)}` }));
}

/** What every browser must have looked at: each event of a chosen calendar and each of my records has a link or a reason. */
export async function overlooked(cast: Cast, ledger: Ledger): Promise<Violation[]> {
  const broken: Violation[] = [];
  for (const { user, browser } of cast.stations) {
    const { store, settings } = browser;
    const rows = (await store.plan()).filter((row) => row.state === 'held');
    const held = new Set(rows.map((row) => row.id));
    // One of several that an event may mean waits until a person has chosen.
    const choices = new Set(rows.flatMap((row) => row.choices.map(({ ref }) => ref)));
    const tags = await linkedTags(store, cast, user, ledger);
    const offered = await offeredTypes(store);
    const unsure = cast.moved || user.stations.length > 1;
    const isCopy = (thing: Thing) => ledger.copied.has(ledger.tagOf(thing));
    const waits = (id: string) => held.has(`create|espo|${id}`) || choices.has(id);
    // One key at one time in two calendars is one meeting, whatever they are called (docs/limits.md), in one calendar by one name.
    const isOneMeeting = (thing: Thing) =>
      isEvent(thing) && sameMeetings(user, thing).some((one) => tags.has(ledger.tagOf(one)) || waits(one.immutableId));
    const look = async (side: Side, things: readonly { ref: string; start: number; thing: Thing }[]) => {
      const near = things.filter(({ start }) => !isFar(start, browser.createdAt, settings.syncSince));
      const refs = near.map(({ ref }) => ref);
      const links = await store.linksByRef(side, refs);
      const seen = await store.seenByRef(side, refs);
      near.forEach(({ thing, ref }, i) => {
        if (links[i]) return;
        const row = seen[i];
        const what = `${side === 'outlook' ? 'event' : 'record'} #${ledger.tagOf(thing)} of ${user.name}`;
        // Rights are read once a day: what came with them is seen then.
        if (!row && side === 'espo' && !offered.has(splitEspoRef(ref).type)) return;
        if (!row) broken.push({ rule: 'overlooked', detail: `${what} is unknown` });
        else if (row.reason === undefined && !held.has(`create|${otherSide(side)}|${ref}`) && !choices.has(ref)) {
          if (isPausedCall(thing, user)) return;
          broken.push({ rule: 'overlooked', detail: `${what} waits for nothing` });
        }
        // A copy that bears the marker of an original which went with the mailbox's old calendars: its link sleeps and asks. Of two
        // browsers each may take the other's copy for its own second event (docs/limits.md).
        else if (
          row.reason === 'alreadyLinked' &&
          !tags.has(ledger.tagOf(thing)) &&
          !(unsure && isCopy(thing)) &&
          !isOneMeeting(thing)
        )
          broken.push({ rule: 'overlooked', detail: `${what} is left out for a link that is none of its own` });
      });
    };
    const chosen = user.box.calendars.filter(
      (c) => !c.source && ((c.isDefault && settings.mainCalendar === '') || isChosen(c.id, settings)),
    );
    const events = [...liveEvents(user)].filter((e) => e.type === 'singleInstance' && chosen.includes(e.calendar));
    await look(
      'outlook',
      events.map((event) => ({ ref: event.immutableId, start: event.start.utc, thing: event })),
    );
    const readable = (type: string) =>
      settings.entities.some((one) => one.type === type) && (type !== 'Call' || user.rights !== 'noCall');
    const records = cast
      .records()
      .filter(({ type, row }) => readable(type) && isAssignedTo(row, user.espo.id) && row['dateStart']);
    await look(
      'espo',
      records.map(({ type, row }) => ({
        ref: espoRef(type, row.id),
        start: Date.parse(`${String(row['dateStart']).replace(' ', 'T')}Z`),
        thing: row,
      })),
    );
  }
  return broken;
}

/** What is for an entity that only pauses waits for it. */
const isPausedCall = (thing: Thing, { rights, settings }: Member): boolean => {
  const label = settings.entities.find(({ type }) => type === 'Call')?.label ?? '';
  const waits = isEvent(thing) && thing.subject.toLowerCase().startsWith(`${label.toLowerCase()}:`);
  return rights === 'noCall' && label !== '' && waits;
};

/** What the links of a browser are about, whatever their state. */
async function linkedTags(store: Store, cast: Cast, user: Member, ledger: Ledger): Promise<Set<number>> {
  const tags = new Set<number>();
  for (const state of ['active', 'asleep', 'unlinked', 'lostAccess'] as const)
    for (const { outlookId, espo } of await store.linksInState(state)) {
      const event = user.box.index.get(outlookId)?.event;
      const row = cast.company.espo.core.get(espo.type, espo.id);
      for (const thing of [event, row]) if (thing) tags.add(ledger.tagOf(thing));
    }
  return tags;
}

const sameMeetings = (user: Member, event: StoredEvent): StoredEvent[] =>
  [...liveEvents(user)].filter(
    (one) =>
      one !== event &&
      Boolean(event.iCalUId) &&
      one.iCalUId === event.iCalUId &&
      (one.calendar !== event.calendar || normalisedTitle(one.subject) === normalisedTitle(event.subject)) &&
      one.start.utc === event.start.utc &&
      one.end.utc === event.end.utc,
  );

const isChosen = (id: string, { mainCalendar, otherCalendars }: Member['settings']): boolean =>
  mainCalendar === id || otherCalendars.includes(id);

export function* liveEvents(member: Member): Iterable<StoredEvent> {
  for (const event of member.box.events) if (event.deletedAt === undefined) yield event;
}

/** Entity types that the browser knows it may read. */
async function offeredTypes(store: Store): Promise<Set<string>> {
  const kept = JSON.parse((await store.cursor('surroundings')) ?? '{}') as { espo?: { entities: { type: string }[] } };
  return new Set(kept.espo?.entities.map(({ type }) => type) ?? []);
}
