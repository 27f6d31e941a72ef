import { espoRef } from '../../src/background/sync/model/item.ts';
import { mayOn } from '../sandbox/espo/acl.ts';
import type { Row } from '../sandbox/espo/types.ts';
import type { StoredEvent } from '../sandbox/graph/model.ts';
import { TYPES, type Violation } from './acts.ts';
import { isAssignedTo } from './assigned.ts';
import { type Cast, isChosen, isMain, type Member } from './cast.ts';
import { isEvent, type Ledger, type Thing } from './ledger.ts';
import type { Seen } from './seen.ts';
import { TRACKED } from './texts.ts';
import { isLease } from './writes.ts';

const MAY_MAIL = 'updateMeetingsWithAttendees';

/** The rules that every single write has to keep, whatever the rest of the run does. Judged from the servers' side. */
export function judgeWrite(seen: Seen, cast: Cast, ledger: Ledger): Violation[] {
  const { write, station, mails } = seen;
  const { user } = station;
  const broken: Violation[] = [];
  const say = (rule: string, detail: string) =>
    broken.push({ rule, detail: `${user.name} ${write.method} ${write.path.slice(0, 120)}: ${detail}` });
  const { direction } = station.browser.settings;
  // Rule 4: direction is a wall.
  if (write.side === 'outlook' && direction === 'outlookToEspo') say('direction', 'Outlook is written');
  if (write.side === 'espo' && direction === 'espoToOutlook') say('direction', 'EspoCRM is written');
  if (isLease(write)) return broken;
  // Rule 5: nobody is mailed by surprise.
  if (mails > 0 && !announced(seen)) say('mail', `${mails} mails`);
  if (/sendInvitations|sendCancellation/.test(write.path)) say('mail', "EspoCRM's own invitations");
  judgeCondition(seen, ledger, say);
  // Rule 3: what a server made of our own write never causes a second one. A client that repeats a lost request is no matter of it.
  if (ledger.calm && changedNothing(seen)) say('echo', 'nothing is changed by it');
  if (write.side === 'outlook') judgeEvent(seen, cast, ledger, say);
  else judgeRecord(seen, cast, ledger, say);
  return broken;

  function announced({ before, write: { body, op, side } }: Seen): boolean {
    // Whom it mails is judged one by one (rules-invite.ts). An event that is made without anybody mails nobody: another of its batch did.
    if ('attendees' in body || (side === 'outlook' && op === 'create')) return true;
    const id = before.thing && isEvent(before.thing) ? before.thing.immutableId : '';
    return station.browser.settings[MAY_MAIL] || ledger.applied.has(id);
  }
}

function changedNothing({ write, before, after, refused }: Seen): boolean {
  if (write.op !== 'update' || refused || !before.live || !before.texts || !after.texts) return false;
  // People, fields that the user chose for the place or the join link, what a record belongs to, and categories are followed by no text.
  if (
    Object.keys(write.body).some((key) =>
      /^(users|contacts|leads)(Ids|Columns)$|^(cPlace|cJoin|categories|attendees|parent(Id|Type))$/.test(key),
    )
  )
    return false;
  const { texts } = before;
  return TRACKED.every((field) => texts[field] === after.texts?.[field]);
}

type Say = (rule: string, detail: string) => void;

/** Rule 8: every write is repeatable, and as conditional as its server allows. */
function judgeCondition({ write, reread, station }: Seen, ledger: Ledger, say: Say): void {
  const { side, op, body } = write;
  if (op === 'other') return;
  if (side === 'espo') {
    if (op !== 'create' && !reread) say('condition', 'the record was not read again before');
  } else if (op === 'create') {
    if (!body['transactionId'] || !body['singleValueExtendedProperties'])
      say('condition', 'no transactionId, or no marker');
    // One record, one transaction, whichever browser sends it, for as long as its event stands.
    const [type, id] = markOf(body['singleValueExtendedProperties']).split('|');
    // What stands in a calendar that is not chosen, no browser without memory can know of (docs/limits.md).
    for (const event of station.user.box.events)
      if (
        event.deletedAt === undefined &&
        ledger.bySync.has(event) &&
        isChosen(event.calendar, station) &&
        event.transactionId !== body['transactionId']
      )
        if (markOf(event.extended).startsWith(`${type}|${id}|`))
          say('condition', 'another transactionId for its record');
  } else if (!write.conditional) say('condition', 'no If-Match');
}

