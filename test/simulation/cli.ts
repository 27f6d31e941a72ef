import { availableParallelism } from 'node:os';
import { oneOf, wholeNumber, words } from '../words.ts';
import { bundle } from './bundle.ts';
import { tryMutants } from './mutants-run.ts';
import type { Outcome } from './one-seed.ts';
import { Pool } from './pool.ts';
import type { StoreKind } from './worker.ts';

/** `npm run sim`: random histories, a range of seeds. `--mutants`: deliberate bugs, each of which the histories must notice. */
const values = words({
  options: {
    runs: { type: 'string' },
    seed: { type: 'string', default: '1' },
    show: { type: 'string', default: '3' },
    workers: { type: 'string', default: String(availableParallelism()) },
    store: { type: 'string', default: 'memory' },
    mutants: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});

const number = (name: 'runs' | 'seed' | 'show' | 'workers', otherwise = '0'): number =>
  wholeNumber(name, values[name] ?? otherwise);
const store: StoreKind = oneOf('--store', values.store, ['memory', 'indexeddb']);
const seed = number('seed');
const workers = Math.max(1, number('workers'));
const say = (line: string) => console.log(line);

/** Broken histories that are named as they turn up. */
const NAMED = 200;

async function simulate(runs: number): Promise<number> {
  const pool = new Pool(await bundle('plain'), workers, store);
  const started = Date.now();
  let told = started;
  const named = new Set<number>();
  const result = await pool.play({
    first: seed,
    runs,
    portion: Math.max(1, Math.min(500, Math.ceil(runs / workers / 8))),
    progress: (done, broken) => {
      for (const one of broken) {
        if (named.size >= NAMED || named.has(one.seed)) continue;
        named.add(one.seed);
        say(`seed ${one.seed} breaks ${rules(one)}`);
      }
      if (Date.now() - told < 20_000) return;
      told = Date.now();
      say(`${done} of ${runs} histories, ${broken.length} with violations, ${rate(done, started)} a second`);
    },
  });
  const seconds = (Date.now() - started) / 1000;
  await show(pool, result.broken.slice(0, number('show')));
  pool.close();
  const runsPerSecond = Math.round((runs / seconds) * 10) / 10;
  say(JSON.stringify({ runs, steps: result.steps, violations: result.broken.length, seed, seconds, runsPerSecond }));
  return result.broken.length > 0 ? 1 : 0;
}

const rules = ({ violations }: Outcome): string => [...new Set(violations.map(({ rule }) => rule))].join(', ');
const rate = (done: number, started: number): number => Math.round((done * 1000) / (Date.now() - started));

async function show(pool: Pool, broken: readonly Outcome[]): Promise<void> {
  const shrunk = await pool.shrink(broken.map((one) => one.seed));
  for (const one of broken) {
    say(`\nseed ${one.seed}: ${one.violations.map((v) => `${v.rule}: ${v.detail}`).join('\n  ')}`);
    const acts = shrunk.get(one.seed) ?? [];
    say(`  shrunk to ${acts.length} acts:\n${acts.map((act) => `    ${JSON.stringify(act)}`).join('\n')}`);
    say(`  again: npm run sim -- --seed ${one.seed} --runs 1${store === 'memory' ? '' : ` --store ${store}`}`);
  }
}

process.exitCode = values.mutants
  ? await tryMutants({ seed, runs: number('runs', '10000'), workers, only: values.only, say })
  : await simulate(number('runs', '1000'));
