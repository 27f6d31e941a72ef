import { espoReason, outlookReason, perhapsNobodyKnown } from '../decide/eligible';
import { judgeRecords, keyOfEvent, twinsOfEvent } from '../decide/find';
import { eventRow, recordRow } from '../decide/plan-rows';
import { carriedFields, visibleFields } from '../model/carried-fields';
import { type Engine, isOut } from '../model/engine';
import { twinKey } from '../model/event';
import { type EspoItem, type Item, type OutlookItem, refOf, type Side } from '../model/item';
import { calendarRank } from '../model/policy';
import type { FindKey } from '../model/port';
import { GENERATION, generationName, type Seen } from '../model/store';
import { mayStandUnread } from '../read/failed-parts';
import { acquaint } from '../read/look-up-people';
import { emptyChanges, join, leaveOut, nothingPaired, type Open, type Paired, relink } from './join';
import { knownMeetings } from './known-meetings';
import { markWaiting } from './mark-waiting';
import { relinkMarked } from './markers';
import { movedTo } from './moved-record';
import { successors } from './successors';
import { perhapsSuccessor } from './unproven';
import { unreadTwins } from './unread-twins';

/** How many unlinked items are looked at together. */
const CHUNK = 500;

/** Every unlinked item finds its other half, or becomes a create. Outlook first: what it links, EspoCRM need not create. */
export async function pairUp(engine: Engine): Promise<Paired> {
  const paired = nothingPaired();
  await relinkMarked(engine, chunks<OutlookItem>(engine, 'outlook'), paired);
  // Records that several events could mean: nothing is made of them until a person has chosen.
  const unclear = new Set<string>();
  for await (const items of chunks<OutlookItem>(engine, 'outlook')) await pairEvents(engine, items, paired, unclear);
  for await (const items of chunks<EspoItem>(engine, 'espo')) await pairRecords(engine, items, paired, unclear);
  await markWaiting(engine, paired);
  // A record that came in between the two found its event, for which one was to be made.
  const rows = paired.rows.filter(({ source }) => !source || !paired.joined.has(refOf(source)));
  return { ...paired, rows };
}

async function* chunks<I>(engine: Engine, side: Side): AsyncIterable<I[]> {
  let after = '';
  for (;;) {
    engine.signal.throwIfAborted();
    const arrivals = await engine.store.arrivals(side, CHUNK, after);
    const last = arrivals.at(-1);
    if (!last) return;
    after = last.ref;
    yield arrivals.flatMap((a) => (a.item ? [a.item as I] : []));
  }
}

async function pairEvents(engine: Engine, items: OutlookItem[], paired: Paired, unclear: Set<string>): Promise<void> {
  const { store, policy, forms, ports } = engine;
  const changes = emptyChanges();
  const open = await withoutKnownMeetings(engine, items, changes, paired);
  const twinOf = (item: OutlookItem): string => twinKey(carriedFields(item, '', policy, forms));
  const toFind: OutlookItem[] = [];
  const places = await successors(engine, open, twinOf);
  const isUnproven = await perhapsSuccessor(engine);
  for (const item of open) {
    const link = places.get(item);
    if (link) relink(engine, changes, link, item);
    else if (isUnproven(item, twinOf(item))) paired.waiting.set(item.id, 'outlook');
    else toFind.push(item);
  }
  const keys = toFind.map((item) => keyOfEvent(item, policy, forms));
  const found = await ports.espo.find(keys);
  const refs = [...new Set(found.flat().map(refOf))];
  const known = await store.linksByRef('espo', refs);
  const taken = new Set(refs.filter((_, i) => known[i]));
  // Of events that look the same, the one that says the same besides comes first: on each of the user's browsers the same one.
  const saysTheSame = (i: number): boolean =>
    found[i]?.some(({ event }) => event.description === keys[i]?.fields.description) ?? false;
  const order = [...toFind.entries()].sort(([a], [b]) => Number(saysTheSame(b)) - Number(saysTheSame(a)));
  for (const [i, item] of order) {
    const judged = judgeRecords(found[i] ?? [], item.meetingKey, twinsOfEvent(item, policy, forms), taken);
    if (judged.kind === 'one') {
      taken.add(refOf(judged.item));
      join(engine, changes, item, judged.item, 'outlook', paired);
      continue;
    }
    const row = recordRow(engine, item);
    // What was not found may be there all the same: it waits, so that it is not made twice.
    if (judged.kind === 'none' && ports.espo.unsure(keys[i] as FindKey)) paired.waiting.set(item.id, 'outlook');
    else if (judged.kind === 'none') paired.rows.push(row);
    else {
      for (const candidate of judged.items) unclear.add(refOf(candidate));
      paired.rows.push({ ...row, state: 'held', reason: 'severalCandidates', choices: judged.items.map(choiceOf) });
    }
  }
  await store.commit(changes);
}

