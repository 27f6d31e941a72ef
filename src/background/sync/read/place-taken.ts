/** Events that stand where a linked one is gone. */
import { DAY } from '../../../shared/time';
import { agreementWith } from '../decide/same-meeting';
import type { Engine } from '../model/engine';
import { startOf } from '../model/event';
import type { OutlookItem } from '../model/item';
import { fieldsNow, type Link } from '../model/link';

/** A link whose event is gone, or whose calendar is, and the events that are known to bear its meeting's id. */
export interface Lost {
  link: Link;
  ofMeeting: readonly OutlookItem[];
}

/**
 * The events that have taken the places of linked ones, by link: accepted as delete plus create, or a mailbox that was moved, in which the
 * same meeting has been read under another id (DESIGN 3.5).
 */
export async function placesTaken(engine: Engine, lost: readonly Lost[]): Promise<Map<string, OutlookItem>> {
  const { store, ports } = engine;
  const places = new Map<string, OutlookItem>();
  const rows = await store.seenByMeeting(
    'outlook',
    lost.map(({ link }) => link.meetingKey),
  );
  const told = new Set(lost.flatMap(({ ofMeeting }) => ofMeeting.map(({ id }) => id)));
  const readings = await ports.outlook.read(rows.filter(({ ref }) => !told.has(ref)));
  const seen = readings.flatMap((reading) => (reading.kind === 'value' ? [reading.item] : []));
  const taken = new Set<string>();
  for (const { link, ofMeeting } of lost) {
    const bearers = [...ofMeeting, ...seen.filter(({ meetingKey }) => meetingKey === link.meetingKey)];
    const place = await placeOf(
      engine,
      link,
      bearers.filter(({ id }) => id !== link.outlookId && !taken.has(id)),
    );
    if (!place) continue;
    taken.add(place.id);
    places.set(link.id, place);
  }
  return places;
}

/**
 * Never one that has a link of its own. One that was left out, that waits since the linked one was known to stand, or stands where nobody
 * reads, stood beside it and is another meeting, unless nothing tells the two apart. One that came in as the other went is the same where
 * it has its time, or its name and is not far off, and as long as nobody has worked on the record, where it alone bears the key, whatever
 * was changed. Of several that are like it in one thing none is. A series keeps the iCalUId of the single event that it was (graph.md 4),
 * but an import may have put it on both: one that takes the place of a single event is new, and like it.
 */
async function placeOf(engine: Engine, link: Link, bearers: readonly OutlookItem[]): Promise<OutlookItem | undefined> {
  const { store, policy } = engine;
  const refs = bearers.map(({ id }) => id);
  const links = await store.linksByRef('outlook', refs);
  const arrivals = await store.arrivalsByRef('outlook', refs);
  const before = await seriesOfBefore(engine, bearers);
  const alone = new Set(refs).size === 1;
  const free = bearers.filter((item, i) => {
    if (links[i] || before.has(item.id)) return false;
    const agreed = agreementWith(link, item, policy);
    const arrival = arrivals[i];
    // What stands where nobody reads, or was left out, has not come in as the other went.
    if (!arrival || arrival.beside) return agreed === 2;
    if (agreed > 0 && isNear(link, item)) return true;
    // In a browser that was closed for a week the next import of the same ids comes in as the last one goes: no work of a person goes with it.
    return !link.espo.touched && (agreed > 0 || (alone && !hasBegun(link, item)));
  });
  const [first, second] = free
    .map((item) => ({ item, agreed: agreementWith(link, item, policy) }))
    .sort((a, b) => b.agreed - a.agreed);
  // Of an import in which several are as like it as one another, none is more than the others what became of it.
  return first && (first.agreed === 2 || first.agreed !== second?.agreed) ? first.item : undefined;
}

/** An event may have been moved in the moment in which its id changed. */
const isNear = (link: Link, { event }: OutlookItem): boolean =>
  Math.abs(startOf(fieldsNow(link, 'outlook').when) - startOf(event.when)) <= DAY;

const hasBegun = (link: Link, { kind }: OutlookItem): boolean =>
  kind === 'master' && link.outlookId !== link.outlook.seriesMasterId;

/** Series that were there already: an occurrence of theirs has its record. */
async function seriesOfBefore({ store }: Engine, bearers: readonly OutlookItem[]): Promise<Set<string>> {
  const masters = bearers.flatMap(({ kind, id }) => (kind === 'master' ? [id] : []));
  return new Set((await store.linksBySeries(masters)).map(({ outlook }) => outlook.seriesMasterId));
}
