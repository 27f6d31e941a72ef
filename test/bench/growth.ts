import type { Bench } from './bench.ts';
import type { Counts } from './counts.ts';
import { type Cost, Desk } from './desk.ts';
import { figure, slope } from './figures.ts';
import { filled, firstSync } from './initial.ts';

const SIZES = [100, 500, 1000, 5000, 10_000, 50_000];
/** Sizes at which the requests of an idle run are a budget of their own. */
const IDLE = [100, 5000, 50_000];
const PAUSE = 10 * 60_000;
/** Idle runs for each run of the others: one takes a millisecond or two, and a single collection of garbage would be all that is seen. */
const OFTEN = 7;
const EDITS = 10;
/** Of the figures to reach. */
const LATENCY = 50;
const REACHED = [1000, 5000, 50_000];

interface Point {
  n: number;
  first: Cost;
  idle: Cost[];
  toEspo: Cost[];
  toOutlook: Cost[];
  /** The same with 50 ms for each sub-request. */
  far: { idle: Cost[]; toOutlook: Cost[] };
}

export const settled = async (desk: Desk): Promise<Cost> => {
  desk.world.advance(PAUSE);
  return desk.run();
};

/** A first sync, the runs that follow it until nothing is left to look at, then idle runs and runs with ten edits. */
async function measure(n: number, runs: number): Promise<Point> {
  const { desk, first } = await synced(n);
  // The find is repeated in the two runs after a create; the third is idle.
  await settled(desk);
  await settled(desk);
  const idle: Cost[] = [];
  for (let i = 0; i < runs * OFTEN; i += 1) idle.push(await settled(desk));
  const toEspo = await edited(desk, runs, editEvents);
  const toOutlook = await edited(desk, runs, editRecords);
  desk.latency = LATENCY;
  desk.graph.control.latencyMs = LATENCY;
  const far: Point['far'] = { idle: [], toOutlook: [] };
  for (let i = 0; i < runs; i += 1) far.idle.push(await settled(desk));
  far.toOutlook = await edited(desk, runs, editRecords);
  return { n, first, idle, toEspo, toOutlook, far };
}

export async function synced(n: number): Promise<{ desk: Desk; first: Cost }> {
  const desk = await filled('o2e', n, { quota: false, settings: { direction: 'both' } }, false);
  const first = await desk.run();
  if (first.report.created !== n) throw new Error(`${first.report.created} of ${n} were made`);
  return { desk, first };
}

async function edited(desk: Desk, runs: number, edit: (desk: Desk, round: number) => void): Promise<Cost[]> {
  const costs: Cost[] = [];
  for (let round = 0; round < runs; round += 1) {
    edit(desk, round);
    const cost = await settled(desk);
    if (cost.report.updated !== EDITS) throw new Error(`${cost.report.updated} of ${EDITS} edits were carried over`);
    costs.push(cost);
    // For the guard, which counts the edits of a day, the next ones are another day's.
    await desk.store.commit({ tallies: { removeBefore: Number.POSITIVE_INFINITY } });
    // Its own writes come back once.
    await settled(desk);
  }
  return costs;
}

export function editEvents(desk: Desk, round: number): void {
  const mailbox = desk.graph.control.mailbox('anna');
  let done = 0;
  for (const event of mailbox.box.events) {
    if (done >= EDITS) return;
    mailbox.updateEvent(event.id, { subject: `Edited ${round} ${done}` });
    done += 1;
  }
}

export function editRecords(desk: Desk, round: number): void {
  const anna = desk.espo.control.act('anna');
  const rows = desk.espo.core.table('Meeting').keys();
  for (let done = 0; done < EDITS; done += 1)
    anna.update('Meeting', String(rows.next().value), { name: `Renamed ${round} ${done}` });
}

const own = (costs: readonly Cost[]): number => figure(costs.map((cost) => cost.own)).median;
const http = (costs: readonly Cost[]): number => figure(costs.map((cost) => cost.counts.http)).median;