/** Nobody can say what it is now, or what it was made for: its calendar or kind could not be read. */
function waits(engine: Engine, paired: Paired, item: Item): boolean {
  if (isOut(engine, item.side, item.side === 'outlook' ? item.calendarId : item.type))
    paired.waiting.set(refOf(item), item.side);
  return paired.waiting.has(refOf(item));
}

/** It has waited since a run that was stopped, and the settings are others now: rule 4 holds whenever it was read. */
function leftOut(engine: Engine, changes: Open, item: Item, reason: Seen['reason']): boolean {
  // An entity that only pauses in this run comes back by itself: what is for it waits.
  if (reason && reason !== 'entityOff') leaveOut(engine, changes, item, reason);
  return reason !== undefined;
}

const choiceOf = (item: EspoItem) => ({
  ref: refOf(item),
  feed: item.type,
  title: item.event.title,
  createdAt: item.createdAt,
});

/** Takes out the events whose meeting has a link already: a second calendar, a tombstone, or a new id of the same event. */
async function withoutKnownMeetings(
  engine: Engine,
  items: OutlookItem[],
  changes: Open,
  paired: Paired,
): Promise<OutlookItem[]> {
  const { store, policy } = engine;
  await acquaint(engine, items);
  const ranked = [...items].sort((a, b) => calendarRank(policy, a.calendarId) - calendarRank(policy, b.calendarId));
  const links = new Map((await store.linksByMeeting(ranked.map((i) => i.meetingKey))).map((l) => [l.meetingKey, l]));
  const linkedNow = await store.linksByRef(
    'outlook',
    ranked.map((i) => i.id),
  );
  const first = new Map<string, string>();
  const open: OutlookItem[] = [];
  ranked.forEach((item, index) => {
    if (waits(engine, paired, item)) return;
    if (linkedNow[index]) {
      changes.arrivals.remove?.push({ side: 'outlook', ref: item.id });
      return;
    }
    if (leftOut(engine, changes, item, outlookReason(item, policy))) return;
    if (perhapsNobodyKnown(item, policy)) {
      paired.waiting.set(item.id, 'outlook');
      return;
    }
    const link = links.get(item.meetingKey);
    if (link) {
      // A tombstone: a person unlinked or deleted it, and it stays so.
      if (link.state === 'unlinked') leaveOut(engine, changes, item, 'unlinked');
      // The old event is gone and this is its new body, or it stands in a better calendar now.
      else if (
        link.gone === 'outlook' ||
        calendarRank(policy, item.calendarId) < calendarRank(policy, link.outlook.calendarId)
      ) {
        relink(engine, changes, link, item);
        paired.linked += 1;
      } else leaveOut(engine, changes, item, 'alreadyLinked');
    } else if (first.has(item.meetingKey)) leaveOut(engine, changes, item, 'alreadyLinked');
    else {
      first.set(item.meetingKey, item.id);
      open.push(item);
    }
  });
  return open;
}

