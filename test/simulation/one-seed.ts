import { SeededWorld } from './company.ts';
import { type Act, type PlayOptions, play, randomHistory, type Violation } from './history.ts';
import { shrink } from './shrink.ts';
import { Trace, traceInto } from './trace.ts';

/** More steps than any history of ours comes near: it goes round in circles. */
const STEPS_AT_MOST = 50_000;
/** Turns of the event loop without a step, after which nobody will take one any more. */
const TURNS_AT_MOST = 200_000;

export type StoreOf = (seed: number) => NonNullable<PlayOptions['store']>;

export interface Outcome {
  seed: number;
  steps: number;
  violations: Violation[];
}

/** The history of a seed. */
export const historyOf = (seed: number): Act[] => randomHistory(new SeededWorld(seed * 7919).random);

interface Once extends Outcome {
  digest: string;
}

async function playOnce(
  seed: number,
  acts: readonly Act[],
  storeOf: StoreOf | undefined,
  hashed: boolean,
): Promise<Once> {
  const trace = new Trace({ hashed, limit: STEPS_AT_MOST });
  traceInto(trace);
  let violations: Violation[];
  try {
    const options = storeOf ? { store: storeOf(seed) } : {};
    ({ violations } = await orStuck(play(seed, acts, options), trace));
  } catch (error) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    violations = [{ rule: 'thrown', detail }];
  } finally {
    traceInto(undefined);
  }
  if (trace.steps > STEPS_AT_MOST)
    violations = [{ rule: 'endless', detail: `more than ${STEPS_AT_MOST} requests and commits` }, ...violations];
  return { seed, steps: trace.steps, violations, digest: trace.digest() };
}

/** Rejects when the history waits for something that nobody will do. Counts turns, not time: the same seed, the same end. */
function orStuck<T>(history: Promise<T>, trace: Trace): Promise<T> {
  return new Promise((resolve, reject) => {
    let over = false;
    let seen = -1;
    let turns = 0;
    const look = () => {
      if (over) return;
      if (trace.seen !== seen) [seen, turns] = [trace.seen, 0];
      turns += 1;
      if (turns > TURNS_AT_MOST) reject(new Error('hangs: it waits for something that nobody will do'));
      else setImmediate(look);
    };
    history.then(resolve, reject).finally(() => {
      over = true;
    });
    setImmediate(look);
  });
}

/** One history; a broken one, and one in a hundred of the others, is played again and must go the same way step by step. */
export async function playSeed(seed: number, storeOf?: StoreOf): Promise<Outcome> {
  const acts = historyOf(seed);
  const sampled = seed % 100 === 0;
  const first = await playOnce(seed, acts, storeOf, sampled);
  const { steps, violations } = first;
  if (violations.length === 0 && !sampled) return { seed, steps, violations };
  const one = sampled ? first : await playOnce(seed, acts, storeOf, true);
  const two = await playOnce(seed, acts, storeOf, true);
  const same = one.digest === two.digest && rulesOf(one) === rulesOf(two) && rulesOf(one) === rulesOf(first);
  const detail = `${one.digest.slice(0, 12)} after ${one.steps} steps, ${two.digest.slice(0, 12)} after ${two.steps}`;
  return { seed, steps, violations: same ? violations : [{ rule: 'not deterministic', detail }, ...violations] };
}

const rulesOf = ({ violations }: Outcome): string => JSON.stringify(violations.map(({ rule }) => rule));

/** The shortest history that still breaks the first rule that this seed's history breaks. */
export async function shrinkSeed(seed: number, storeOf?: StoreOf): Promise<Act[]> {
  const acts = historyOf(seed);
  const broken = async (list: readonly Act[]) => (await playOnce(seed, list, storeOf, false)).violations;
  const rule = (await broken(acts))[0]?.rule;
  return rule === undefined ? acts : shrink(acts, rule, broken);
}
