/** Counts against what is known: EspoCRM keeps no tombstones of records that were deleted. */
import { DAY } from '../../../shared/time';
import type { Engine } from '../model/engine';
import type { Item, Side } from '../model/item';
import { lacking } from '../model/link';
import type { Feed, ItemRef, Range } from '../model/port';
import { portOf } from '../model/port';
import type { Arrival } from '../model/store';
import { takeItems } from './take-items';

/** A range this small is listed and compared by id. */
const LIST_AT_MOST = 150;
const LISTS_AT_ONCE = 8;

/**
 * EspoCRM keeps no tombstones and moves no modifiedAt on a deletion, a restore or a reassignment away (espo.md 6). One count of
 * "mine" against the number known catches most; a mismatch is bisected by start until the ids can be compared.
 */
export async function compareCounts(
  engine: Engine,
  side: Side,
  feed: Feed,
  asked: Promise<number | undefined>,
): Promise<void> {
  const range = rangeOf(feed);
  const count = await asked;
  if (count === undefined) return;
  await compareRanges(engine, side, feed, await differing(engine, side, feed, range, { count, old: true }));
  await compareDaily(engine, side, feed, range);
}

const rangeOf = ({ from, until }: Feed): Range => ({ from, until });

/** Asked for at once: whoever compares it later hears then how that ended. */
export function askCount(engine: Engine, side: Side, feed: Feed): Promise<number | undefined> {
  const count = portOf(engine.ports, side).count(feed, rangeOf(feed));
  count.catch(() => undefined);
  return count;
}

/** A deletion and a restore between two runs leave the count as it was: once a day the ids are compared, whatever the count says. */
async function compareDaily(engine: Engine, side: Side, feed: Feed, range: Range): Promise<void> {
  const { store } = engine;
  const name = `ids|${feed.id}`;
  const last = await store.cursor(name);
  const due = last !== undefined && engine.now() - Number(last) >= DAY;
  if (due) await compareRanges(engine, side, feed, [range]);
  if (due || last === undefined)
    await store.commit({ cursors: { put: [{ pair: store.pair, name, value: String(engine.now()) }] } });
}

/** `old`: asked before the changes were read, and what came in between is not in it. */
interface Counted {
  count: number;
  old?: boolean;
}

/**
 * The small ranges that hold another number than is known. One half is counted, and the other holds the rest: where somebody makes or
 * deletes one in between, the next run counts anew. Of an old number there is no rest: both halves are counted.
 */
async function differing(engine: Engine, side: Side, feed: Feed, range: Range, counted: Counted): Promise<Range[]> {
  const { count, old } = counted;
  engine.signal.throwIfAborted();
  const known = await engine.store.countKnown(side, feed.id, range.from, range.until);
  if (known === count) return [];
  if (Math.max(known, count) <= LIST_AT_MOST || range.until - range.from < 2000) return [range];
  const middle = range.from + Math.floor((range.until - range.from) / 2000) * 1000;
  const early = { from: range.from, until: middle };
  const late = { from: middle, until: range.until };
  const port = portOf(engine.ports, side);
  const [inEarly = 0, inLate = count - inEarly] = await Promise.all([
    port.count(feed, early),
    old ? port.count(feed, late) : undefined,
  ]);
  const halves = await Promise.all([
    differing(engine, side, feed, early, { count: inEarly }),
    differing(engine, side, feed, late, { count: inLate }),
  ]);
  return halves.flat();
}

/** A few are asked for at once, and compared one after the other. */
async function compareRanges(engine: Engine, side: Side, feed: Feed, ranges: readonly Range[]): Promise<void> {
  const port = portOf(engine.ports, side);
  for (let at = 0; at < ranges.length; at += LISTS_AT_ONCE) {
    engine.signal.throwIfAborted();
    const some = ranges.slice(at, at + LISTS_AT_ONCE);
    const lists = await Promise.all(some.map((range) => port.list(feed, range)));
    for (const [index, range] of some.entries()) await compareIds(engine, side, feed, range, lists[index] ?? []);
  }
}

async function compareIds(
  engine: Engine,
  side: Side,
  feed: Feed,
  range: Range,
  there: readonly ItemRef[],
): Promise<void> {
  const { store } = engine;
  const port = portOf(engine.ports, side);
  const refs = new Set(there.map((r) => r.ref));
  const known = await store.knownRefs(side, feed.id, range.from, range.until);
  const missing = known.filter((ref) => !refs.has(ref));
  const knownSet = new Set(known);
  const extra = there.filter((r) => !knownSet.has(r.ref));
  const links = await store.linksByRef(side, missing);
  const put: Arrival[] = [];
  const remove: { side: Side; ref: string }[] = [];
  missing.forEach((ref, index) => {
    const link = links[index];
    if (link && link.state !== 'unlinked') put.push({ pair: store.pair, side, ref, feed: feed.id, item: undefined });
    else remove.push({ side, ref });
  });
  // A tombstone whose record is gone too counts no more.
  const tombstones = links.flatMap((l) =>
    l?.state === 'unlinked' ? [lacking({ ...l, espo: { ...l.espo, countedStart: -1 } }, 'espo')] : [],
  );
  const items: Item[] = [];
  // Restored, or assigned to us without a change of modifiedAt.
  for (const reading of extra.length > 0 ? await port.read(extra) : [])
    if (reading.kind === 'value') items.push(reading.item);
  const taken = await takeItems(engine, side, items);
  await store.commit({
    links: { put: [...taken.links, ...tombstones] },
    seen: { put: taken.seen, remove: [...remove, ...taken.readable] },
    arrivals: { put: [...taken.arrivals, ...put], remove: [...taken.settled, ...remove] },
  });
}