export async function growth(bench: Bench): Promise<void> {
  await firstBothWays(bench);
  if (!bench.wants('growth', 'idle.requests', 'change10.requests', 'reach.idle_s', 'reach.change10_s')) return;
  // The first runs of a process are slower: its code is still being compiled.
  await measure(500, 2);
  const points: Point[] = [];
  for (const n of SIZES) {
    points.push(await measure(n, bench.runs));
    const { first, idle, toEspo, toOutlook } = points.at(-1) as Point;
    bench.say(
      `${n} items: first ${Math.round(first.own)} ms, ${first.counts.http} requests; idle ${own(idle)} ms, ${http(idle)}; ten edits ${own(toEspo)} and ${own(toOutlook)} ms, ${http(toEspo)} and ${http(toOutlook)}`,
    );
  }
  const table = points.map(({ n, first, idle, toEspo, toOutlook }) => ({
    n,
    first: { ms: Math.round(first.own), requests: first.counts.http },
    idle: { ms: own(idle), requests: http(idle) },
    toEspo: { ms: own(toEspo), requests: http(toEspo) },
    toOutlook: { ms: own(toOutlook), requests: http(toOutlook) },
  }));
  bench.note('growth', table);
  const line = (name: string, of: (row: (typeof table)[number]) => number): void => {
    const found = table.map((row): [number, number] => [row.n, of(row)]);
    bench.figure(`growth.${name}`, '', [slope(found)], { from: found[0]?.[0], to: found.at(-1)?.[0] });
  };
  line('first.time', (row) => row.first.ms);
  line('first.requests', (row) => row.first.requests);
  line('idle.time', (row) => row.idle.ms);
  line('idle.requests', (row) => row.idle.requests);
  line('change10.time', (row) => row.toEspo.ms + row.toOutlook.ms);
  line('change10.requests', (row) => row.toEspo.requests + row.toOutlook.requests);
  requests(bench, points);
  reached(bench, points);
}

/** First syncs alone, each way: requests, the processor's time without the stand-ins', and what is held in memory. */
async function firstBothWays(bench: Bench): Promise<void> {
  if (!bench.wants('growth.first')) return;
  await firstSync('o2e', 500, { quota: false });
  for (const way of ['o2e', 'e2o'] as const) {
    const points: { n: number; ms: number; requests: number; engine_mb: number }[] = [];
    for (const n of SIZES) {
      const desk = await filled(way, n, { quota: false }, false);
      const before = heapMb();
      const { own, counts, report } = await desk.run();
      if (report.created !== n) throw new Error(`${report.created} of ${n} were made`);
      // The stand-ins keep what was made, so this is more than the engine and its store hold.
      points.push({ n, ms: Math.round(own), requests: counts.http, engine_mb: heapMb() - before });
      bench.say(`${way} ${n}: ${JSON.stringify(points.at(-1))}`);
    }
    const along = (of: (point: (typeof points)[number]) => number) => slope(points.map((one) => [one.n, of(one)]));
    bench.figure(`growth.first.${way}.time`, '', [along(({ ms }) => ms)], { points });
    bench.figure(`growth.first.${way}.requests`, '', [along(({ requests }) => requests)]);
  }
}

/** After a collection, where the process was started with --expose-gc. */
function heapMb(): number {
  (globalThis as { gc?: () => void }).gc?.();
  return Math.round(process.memoryUsage().heapUsed / 2 ** 20);
}

/** Without what the stand-ins compute: fifty thousand records are counted by a loop there, and by an index in EspoCRM. */
function reached(bench: Bench, points: readonly Point[]): void {
  const idle: [number, number][] = [];
  const seconds = (costs: readonly Cost[]): number[] => costs.map((cost) => cost.own / 1000);
  for (const { n, far } of points.filter(({ n }) => REACHED.includes(n))) {
    const { median } = bench.figure(n === 1000 ? 'reach.idle_s' : `reach.idle_s.${n}`, 's', seconds(far.idle));
    idle.push([n, median]);
    if (n === 1000) bench.figure('reach.change10_s', 's', seconds(far.toOutlook));
  }
  bench.figure('reach.idle.growth', '', [slope(idle)]);
}

function requests(bench: Bench, points: readonly Point[]): void {
  const idle = points.filter(({ n }) => IDLE.includes(n));
  const seen = Object.fromEntries(idle.map(({ n, idle }) => [n, idle[0]?.counts as Counts]));
  // One calendar, two types: a delta each, and a count for each type.
  const extra = idle.flatMap(({ idle }) => idle.map(({ counts }) => counts.http));
  bench.figure('idle.requests', '', extra, {
    links: seen,
    allowed: 'Graph 1 a calendar, EspoCRM 1 delta and 1 count a type',
  });
  const point = points.find(({ n }) => n === 1000) ?? points.at(-1);
  if (!point) return;
  const base = http(point.idle);
  for (const [side, costs] of [
    ['outlook', point.toOutlook],
    ['espo', point.toEspo],
  ] as const)
    bench.figure(
      `change10.requests.${side}`,
      'above idle',
      costs.map((cost) => cost.counts.http - base),
      {
        idle: base,
        members: costs[0]?.counts.members,
      },
    );
}
