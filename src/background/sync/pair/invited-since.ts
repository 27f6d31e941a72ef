/** Invitations to meetings of colleagues whose records have an event of our own here already: one meeting, one record, one event (rule 2). */
import { twinsOf } from '../decide/find';
import { secondRow } from '../decide/plan-rows';
import type { Engine } from '../model/engine';
import type { OutlookItem } from '../model/item';
import type { Link } from '../model/link';
import { mayWrite } from '../model/policy';
import { givenUp } from '../model/tombstone';
import { readNow } from '../read/items-now';
import { leaveOut, type Open, type Paired, relink, takenIn } from './join';

/**
 * The user takes part in a colleague's record, for which an event was made here; then its owner invited them. The invitation is the
 * meeting, and takes the place of that event, which goes if nobody has touched it. Where it has to stay, nothing is made of the invitation.
 */
export async function withoutInvitedSince(
  engine: Engine,
  items: readonly OutlookItem[],
  twinOf: (item: OutlookItem) => string,
  changes: Open,
  paired: Paired,
): Promise<OutlookItem[]> {
  const places = await placesOf(engine, items, twinOf, takenIn(changes));
  const met = [...places];
  const readings = await readNow(
    engine,
    'outlook',
    met.map(([, link]) => ({ ref: link.outlookId, feed: link.outlook.calendarId })),
  );
  for (const [i, [item, link]] of met.entries()) {
    const reading = readings[i];
    const own = reading?.kind === 'value' && reading.item.side === 'outlook' ? reading.item : undefined;
    if (own && isOnlyOurs(own, link) && mayWrite(engine.policy, 'outlook')) {
      relink(engine, changes, link, item);
      paired.linked += 1;
      const second = givenUp(engine.store.pair, own, link.id);
      changes.links.put?.push(second);
      await paired.draft.add([secondRow(second, true)]);
    } else if (reading?.kind === 'unknown') paired.waiting.set(item.id, 'outlook');
    else leaveOut(engine, changes, item, 'alreadyLinked');
  }
  return items.filter((item) => !places.has(item));
}

/** Made by a sync, as it wrote it last, and nobody is mailed when it goes. */
const isOnlyOurs = (own: OutlookItem, { origin, outlook }: Link): boolean =>
  origin === 'espo' && own.etag === outlook.ownEtag && own.isOrganizer && !own.hasAttendees && !own.isOnline;

async function placesOf(
  { store }: Engine,
  items: readonly OutlookItem[],
  twinOf: (item: OutlookItem) => string,
  taken: ReadonlySet<string>,
): Promise<Map<OutlookItem, Link>> {
  const invitations = items.filter((item) => !item.isOrganizer && item.kind === 'single');
  const twins = [...new Set(invitations.map(twinOf))].filter((twin) => twin !== '');
  const open = new Set((await store.linksByTwin(twins)).filter((link) => isColleagues(link) && !taken.has(link.id)));
  const found = new Map<OutlookItem, Link>();
  for (const item of open.size > 0 ? invitations : []) {
    const link = [...open].find((one) => twinsOf(one).includes(twinOf(item)));
    if (!link) continue;
    open.delete(link);
    found.set(item, link);
  }
  return found;
}

/** Made for a colleague's record, or of one that was given to a colleague since. */
const isColleagues = ({ state, gone, espo, outlook }: Link): boolean =>
  state === 'active' && gone === '' && outlook.isOrganizer && !espo.assignedToMe;
