import type { EntityType } from '../../src/background/espo/entity-type.ts';
import { asStoredByEspo } from '../../src/background/espo/mapping.ts';
import { asStoredByOutlook } from '../../src/background/outlook/mapping.ts';
import { sameField } from '../../src/background/sync/model/event.ts';
import type { Side } from '../../src/background/sync/model/item.ts';
import type { Link } from '../../src/background/sync/model/link.ts';
import { DAY } from '../../src/shared/time.ts';
import type { Row } from '../sandbox/espo/types.ts';
import type { StoredEvent } from '../sandbox/graph/model.ts';
import { type Violation } from './acts.ts';
import { isAssignedTo } from './assigned.ts';
import type { Cast, Member, Station } from './cast.ts';
import { isFar } from './far.ts';
import type { Ledger } from './ledger.ts';
import { eventFields, placeOf, recordFields, type Tracked, type Values } from './texts.ts';

const LABELS_EVER = ['Call', 'Visit', 'Ring', 'Task', 'Talk'];
const COMPARED = ['title', 'when', 'location', 'description'] as const satisfies readonly Tracked[];

/** Both sides of every live link agree field by field, in either side's own form, unless the policy lets them differ. */
export async function agreement(cast: Cast, ledger: Ledger): Promise<Violation[]> {
  const broken: Violation[] = [];
  for (const station of cast.stations) {
    const { store } = station.browser;
    const held = new Set((await store.plan()).filter((row) => row.state === 'held').map((row) => row.linkId));
    for (const link of await store.linksInState('active')) {
      if (link.gone !== '' || held.has(link.id) || ledger.discarded.has(link.id)) continue;
      if (await hasTwoRecords(station, link)) continue;
      const found = disagreement(cast, ledger, station, link);
      if (found) broken.push({ rule: `agreement.${found[0]}`, detail: `${station.user.name}: ${found[1]}` });
    }
  }
  return broken;
}

/**
 * Two browsers, each with its own record of one event, because one of them had no memory (docs/limits.md), and a direction in which neither
 * record may be given what the other one changed in the event.
 */
async function hasTwoRecords(
  { user, browser }: Station,
  { outlookId, espoRef, outlook: { isOrganizer } }: Link,
): Promise<boolean> {
  // Nor may what one of two events says be given to the other one where somebody else organizes that.
  if (browser.settings.direction === 'both' && isOrganizer) return false;
  for (const other of user.stations) {
    if (other.browser === browser) continue;
    const [byEvent] = await other.browser.store.linksByRef('outlook', [outlookId]);
    const [byRecord] = await other.browser.store.linksByRef('espo', [espoRef]);
    if ((byEvent && byEvent.espoRef !== espoRef) || (byRecord && byRecord.outlookId !== outlookId)) return true;
  }
  return false;
}

function disagreement(
  cast: Cast,
  ledger: Ledger,
  station: Station,
  link: Link,
): [field: string, detail: string] | undefined {
  // Tasks have a rule of their own.
  if (link.espo.type === 'Task') return undefined;
  const { user, browser } = station;
  const ref = user.box.index.get(link.outlookId);
  const event = ref && (ref.event.exceptions.get(ref.day ?? '') ?? ref.event);
  const row = cast.company.espo.core.live(link.espo.type, link.espo.id);
  if (!browser.settings.entities.some(({ type }) => type === link.espo.type)) return undefined;
  if (link.espo.type === 'Call' && user.rights === 'noCall') return undefined;
  // What lies further back in a series is not looked at any more (docs/limits.md).
  const { when } = link.base.outlook;
  const start = when.kind === 'timed' ? when.start : Date.parse(when.first);
  if (link.outlook.seriesMasterId !== '' && start < cast.company.world.now() - 30 * DAY) return undefined;
  // What a browser that remembers nothing found again before its window is read once a day (docs/limits.md).
  const isDaily = (at: number) => isFar(at, browser.createdAt, browser.settings.syncSince);
  if (!event || event.deletedAt !== undefined)
    return isDaily(start) ? undefined : ['event', `the event of #${row ? ledger.tagOf(row) : '?'} is gone`];
  // The same of the record of a colleague.
  if (!row && (link.espo.countedStart === -1 || isDaily(link.espo.countedStart))) return undefined;
  if (!row) return ['record', `the record of #${ledger.tagOf(event)} is gone`];
  // A calendar that is not chosen any more is not read.
  const { mainCalendar, otherCalendars } = browser.settings;
  const main = mainCalendar === '' ? event.calendar.isDefault : event.calendar.id === mainCalendar;
  if (!main && !otherCalendars.includes(event.calendar.id)) return undefined;
  // Of a series only the times of the occurrences are their own; they are compared by the recurring tests.
  if (ref?.day !== undefined || event.master || event.sensitivity === 'private') return undefined;
  const place = placeOf(row);
  const outlook = eventFields(event);
  const espo = recordFields(row, place);
  const labels = browser.settings.entities.map(({ label }) => label);
  // Labels that were edited change no name (DESIGN 3.7): what one of them took off stays off.
  if (!cast.sameEntities) labels.push(...LABELS_EVER);
  for (const field of COMPARED) {
    if (field === 'location' && (place === undefined || cast.placeChosen)) continue;
    if (field === 'when' && !row['dateEnd'] && !row['dateEndDate']) continue;
    if (agree(cast, field, outlook, espo, [link.outlook.labelAtCreation, ...labels])) continue;
    if (mayDiffer(field, event, row, link, station, ledger)) continue;
    const values = `${JSON.stringify(outlook[field])} / ${JSON.stringify(espo[field])}`;
    return [field, `${field} of #${ledger.tagOf(event)}: ${values}`];
  }
  return undefined;
}