async function pairRecords(engine: Engine, items: EspoItem[], paired: Paired, unclear: Set<string>): Promise<void> {
  const { store, policy, ports } = engine;
  const changes = emptyChanges();
  const links = await store.linksByRef('espo', items.map(refOf));
  const free = items.filter((item, i) => {
    if (!links[i] && (waits(engine, paired, item) || leftOut(engine, changes, item, espoReason(item, policy))))
      return false;
    if (links[i]) changes.arrivals.remove?.push({ side: 'espo', ref: refOf(item) });
    return !links[i] && !unclear.has(refOf(item));
  });
  const twinOf = (item: EspoItem): string => twinKey(visibleFields(item, policy));
  const seen = await store.seenByTwin('outlook', free.map(twinOf));
  const byTwin = new Map<string, Seen[]>();
  const linked = await store.linksByRef(
    'outlook',
    seen.map((s) => s.ref),
  );
  seen.forEach((row, i) => {
    if (!linked[i] && row.twin !== '') byTwin.set(row.twin, [...(byTwin.get(row.twin) ?? []), row]);
  });
  const twins = new Map<string, number>();
  for (const item of free) twins.set(twinOf(item), (twins.get(twinOf(item)) ?? 0) + 1);
  const again = new Set(await store.cursorNames(GENERATION));
  // Its event may stand in a calendar that could not be read, or be one that says something strange.
  const unread = mayStandUnread(engine);
  const isTwin = await unreadTwins(engine);
  const create = async (item: EspoItem): Promise<void> => {
    if (unread || isTwin(item)) paired.waiting.set(refOf(item), 'espo');
    else paired.rows.push(await rowFor(item));
  };
  const rowFor = async (item: EspoItem) => {
    const name = generationName(refOf(item));
    return eventRow(engine, item, again.has(name) ? Number(await store.cursor(name)) : 0);
  };
  const hits: { item: EspoItem; row: Seen }[] = [];
  const known = await knownMeetings(engine, free, twinOf);
  for (const item of free) {
    const meeting = known.get(item.key) ?? known.get(twinOf(item));
    if (meeting) {
      if (meeting.kind === 'again') {
        known.set(twinOf(item), { kind: 'linked' });
        changes.links.put?.push(movedTo(meeting.link, item, engine));
        changes.seen.remove?.push({ side: 'espo', ref: refOf(item) });
        changes.arrivals.remove?.push({ side: 'espo', ref: refOf(item) });
        paired.linked += 1;
      } else if (meeting.kind === 'left') leaveOut(engine, changes, item, 'unlinked');
      else if (meeting.kind === 'unread') paired.waiting.set(refOf(item), 'espo');
      else if (item.assignedUserId === policy.me.espoUserId)
        paired.rows.push({ ...(await rowFor(item)), state: 'held', reason: 'severalCandidates' });
      else leaveOut(engine, changes, item, 'alreadyLinked');
      continue;
    }
    const candidates = byTwin.get(twinOf(item)) ?? [];
    // It stands in Outlook as one of a series: that finds its record by itself, where series are synced.
    if (candidates.some((row) => row.series)) {
      leaveOut(engine, changes, item, 'recurring');
      continue;
    }
    if (candidates.length === 0) await create(item);
    else if (candidates.length === 1 && twins.get(twinOf(item)) === 1) hits.push({ item, row: candidates[0] as Seen });
    else {
      const choices = candidates.map(({ ref, feed, title }) => ({ ref, feed, title, createdAt: 0 }));
      paired.rows.push({ ...(await rowFor(item)), state: 'held', reason: 'severalCandidates', choices });
    }
  }
  const readings = await ports.outlook.read(hits.map(({ row }) => ({ ref: row.ref, feed: row.feed })));
  for (const [i, { item, row }] of hits.entries()) {
    const reading = readings[i];
    if (reading?.kind === 'value') join(engine, changes, reading.item, item, 'outlook', paired);
    // It went away meanwhile: not a twin any more.
    else if (reading?.kind === 'gone') {
      changes.seen.remove?.push({ side: 'outlook', ref: row.ref });
      await create(item);
    } else paired.waiting.set(refOf(item), 'espo');
  }
  await store.commit(changes);
}
