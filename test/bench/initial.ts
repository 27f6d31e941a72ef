import { writesOf } from '../../src/background/sync/model/engine.ts';
import { MINUTE } from '../../src/shared/time.ts';
import type { Bench } from './bench.ts';
import { type Cost, Desk, type DeskOptions } from './desk.ts';
import { addEvents, addRecords } from './items.ts';
import { addRealEvents, addRealRecords } from './payloads.ts';
import { espoToOutlook, outlookToEspo, type Reach, type Shape } from './reference.ts';

export type Way = 'o2e' | 'e2o';

const DIRECTIONS = { o2e: 'outlookToEspo', e2o: 'espoToOutlook' } as const;
const SIZES = [1000, 5000];
const full = (n: number, size: number): number => Math.ceil(n / size);

export const FORMULAS: Record<Way, string> = {
  o2e: 'N/50 pages + N creates',
  e2o: 'N/200 pages + (N creates + N/1000 translations) / 20',
};

function least(way: Way, n: number): number {
  if (way === 'e2o') return full(n, 200) + full(n + full(n, 1000), 20);
  return full(n, 50) + n;
}

export async function filled(way: Way, n: number, options: DeskOptions = {}, guests = true): Promise<Desk> {
  const desk = new Desk({ ...options, settings: { direction: DIRECTIONS[way], ...options.settings } });
  if (way === 'o2e') addEvents(desk.graph, n, desk.world.now(), guests);
  else addRecords(desk.espo, n, desk.world.now());
  await desk.connect();
  return desk;
}

/** Every write and every read must stand in the logs once. */
function checked(cost: Cost, n: number): Cost {
  const { counts, report } = cost;
  if (report.created !== n) throw new Error(`${report.created} of ${n} were made`);
  if (counts.writes !== n || counts.members !== counts.reads + counts.writes)
    throw new Error(`${counts.members} members, ${counts.reads} reads, ${counts.writes} writes for ${n} items`);
  return cost;
}

/** The same with payloads as mailboxes hold them. */
export async function realFilled(way: Way, n: number, options: DeskOptions = {}): Promise<Desk> {
  const desk = new Desk({ ...options, settings: { direction: DIRECTIONS[way], ...options.settings } });
  if (way === 'o2e') addRealEvents(desk.graph, n, desk.world.now());
  else addRealRecords(desk.espo, n, desk.world.now());
  await desk.connect();
  return desk;
}

/** What is asked besides depends on the payloads, so that only the writes are counted. */
export async function realFirstSync(way: Way, n: number, options: DeskOptions = {}): Promise<Cost> {
  const cost = await (await realFilled(way, n, options)).run();
  if (cost.report.created !== n) throw new Error(`${cost.report.created} of ${n} were made`);
  return cost;
}

export async function firstSync(way: Way, n: number, options: DeskOptions = {}, guests = true): Promise<Cost> {
  return checked(await (await filled(way, n, options, guests)).run(), n);
}

/** Requests of a first sync against what a program without any waste would send. */
export async function initialRequests(bench: Bench): Promise<void> {
  for (const way of ['o2e', 'e2o'] as const) {
    const name = `initial.${way}.requests.ratio`;
    if (!bench.wants(name)) continue;
    const sizes: Record<string, unknown> = {};
    let [asked, needed] = [0, 0];
    for (const n of SIZES) {
      const { counts } = await firstSync(way, n, { quota: false });
      const { http, members, lease, espoKinds, graphKinds } = counts;
      sizes[n] = { http, members, lease, least: least(way, n), ratio: http / least(way, n), espoKinds, graphKinds };
      asked += http;
      needed += least(way, n);
    }
    bench.figure(name, '', [asked / needed], { formula: FORMULAS[way], sizes });
  }
}

/** What the runs after a first sync ask, in which what was made is looked for again: against the requests of the first. */
export async function laterRequests(bench: Bench): Promise<void> {
  const names = ['second.requests', 'third.requests', 'fourth.requests'] as const;
  if (!bench.wants(...names)) return;
  const n = 5000;
  const desk = await filled('o2e', n, { quota: false });
  const first = checked(await desk.run(), n).counts.http;
  for (const name of names) {
    // Runs are minutes apart: what is read once more because it was changed within seconds of the last one is no part of them.
    desk.world.advance(10 * MINUTE);
    const { counts, report } = await desk.run();
    if (writesOf(report) > 0) throw new Error(`${name}: ${writesOf(report)} writes`);
    bench.figure(name, '', [counts.http / first], { n, first, http: counts.http, kinds: counts.espoKinds });
  }
}

const day = (ms: number): string => new Date(ms).toISOString();

/** The reference loop at the same servers, with as many look-ups as the product made. */
async function reference(way: Way, n: number, latency: number, counts: Cost['counts']): Promise<number> {
  const desk = await filled(way, n, { latency, quota: false });
  const { base, token } = { base: 'https://graph.microsoft.com/v1.0', token: 'test-anna' };
  const reach: Reach = {
    fetch: desk.fetch,
    graph: { base, token },
    espo: {
      base: 'https://crm.example.test',
      userName: 'anna',
      token: desk.espoToken,
      userId: desk.espo.control.user('anna').id,
    },
  };
  const now = desk.world.now();
  const shape: Shape = {
    calendar: encodeURIComponent(desk.graph.control.mailbox('anna').calendar().id),
    from: day(now - 86_400_000),
    until: day(now + 729 * 86_400_000),
    types: ['Meeting', 'Call'],
    finds: counts.espoKinds['find'] ?? 0,
    people: counts.espoKinds['people'] ?? 0,
    marks: counts.graphKinds['marks'] ?? 0,
    translate: counts.graphKinds['translate'] ?? 0,
    counts: counts.espoKinds['count'] ?? 0,
  };
  desk.meter.start();
  const began = desk.world.elapsed();
  const done = await (way === 'o2e' ? outlookToEspo : espoToOutlook)(reach, shape);
  const time = desk.world.elapsed() - began;
  const { members } = desk.meter.counts();
  if (done !== n || Math.abs(members - counts.members) > 0.01 * members)
    throw new Error(`the reference did ${done} items in ${members} members, the product ${n} in ${counts.members}`);
  return time;
}

/** Time of a first sync of 1,000 at 40 ms a request against the reference loop. */
export async function initialTime(bench: Bench): Promise<void> {
  if (!bench.wants('initial.time.ratio')) return;
  const [n, latency] = [1000, 40];
  const ratios: Record<Way, number[]> = { o2e: [], e2o: [] };
  const times: Record<string, number[]> = {};
  for (const way of ['o2e', 'e2o'] as const)
    for (let run = 0; run < bench.runs; run += 1) {
      const product = await firstSync(way, n, { latency, quota: false });
      const loop = await reference(way, n, latency, product.counts);
      ratios[way].push(product.time / loop);
      (times[`${way} product`] ??= []).push(Math.round(product.time));
      (times[`${way} reference`] ??= []).push(Math.round(loop));
    }
  for (const way of ['o2e', 'e2o'] as const) bench.figure(`initial.time.ratio.${way}`, '', ratios[way], { ms: times });
  const worse = ratios.o2e.map((ratio, i) => Math.max(ratio, ratios.e2o[i] ?? 0));
  bench.figure('initial.time.ratio', '', worse, { n, latency, of: 'the worse of both ways' });
}