const markOf = (properties: unknown): string =>
  (Array.isArray(properties) ? properties : []).map((p: { value: string }) => p.value).find((v) => v.includes('|')) ??
  '';

function judgeEvent(seen: Seen, cast: Cast, ledger: Ledger, say: Say): void {
  const { write, before, station, runStarted } = seen;
  // What the user chose is never replaced.
  for (const made of seen.created)
    if (write.op === 'create' && isEvent(made) && !isMain(made.calendar, station))
      say('choice', `an event is made in ${made.calendar.name}, which is not the Main Calendar`);
  const event = before.thing as StoredEvent | undefined;
  if (!event || !before.live || write.op === 'create') return;
  // Rule 5: events that the user does not organize are never written, moved or deleted.
  if (!event.isOrganizer || event.mailbox !== station.user.box) say('organizer', "somebody else's meeting");
  // DESIGN 3.7: of a series Outlook is the master.
  if (before.occurrence) return say('series', 'an occurrence is written');
  if (write.op !== 'remove') return;
  const tag = ledger.tagOf(event);
  if (tag === 0 || ledger.applied.has(event.immutableId) || ledger.lastAct(event) >= runStarted) return;
  const { settings } = station.browser;
  const records = recordsOf(cast, ledger, tag);
  const notMine = (row: Row) => !isAssignedTo(row, station.user.espo.id);
  // Installed anew after its event was moved, a browser made a second one: each goes with its own record.
  const apart = ledger.renamed.has(tag) && station.losses > 0 && records.some(notMine);
  // Lost access is not deletion (rule 6): nobody knows whose it is by now.
  const isUnknown = records.some((row) => isOutOfReach(row, station.user, cast, ledger));
  const away = records.length > 0 && (records.every(notMine) || apart) && !isUnknown;
  // DESIGN 3.6: made in EspoCRM, deleted or reassigned there; made in Outlook only where the user ticked it.
  const travels = ledger.bySync.has(event) || settings.removeOutlookOnEspoRemoval;
  // Another browser of the user may have carried a person's deletion of the first event into EspoCRM before.
  const carried = ledger.deletedAnywhere(tag) && records.every((row) => row.deleted);
  // Made by a browser that began anew, for the second of two records of which the sync kept one.
  const secondWent =
    records.some((row) => row.deleted && ledger.bySync.has(row)) && records.some((row) => !row.deleted);
  if (ledger.bySync.has(event) && secondWent) return;
  // Of a series each record goes with its own occurrence.
  if (ledger.series.has(tag) && ledger.deletedAnywhere(tag) && ledger.bySync.has(event)) return;
  const asked = ledger.recordsDeleted.has(tag) ? travels : (away || carried) && ledger.bySync.has(event);
  if (!asked) say('loss', `the event #${tag} is deleted, and nobody asked for it`);
}

