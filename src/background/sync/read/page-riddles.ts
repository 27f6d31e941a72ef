/** Pages that say two things of one item. */
import type { Engine } from '../model/engine';
import { type Item, refOf, type Side } from '../model/item';
import { type ChangePage, type Feed, portOf } from '../model/port';

/** Deleted and restored between two runs: a page brings the item and its removal together, and only the server knows which is true. */
export async function withoutRiddles(
  engine: Engine,
  side: Side,
  feed: Feed,
  page: ChangePage<Item>,
): Promise<{ items: Item[]; removed: string[] }> {
  if (page.suspects.length === 0) return { items: page.items, removed: [] };
  const removed = new Set(page.suspects);
  const both = [...new Set(page.items.map(refOf))].filter((ref) => removed.has(ref));
  if (both.length === 0) return { items: page.items, removed: page.suspects };
  const readings = await portOf(engine.ports, side).read(both.map((ref) => ({ ref, feed: feed.id })));
  const there = readings.flatMap((r) => {
    // Passed over now, it would be forgotten: the position moves on behind this page.
    if (r.kind === 'unknown') throw r.error;
    return r.kind === 'value' ? [r.item] : [];
  });
  const known = new Set(there.map(refOf));
  return {
    items: [...page.items.filter((item) => !removed.has(refOf(item))), ...there],
    removed: page.suspects.filter((ref) => !known.has(ref)),
  };
}

/** The same item may stand on a page several times, in any order (graph.md 1): the youngest state counts. */
export function latest(items: readonly Item[]): readonly Item[] {
  const byRef = new Map<string, Item>();
  for (const item of items) {
    const ref = refOf(item);
    const other = byRef.get(ref);
    if (!other || other.modifiedAt <= item.modifiedAt) byRef.set(ref, item);
  }
  return byRef.size === items.length ? items : [...byRef.values()];
}
