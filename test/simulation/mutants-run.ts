import { bundle, misfit, type Patch } from './bundle.ts';
import { MUTANTS, type Mutant } from './mutants.ts';
import { Pool } from './pool.ts';

export interface MutantOptions {
  seed: number;
  /** Histories that a mutant may survive at most. */
  runs: number;
  workers: number;
  /** Only mutants with one of these, parted by commas, in their names. */
  only: string | undefined;
  say: (line: string) => void;
}

const PORTION = 50;

/** Every deliberate bug must be noticed by some history that the engine as it is passes. Returns the exit code. */
export async function tryMutants(options: MutantOptions): Promise<number> {
  const { say, only, workers } = options;
  const chosen = MUTANTS.filter(
    ({ name }) => only === undefined || only.split(',').some((part) => name.includes(part)),
  );
  const broken = chosen.flatMap((mutant) =>
    patchesOf(mutant).flatMap((patch) => {
      const why = misfit(patch);
      return why === undefined ? [] : [`The mutant "${mutant.name}" does not fit: ${why}.`];
    }),
  );
  for (const sentence of broken) say(sentence);
  if (broken.length > 0) return 1;
  const plain = new Pool(await bundle('plain'), 1, 'memory');
  let caught = 0;
  for (const [index, mutant] of chosen.entries()) {
    const pool = new Pool(await bundle(`mutant-${index}`, patchesOf(mutant)), workers, 'memory');
    const found = await firstNotice(pool, plain, options);
    pool.close();
    if (found) caught += 1;
    say(described(mutant, found, options.runs));
  }
  plain.close();
  say(JSON.stringify({ tried: chosen.length, caught }));
  return caught === chosen.length ? 0 : 1;
}

const patchesOf = (mutant: Mutant): Patch[] => [mutant, ...(mutant.healedBy ? [mutant.healedBy] : [])];

interface Notice {
  after: number;
  rule: string;
}

/** The first seed that breaks a rule with the mutant, and not without it. */
async function firstNotice(pool: Pool, plain: Pool, { seed, runs }: MutantOptions): Promise<Notice | undefined> {
  for (let from = seed; from < seed + runs; ) {
    const result = await pool.play({ first: from, runs: seed + runs - from, portion: PORTION, stopAtFirst: true });
    for (const { seed: at, violations } of result.broken) {
      const without = await plain.play({ first: at, runs: 1, portion: 1 });
      if (without.broken.length === 0) return { after: at - seed + 1, rule: violations[0]?.rule ?? '' };
    }
    from += result.runs;
  }
  return undefined;
}

const described = ({ name }: Mutant, found: Notice | undefined, runs: number): string =>
  found
    ? `${name}: caught after ${found.after} histories, by "${found.rule}"`
    : `${name}: NOT caught in ${runs} histories`;
