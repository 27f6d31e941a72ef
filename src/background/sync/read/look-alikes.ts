/** Records that are left out because they look like an occurrence of a series that is left out: looked at again once they do not any more. */
import * as v from 'valibot';
import { type Engine, isOut } from '../model/engine';
import { type Item, refOf, type Side } from '../model/item';
import type { ChangePage, Feed } from '../model/port';
import type { Cursor, Seen } from '../model/store';
import { failsAlone } from './failed-parts';
import { takeItems } from './take-items';

const NAME = 'like|';

/** The occurrence that a record looks like. `doubt`: its series was read, and did not bring it. */
const Like = v.object({ ref: v.string(), feed: v.string(), series: v.string(), doubt: v.boolean() });
const StoredLike = v.pipe(v.string(), v.parseJson(), Like);
type Like = v.InferOutput<typeof Like>;

const cursorOf = (pair: string, record: string, like: Like): Cursor => ({
  pair,
  name: NAME + record,
  value: JSON.stringify(like),
});

export const looksLike = (record: string, { pair, ref, feed, series }: Seen): Cursor =>
  cursorOf(pair, record, { ref, feed, series, doubt: false });

/** By the record's ref. */
async function likes({ store }: Engine): Promise<Map<string, Like>> {
  const known = new Map<string, Like>();
  for (const name of await store.cursorNames(NAME)) {
    const parsed = v.safeParse(StoredLike, await store.cursor(name));
    if (parsed.success) known.set(name.slice(NAME.length), parsed.output);
  }
  return known;
}

/** A deleted occurrence is not reported: its series comes anew without it, perhaps on the next page (graph.md 1). */
export async function doubted(engine: Engine, feed: Feed, { items, suspects }: ChangePage<Item>): Promise<Cursor[]> {
  const series = new Set([
    ...suspects,
    ...items.flatMap((item) =>
      item.side === 'outlook' && item.kind !== 'single' ? [item.seriesMasterId || item.id] : [],
    ),
  ]);
  if (series.size === 0) return [];
  const met = new Set(items.map(refOf));
  return [...(await likes(engine))].flatMap(([record, like]) =>
    like.feed === feed.id && series.has(like.series) && !met.has(like.ref) && !like.doubt
      ? [cursorOf(engine.store.pair, record, { ...like, doubt: true })]
      : [],
  );
}

export async function readLookAlikes(engine: Engine): Promise<void> {
  const { store } = engine;
  const known = [...(await likes(engine))];
  if (known.length === 0) return;
  const records = await store.seenByRef(
    'espo',
    known.map(([ref]) => ref),
  );
  const events = await store.seenByRef(
    'outlook',
    known.map(([, { ref }]) => ref),
  );
  const over: string[] = [];
  const again: Seen[] = [];
  for (const [i, [ref, like]] of known.entries()) {
    const [record, event] = [records[i], events[i]];
    // Linked, deleted, or left out for a reason of its own; without one it was read again.
    if (!record || (record.reason ?? 'recurring') !== 'recurring') over.push(ref);
    else if (event?.twin !== record.twin || (like.doubt && (await isGone(engine, event, ref)))) again.push(record);
  }
  for (const type of new Set(again.map(({ feed }) => feed)))
    over.push(
      ...(await readAgain(
        engine,
        type,
        again.filter(({ feed }) => feed === type),
      )),
    );
  if (over.length > 0) await store.commit({ cursors: { remove: over.map((ref) => NAME + ref) } });
}

/** Proven like a linked one: what is deleted still answers by id for a while (graph.md 12). */
async function isGone(engine: Engine, event: Seen, record: string): Promise<boolean> {
  const { store, ports } = engine;
  const { ref, feed, start } = event;
  if (isOut(engine, 'outlook', feed)) return false;
  const [proof] = await ports.outlook.prove([{ ref, feed, iCalUId: '', originalStart: '', start }]);
  if (proof?.kind === 'gone') await store.commit({ seen: { remove: [{ side: 'outlook', ref }] } });
  if (proof?.kind === 'present') await store.commit({ cursors: { put: [looksLike(record, event)] } });
  return proof?.kind === 'gone';
}

/** Answers those of which something is known now. */
async function readAgain(engine: Engine, type: string, rows: readonly Seen[]): Promise<string[]> {
  const { store, ports } = engine;
  const side: Side = 'espo';
  if (isOut(engine, side, type)) return [];
  try {
    const readings = await ports.espo.read(rows.map(({ ref, feed }) => ({ ref, feed })));
    const taken = await takeItems(
      engine,
      side,
      readings.flatMap((reading) => (reading.kind === 'value' ? [reading.item] : [])),
    );
    await store.commit({
      links: { put: taken.links },
      seen: { put: taken.seen },
      arrivals: { put: taken.arrivals, remove: taken.settled },
    });
    return rows.flatMap(({ ref }, i) => (readings[i]?.kind === 'value' ? [ref] : []));
  } catch (error) {
    if (!(await failsAlone(engine, side, type, error))) throw error;
    return [];
  }
}
