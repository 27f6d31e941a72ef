/** Takes in what of a page cannot be read: it is listed with what is wrong, and never taken for gone. */
import type { Engine } from '../model/engine';
import type { Item, Side } from '../model/item';
import type { Feed, Unreadable } from '../model/port';
import type { Seen } from '../model/store';
import { isBefore, seenRow } from './seen-rows';

interface Taken {
  seen: Seen[];
  /** Arrivals that would be carried over as they were before. */
  settled: { side: Side; ref: string }[];
}

/**
 * Items that say something which cannot be understood: each is listed with what is wrong. A linked one stays as it was last read; nothing is
 * made of the others, and as they are known, no count is out because of them.
 */
export async function takeUnreadable(
  engine: Engine,
  side: Side,
  feed: Feed,
  list: readonly Unreadable<Item>[],
): Promise<Taken> {
  if (list.length === 0) return { seen: [], settled: [] };
  const refs = list.map(({ ref }) => ref);
  const links = await engine.store.linksByRef(side, refs);
  const known = await engine.store.seenByRef(side, refs);
  return {
    seen: list
      .map((one, i) => rowOf(engine, side, feed, one, links[i] !== undefined))
      .filter((row, i) => !isBefore(row, known[i])),
    settled: refs.map((ref) => ({ side, ref })),
  };
}

function rowOf(engine: Engine, side: Side, feed: Feed, one: Unreadable<Item>, linked: boolean): Seen {
  const { problem, start, item } = one;
  const known = item ? seenRow(engine, item) : nameless(engine, side, feed, one);
  // The link counts for it. Where nothing says when it begins it counts as the first of those that are counted.
  const counted = side === 'espo' ? (start < 0 ? feed.from : start) : start;
  return { ...known, feed: feed.id, start: linked ? -1 : counted, reason: 'unreadable', detail: problem };
}

const nameless = ({ store }: Engine, side: Side, feed: Feed, { ref, title }: Unreadable<Item>): Seen => ({
  pair: store.pair,
  side,
  ref,
  feed: feed.id,
  meetingKey: '',
  twin: '',
  title,
  start: -1,
  reason: 'unreadable',
  series: '',
});