function agree({ entity }: Cast, field: Tracked, outlook: Values, espo: Values, labels: readonly string[]): boolean {
  if (same(entity, field, outlook, espo)) return true;
  if (field === 'when') return false;
  const o = outlook[field];
  const e = espo[field];
  if (field !== 'title') return words(o) === words(e);
  const strip = (text: string) => {
    const label = labels.find((one) => one !== '' && text.toLowerCase().startsWith(`${one.toLowerCase()}:`));
    return label === undefined ? text : text.slice(label.length + 1).trimStart();
  };
  const stored = (text: string) => asStoredByEspo(entity, 'title', asStoredByOutlook('title', text));
  // Exchange keeps 255 characters, the label among them.
  const whole = (text: string) => stored(text) === stored(strip(o)) || (o.length === 255 && text.startsWith(strip(o)));
  return whole(strip(e)) || whole(e);
}

function same(entity: EntityType, field: Tracked, outlook: Values, espo: Values): boolean {
  if (field === 'when')
    return sameField('when', asStoredByEspo(entity, 'when', outlook.when), asStoredByEspo(entity, 'when', espo.when));
  const o = outlook[field];
  const e = espo[field];
  return asStoredByEspo(entity, field, o) === e || asStoredByOutlook(field, e) === o;
}

/** Blanks at line ends and runs of blanks are Exchange's own business. */
const words = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** A browser without memory tells the original and its copy apart by nothing once one of them was edited (docs/limits.md). */
function mixedUp(user: Member, event: StoredEvent, row: Row, ledger: Ledger): boolean {
  const forgetful = user.stations.length > 1 || user.stations.some(({ losses }) => losses > 0);
  const [tag, other] = [ledger.tagOf(event), ledger.tagOf(row)];
  return forgetful && tag !== other && ledger.copied.has(tag) && ledger.copied.has(other);
}

/** Whether two browsers of a user link an original and its copy crosswise: what is edited then takes its way over both. */
export async function areMixedUp(cast: Cast, ledger: Ledger): Promise<boolean> {
  for (const { user, browser } of cast.stations) {
    if (user.stations.length < 2) continue;
    for (const link of await browser.store.linksInState('active')) {
      const event = user.box.index.get(link.outlookId)?.event;
      const row = cast.company.espo.core.live(link.espo.type, link.espo.id);
      if (event && row && mixedUp(user, event, row, ledger)) return true;
    }
  }
  return false;
}

/** DESIGN 3.2 and 3.4: who may write the field where, and on which side a person changed it last. */
function mayDiffer(
  field: Tracked,
  event: StoredEvent,
  row: Row,
  link: Link,
  { user, browser }: Station,
  ledger: Ledger,
): boolean {
  const { settings } = browser;
  if (field === 'title' && event.isCancelled) return true;
  if (mixedUp(user, event, row, ledger)) return true;
  // The text is each side's own once the receiving side's was edited (DESIGN 3.2).
  if (field === 'description') {
    const edited = (thing: StoredEvent | Row) => ledger.lastEdit(thing, field) > 0;
    const copied = ledger.copied.has(ledger.tagOf(event)) || ledger.copied.has(ledger.tagOf(row));
    // Its own block stands in the text of an online meeting, which is never written again (graph.md 6).
    if (event.isOnlineMeeting) return true;
    // An invitation has the text that its organizer has written.
    const theirs = ledger.isEdited(event.iCalUId, field);
    return edited(event) || edited(row) || theirs || copied || (ledger.made.get(ledger.tagOf(event))?.size ?? 0) > 1;
  }
  const toEspo = settings.direction !== 'espoToOutlook' && isAssignedTo(row, user.espo.id);
  const toOutlook =
    settings.direction !== 'outlookToEspo' &&
    event.isOrganizer &&
    event.mailbox === user.box &&
    (event.attendees.length === 0 || settings.updateMeetingsWithAttendees);
  if (toEspo && toOutlook) return false;
  if (!toEspo && !toOutlook) return true;
  // The organizer changed it and changed it back before this browser looked: to it only the record was edited.
  const unchanged = sameField(field, eventFields(event)[field], link.base.outlook[field]);
  if (!event.isOrganizer && unchanged && ledger.lastEdit(row, field) > 0) return true;
  const receiving: Side = toEspo ? 'espo' : 'outlook';
  const last = ledger.lastEdit(event, field) >= ledger.lastEdit(row, field) ? 'outlook' : 'espo';
  const never = ledger.lastEdit(event, field) === 0 && ledger.lastEdit(row, field) === 0;
  return !never && last === receiving && link.id !== '';
}
