import { performance } from 'node:perf_hooks';
import type { Engine } from '../../src/background/sync/model/engine.ts';
import type { EspoItem, OutlookItem } from '../../src/background/sync/model/item.ts';
import type { Port } from '../../src/background/sync/model/port.ts';
import { readFeed } from '../../src/background/sync/read/read-feed.ts';
import { howItStands, makePlan } from '../../src/background/sync/write/plan.ts';
import type { Bench } from './bench.ts';
import type { Desk } from './desk.ts';
import { figure } from './figures.ts';
import { filled } from './initial.ts';
import { TimedStore } from './timed-store.ts';

const N = 10_000;
const PAGE = { outlook: 50, espo: 200 };

/** From answers that are parsed already to a stored plan: 90 % as they were, 8 % changed on one side, 2 % on both. */
export async function pairs(bench: Bench): Promise<void> {
  if (!bench.wants('engine.pairs_per_second')) return;
  const phases = await comparePairs(bench.runs, (task) => task());
  // The bench's own store is not the engine's work: the product's is IndexedDB, which the engine waits for.
  const rates = phases.map(({ outlook, espo, plan, store }) => (N / (outlook + espo + plan - store)) * 1000);
  bench.figure('engine.pairs_per_second', '1/s', rates, {
    pairs: N,
    store_ms: figure(phases.map(({ store }) => store)),
    phases,
  });
}

interface Phases {
  outlook: number;
  espo: number;
  plan: number;
  /** Of these three together, what was spent in the bench's store. */
  store: number;
  rows: number;
}

/** Milliseconds of each run; `around` is called with what is measured. */
export async function comparePairs(
  runs: number,
  around: (task: () => Promise<void>) => Promise<void>,
): Promise<Phases[]> {
  const found: Phases[] = [];
  const desk = await linked();
  const items = await everything(desk);
  const timed = new TimedStore(desk.store);
  for (let run = -1; run < runs; run += 1) {
    const changed = { outlook: items.outlook.map(renamed('outlook', run)), espo: items.espo.map(renamed('espo', run)) };
    const engine = await desk.engine();
    const { outlook, espo } = engine.ports;
    const dry: Engine = {
      ...engine,
      ports: { outlook: reading(outlook, changed.outlook, PAGE.outlook), espo: reading(espo, changed.espo, PAGE.espo) },
      // The guard counts; nothing is held back in the time that is taken here, and nothing is written either.
      store: timed.store,
    };
    const compared = async (): Promise<void> => {
      const inStore = timed.spent;
      const began = performance.now();
      for (const feed of engine.feeds.outlook) await readFeed(dry, 'outlook', feed);
      const half = performance.now();
      for (const feed of engine.feeds.espo.slice(0, 1)) await readFeed(dry, 'espo', feed);
      const read = performance.now();
      const { rows } = await makePlan(dry, await howItStands(dry));
      const done = performance.now();
      if (rows.length < N * 0.09 || rows.length > N * 0.13) throw new Error(`${rows.length} rows are planned`);
      found.push({
        outlook: half - began,
        espo: read - half,
        plan: done - read,
        store: timed.spent - inStore,
        rows: rows.length,
      });
    };
    // The first one warms the code up.
    if (run < 0) await compared();
    else await around(compared);
  }
  return found.slice(1);
}

async function linked(): Promise<Desk> {
  const desk = await filled('o2e', N, { quota: false, settings: { direction: 'both' } }, false);
  await desk.run();
  for (let i = 0; i < 3; i += 1) {
    desk.world.advance(600_000);
    await desk.run();
  }
  return desk;
}

/** All items as the ports parse them. */
async function everything(desk: Desk): Promise<{ outlook: OutlookItem[]; espo: EspoItem[] }> {
  const engine = await desk.engine();
  const found: { outlook: OutlookItem[]; espo: EspoItem[] } = { outlook: [], espo: [] };
  for (const feed of engine.feeds.outlook)
    for await (const page of engine.ports.outlook.changes(feed, undefined)) found.outlook.push(...page.items);
  for (const feed of engine.feeds.espo.slice(0, 1))
    for await (const page of engine.ports.espo.changes(feed, undefined)) found.espo.push(...page.items);
  return found;
}

/** 4 % on this side alone, 4 % on the other, 2 % on both. */
const renamed =
  (side: 'outlook' | 'espo', run: number) =>
  <I extends OutlookItem | EspoItem>(item: I): I => {
    const place = Number(/\d+/.exec(item.event.title)?.[0]) % 50;
    const mine = side === 'outlook' ? place < 3 : place === 0 || place === 3 || place === 4;
    if (!mine) return { ...item };
    const event = { ...item.event, title: `${item.event.title} ${side} ${run}` };
    return { ...item, event, etag: `W/"${run}"`, modifiedAt: item.modifiedAt + 1000 * (run + 2) };
  };

/** A port that answers from memory, in pages. */
function reading<I extends OutlookItem | EspoItem>(port: Port<I>, items: readonly I[], size: number): Port<I> {
  const changes: Port<I>['changes'] = async function* () {
    for (let at = 0; at < items.length; at += size) {
      const last = at + size >= items.length;
      yield {
        items: items.slice(at, at + size),
        unreadable: [],
        suspects: [],
        cursor: `${at}`,
        restarted: false,
        last,
      };
    }
  };
  return new Proxy(port, {
    get: (target, name) => {
      if (name === 'changes') return changes;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
