/** Linked events of which nobody can say now whether they stand, and what came in meanwhile. */
import { twinsInEspo } from '../decide/find';
import type { Engine } from '../model/engine';
import type { OutlookItem } from '../model/item';
import type { Link } from '../model/link';
import type { Arrival } from '../model/store';
import type { Open } from './join';

/** Links whose events seem gone, and of which there was no proof in this run. */
export async function unprovenLinks({ store }: Engine): Promise<Link[]> {
  const suspects = await store.suspects('outlook');
  const found = await store.linksByRef(
    'outlook',
    suspects.map(({ ref }) => ref),
  );
  return found.flatMap((link) => (link && link.state !== 'unlinked' ? [link] : []));
}

/**
 * Whether an event may be what became of one of them: deleted and made anew, or an occurrence of the series that it is by now. It would
 * take the place of that one (successors), so it waits for the proof.
 */
export function perhapsSuccessor(
  engine: Engine,
  unproven: readonly Link[],
): (item: OutlookItem, twinOf: (item: OutlookItem) => string) => boolean {
  const twins = new Set(unproven.flatMap((link) => twinsInEspo(link, engine)));
  const series = new Set(unproven.flatMap((link) => [link.outlookId, link.outlook.seriesMasterId]));
  return (item, twinOf) => series.has(item.seriesMasterId || item.id) || (twins.size > 0 && twins.has(twinOf(item)));
}

/** Events that were met while a linked one of their key was known to stand: whatever becomes of that one, they are no new body of it. */
export async function noteBeside(
  { store }: Engine,
  items: readonly OutlookItem[],
  unproven: readonly Link[],
  { arrivals }: Open,
): Promise<void> {
  const settled = new Set(arrivals.remove?.map(({ ref }) => ref));
  const open = items.filter(({ id, meetingKey }) => meetingKey !== '' && !settled.has(id));
  const unsure = new Set(unproven.map(({ id }) => id));
  const links = await store.linksByMeeting([...new Set(open.map(({ meetingKey }) => meetingKey))]);
  const standing = new Set(
    links.flatMap(({ id, gone, meetingKey }) => (gone === 'outlook' || unsure.has(id) ? [] : [meetingKey])),
  );
  if (standing.size === 0) return;
  const known = await store.arrivalsByRef(
    'outlook',
    open.map(({ id }) => id),
  );
  const beside = known.flatMap((arrival, i): Arrival[] =>
    arrival && !arrival.beside && standing.has(open[i]?.meetingKey ?? '') ? [{ ...arrival, beside: true }] : [],
  );
  arrivals.put?.push(...beside);
}
