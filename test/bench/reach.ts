import type { Bench } from './bench.ts';
import { figure } from './figures.ts';
import { firstSync, realFirstSync } from './initial.ts';

const N = 1000;
const LATENCY = 50;

/** The figures to reach at 50 ms for each sub-request, four at a time and 10,000 in ten minutes enforced. */
export async function reach(bench: Bench): Promise<void> {
  const seconds = (values: readonly number[]): number[] => values.map((ms) => ms / 1000);
  if (bench.wants('reach.e2o_s')) {
    const times: number[] = [];
    for (let run = 0; run < bench.runs; run += 1) times.push((await firstSync('e2o', N, { latency: LATENCY })).time);
    bench.figure('reach.e2o_s', 's', seconds(times), { n: N, latency: LATENCY, ideal_s: (N / 4) * (LATENCY / 1000) });
  }
  if (bench.wants('reach.o2e.ratio')) {
    const times: number[] = [];
    for (let run = 0; run < bench.runs; run += 1) {
      times.push((await firstSync('o2e', N, { latency: LATENCY })).time);
    }
    const floor = (N / 4) * LATENCY + (N / 50) * LATENCY;
    bench.figure(
      'reach.o2e.ratio',
      '',
      times.map((time) => time / floor),
      {
        seconds: figure(seconds(times)),
        ideal_s: floor / 1000,
        ideal: 'N/50 pages one after the other, N creates four at a time',
      },
    );
  }
  await engineAlone(bench);
  await realPayloads(bench);
}

/** The same figures with bodies, people, categories and series as mailboxes hold them, and how much more the engine computes for them. */
async function realPayloads(bench: Bench): Promise<void> {
  if (!bench.wants('reach.real')) return;
  const seconds = (costs: readonly { time: number }[]): number[] => costs.map(({ time }) => time / 1000);
  for (const way of ['o2e', 'e2o'] as const) {
    const far = [];
    for (let run = 0; run < bench.runs; run += 1) far.push(await realFirstSync(way, N, { latency: LATENCY }));
    bench.figure(`reach.real.${way}_s`, 's', seconds(far), { n: N, latency: LATENCY, kinds: far[0]?.counts.espoKinds });
    const [plain, real]: [number[], number[]] = [[], []];
    // In turn, so that whatever else the machine does meets both alike.
    for (let run = 0; run < bench.runs + 1; run += 1) {
      const one = (await firstSync(way, N, { quota: false })).own / 1000;
      const other = (await realFirstSync(way, N, { quota: false })).own / 1000;
      if (run === 0) continue;
      plain.push(one);
      real.push(other);
    }
    bench.figure(`reach.real.${way}.engine_s`, 's', real, { plain_s: figure(plain) });
    bench.figure(
      `reach.real.${way}.ratio`,
      '',
      real.map((value, i) => value / (plain[i] ?? Number.NaN)),
    );
  }
}

/** Nothing but computing: a first sync of 1,000 at 0 ms, without what the stand-ins compute. */
async function engineAlone(bench: Bench): Promise<void> {
  if (!bench.wants('reach.engine_s')) return;
  const own: number[] = [];
  const o2e: number[] = [];
  for (let run = 0; run < bench.runs + 2; run += 1) {
    const [there, back] = [await firstSync('e2o', N, { quota: false }), await firstSync('o2e', N, { quota: false })];
    if (run < 2) continue;
    own.push(there.own / 1000);
    o2e.push(back.own / 1000);
  }
  bench.figure('reach.engine_s', 's', own, { way: 'EspoCRM to Outlook', other_way_s: figure(o2e) });
}