function judgeRecord(seen: Seen, cast: Cast, ledger: Ledger, say: Say): void {
  const { write, before, after, station, lastRead, runStarted } = seen;
  const { user } = station;
  for (const made of seen.created) judgeOrigin(made, seen, ledger, say);
  const assignee = write.body['assignedUserId'];
  // Rule 5: assignedUserId is never set to another user.
  if (typeof assignee === 'string' && assignee !== user.espo.id) say('assigned', `to ${assignee}`);
  const several = write.body['assignedUsersIds'];
  if (Array.isArray(several) && several.some((id) => id !== user.espo.id)) say('assigned', `to ${several.join(', ')}`);
  if (several !== undefined && write.op !== 'create') say('assigned', 'a record that is there already');
  const row = before.thing as Row | undefined;
  if (!row || !before.live) return;
  const shared = Object.keys(write.body).some((key) => !/^(users|contacts|leads)(Ids|Columns)$/.test(key));
  // DESIGN 3.4: only the browser of the assigned user writes what all colleagues share.
  const foreign = !before.assigned.includes(user.espo.id) && ledger.lastAct(row) <= lastRead;
  if (write.op === 'update' && shared && foreign) say('whoWrites', 'the record is assigned to somebody else');
  judgeUsers(seen, ledger, row, say);
  if (write.op !== 'remove' || after.live) return;
  const tag = ledger.tagOf(row);
  const ref = espoRef(write.feed, write.id);
  if (tag === 0 || ledger.applied.has(ref) || ledger.lastAct(row) >= runStarted) return;
  const others = recordsOf(cast, ledger, tag).filter((other) => other !== row && !other.deleted);
  const duplicate = ledger.bySync.has(row) && others.length > 0;
  const untouched = !ledger.touched(row);
  if (duplicate && untouched) return;
  // Both assigned and organizer, or the only participant (DESIGN 3.6).
  const key = `${tag}/${user.index}`;
  // An event and its copy are alike: which of the two stands for the record, nobody can say.
  const alike = ledger.copied.has(tag) ? [...ledger.copied] : [];
  const theirOwn = ledger.ownDeleted.has(key) || alike.some((other) => ledger.ownDeleted.has(`${other}/${user.index}`));
  // In a calendar that is shared with the user its owner may delete, too.
  const ofOwner = cast.shared && cast.members.some(({ index }) => ledger.ownDeleted.has(`${tag}/${index}`));
  const deleted = (theirOwn || ofOwner) && before.assigned.join() === user.espo.id;
  // Made on both sides by people and joined as twins: nobody can tell it from our own after a re-install.
  const made = ledger.made.get(tag);
  // The event that was made for a record became a series: the records of its occurrences were made for them.
  const occurrence = ledger.series.has(tag) && ledger.bySync.has(row);
  const theirs = made?.has('espo') === true && made.size === 1 && !occurrence;
  const kept = station.browser.settings.removeEspoOnOutlookRemoval || (!theirs && untouched);
  // What one browser made again, not knowing that a person had deleted it, goes when the other carries that deletion on.
  const again = ledger.bySync.has(row) && untouched && ledger.recordsDeleted.has(tag) && cast.stations.length > 1;
  if (again) return;
  if (!deleted) say('loss', `the record #${tag} is deleted, and nobody asked for it`);
  else if (!kept)
    say('loss', `the record #${tag} is deleted although ${untouched ? 'EspoCRM made it' : 'a person worked on it'}`);
}

/** What stands in calendars that the user did not choose is nobody's business. */
function judgeOrigin(made: Thing, { station, runStarted }: Seen, ledger: Ledger, say: Say): void {
  const tag = ledger.tagOf(made);
  const events = [...station.user.box.events].filter((event) => tag > 0 && ledger.tagOf(event) === tag);
  const mayBe = (event: StoredEvent) =>
    event.deletedAt !== undefined || isChosen(event.calendar, station) || ledger.lastAct(event) >= runStarted;
  if (events.length > 0 && !events.some(mayBe))
    say('choice', `a record is made of #${tag}, which stands in ${events[0]?.calendar.name}`);
}

/** Users that a person put on a record stay, and their answers are theirs. */
function judgeUsers({ before, after, station }: Seen, ledger: Ledger, row: Row, say: Say): void {
  if (!after.live) return;
  const me = station.user.espo.id;
  const added = ledger.usersBySync(row);
  for (const [id, status] of Object.entries(before.users)) {
    if (!(id in after.users) && !added.has(id)) say('users', `${id} is taken off the record`);
    else if (id in after.users && after.users[id] !== status && id !== me && !organizes(station.user, row, ledger))
      say('responses', `answers for ${id}`);
  }
  for (const id of Object.keys(after.users)) if (!(id in before.users)) added.add(id);
}

function organizes({ box }: Member, row: Row, ledger: Ledger): boolean {
  for (const event of box.events) if (event.isOrganizer && ledger.tagOf(event) === ledger.tagOf(row)) return true;
  return false;
}

/** The record stands, but since it was given away the user may not read it, and may not have read it in between. */
function isOutOfReach(row: Row, { espo, index }: Member, { company }: Cast, ledger: Ledger): boolean {
  const { core } = company.espo;
  if (row.deleted || (ledger.givenAway.get(row) ?? 0) <= (ledger.rightsChanged.get(index) ?? 0)) return false;
  const type = TYPES.find((type) => core.get(type, row.id) === row);
  return type !== undefined && !mayOn(core, espo, type, row, 'read');
}

/** Records of that tag, deleted ones too. */
function recordsOf(cast: Cast, ledger: Ledger, tag: number): Row[] {
  return TYPES.flatMap((type) => cast.company.espo.core.rows(type)).filter((row) => ledger.tagOf(row) === tag);
}
