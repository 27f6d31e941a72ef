/** Takes the items of a page in: into their links, or as arrivals. */
import { observe, saysNothing } from '../decide/observe';
import type { Engine } from '../model/engine';
import { type Item, isSameState, refOf, type Side } from '../model/item';
import type { Link } from '../model/link';
import type { Arrival, Seen } from '../model/store';
import { acquaint } from './look-up-people';
import { isBefore, seenRow } from './seen-rows';

interface Taken {
  links: Link[];
  seen: Seen[];
  arrivals: Arrival[];
  /** Arrivals that say nothing any more. */
  settled: { side: Side; ref: string }[];
  /** Linked ones that could not be read before. */
  readable: { side: Side; ref: string }[];
  /** As they were known: what waited, and says something else now. */
  before: Seen[];
}

/**
 * Linked items update what their link knows; the others are seen, with their reason or waiting for their create. `said`: by a list of
 * changes, which in Outlook may say again how something was, or by a look at it.
 */
export async function takeItems(
  engine: Engine,
  side: Side,
  items: readonly Item[],
  said: 'again' | 'now' = 'now',
): Promise<Taken> {
  const { store, policy } = engine;
  await acquaint(engine, items);
  const refs = items.map(refOf);
  const links = await store.linksByRef(side, refs);
  const seen = await store.seenByRef(side, refs);
  const pending = await store.arrivalsByRef(side, refs);
  const taken: Taken = { links: [], seen: [], arrivals: [], settled: [], readable: [], before: [] };
  items.forEach((item, index) => {
    const link = links[index];
    const ref = refs[index] as string;
    if (link) {
      if (seen[index]?.reason === 'unreadable') taken.readable.push({ side, ref });
      if (pending[index]) taken.settled.push({ side, ref });
      if (saysNothing(link, item, policy)) return;
      taken.links.push(observe(engine, link, item));
      return;
    }
    const row = seenRow(engine, item);
    const old = seen[index];
    const older = pending[index]?.item;
    // A replay of the delta brought an older state: what is left out by now stays so.
    if ((older && older.modifiedAt > item.modifiedAt) || isBefore(row, old)) return;
    // When it was changed could not be read either: it is looked at in this run (read-unreadable-again).
    if (said === 'again' && side === 'outlook' && old?.reason === 'unreadable' && old.modifiedAt === undefined) return;
    if (!old || !sameSeen(old, row)) taken.seen.push(row);
    if (old && (old.title !== row.title || old.start !== row.start)) taken.before.push(old);
    if (row.reason === undefined) {
      const known = older && isSameState(older, item) && old && sameSeen(old, row);
      const beside = pending[index]?.beside ? { beside: true as const } : {};
      if (!known) taken.arrivals.push({ pair: store.pair, side, ref, feed: row.feed, item, ...beside });
    } else if (pending[index]) taken.settled.push({ side, ref });
  });
  return taken;
}

const sameSeen = (a: Seen, b: Seen): boolean =>
  a.reason === b.reason &&
  a.twin === b.twin &&
  a.feed === b.feed &&
  a.start === b.start &&
  a.title === b.title &&
  a.meetingKey === b.meetingKey &&
  a.detail === b.detail &&
  a.modifiedAt === b.modifiedAt &&
  a.allDay === b.allDay;
