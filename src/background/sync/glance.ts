/**
 * A short look between the whole runs, for somebody who is looking on: one side is asked first, and the other only if that one says
 * anything new. Then it goes on as a run does, with both sides read to their ends (rule 7).
 */
import { type Engine, emptyReport, type RunReport } from './model/engine';
import type { Side } from './model/item';
import { holdLease } from './model/lease';
import type { Feed } from './model/port';
import { takeAnswers } from './person/answers';
import { takeOrders } from './person/orders';
import { compareCounts } from './read/compare-counts';
import { askAhead } from './read/feed-pages';
import { readFeed } from './read/read-feed';
import { allCounts, carryOut, unlessFailed, withClocks } from './run';
import { howItStands } from './write/plan';
import { recover } from './write/recover';

export interface Glance {
  /** both: something is to be done in any case. */
  first: Side | 'both';
  /** Calendars that are asked first; all of them where none is named. */
  calendars: readonly string[];
  /** The sync is paused: neither side is asked what is new, and only what a person has decided or ordered is written. */
  pressed?: boolean;
}

/** undefined: nothing new, and nothing was written. */
export async function glance(
  engine: Engine,
  { first, calendars, pressed = false }: Glance,
): Promise<RunReport | undefined> {
  const { feeds, lease } = engine;
  const report = emptyReport();
  await recover(engine, report);
  const taken = await takeAnswers(engine);
  await takeOrders(engine, taken);
  const atStart = await howItStands(engine);
  if (pressed) {
    if (lease) await holdLease(lease, engine.now());
    await carryOut(engine, await withClocks(engine), atStart, report, taken);
    return report;
  }
  const before = await newsOf(engine);
  const chosen = feeds.outlook.filter(({ id }) => calendars.length === 0 || calendars.includes(id));
  if (first !== 'espo') await readAll(engine, 'outlook', chosen);
  // A deletion in EspoCRM shows only in the counts, which are asked for beside the changes: somebody waits.
  const counts = first === 'espo' ? allCounts(engine) : [];
  if (first !== 'outlook') await readAll(engine, 'espo', feeds.espo);
  for (const { feed, asked } of counts)
    await unlessFailed(engine, 'espo', feed, () => compareCounts(engine, 'espo', feed, asked));
  if (first !== 'both') {
    if ((await newsOf(engine)) === before) return undefined;
    await (first === 'outlook' ? readAll(engine, 'espo', feeds.espo) : readAll(engine, 'outlook', feeds.outlook));
  }
  if (lease) await holdLease(lease, engine.now());
  await carryOut(engine, await withClocks(engine), atStart, report, 'glance');
  return report;
}

/** All are asked at once, and taken in one after the other: both sides change the same links. */
async function readAll(engine: Engine, side: Side, feeds: readonly Feed[]): Promise<void> {
  const asked = await Promise.all(feeds.map((feed) => askAhead(engine, side, feed)));
  for (const [i, feed] of feeds.entries())
    await unlessFailed(engine, side, feed, () => readFeed(engine, side, feed, asked[i]));
}

/** More arrivals than these are news anyway. */
const MOST = 200;

/** Enough to tell that there is something to decide that there was not before. */
async function newsOf({ store }: Engine): Promise<string> {
  const [dirty, away, gone, events, records, lost, missing] = await Promise.all([
    store.linksDirty(),
    store.linksAway(),
    store.linksGone(),
    store.arrivals('outlook', MOST, ''),
    store.arrivals('espo', MOST, ''),
    store.suspects('outlook'),
    store.suspects('espo'),
  ]);
  return JSON.stringify([
    dirty.map(({ id, observed }) => [id, observed]),
    [...away, ...gone].map(({ id, gone: side }) => [id, side]),
    [...events, ...records].map(({ ref, item }) => [ref, item?.modifiedAt]),
    [...lost, ...missing].map(({ side, ref }) => [side, ref]),
  ]);
}
