import type { Act } from './history.ts';
import { type Outcome, playSeed, type StoreOf, shrinkSeed } from './one-seed.ts';

export type StoreKind = 'memory' | 'indexeddb';
export type Order = { play: { from: number; count: number } } | { shrink: number };
export type Answer =
  | { played: { from: number; count: number; steps: number; broken: Outcome[] } }
  | { shrunk: { seed: number; acts: Act[] } };

/** A process of its own that plays the histories it is told to: one core, one heap. */
const kind = process.argv[2] as StoreKind;
const storeOf: StoreOf | undefined =
  kind === 'indexeddb' ? (await import('./dexie-store.ts')).freshDexieStore : undefined;

async function obey(order: Order): Promise<Answer> {
  if ('shrink' in order) return { shrunk: { seed: order.shrink, acts: await shrinkSeed(order.shrink, storeOf) } };
  const { from, count } = order.play;
  const broken: Outcome[] = [];
  let steps = 0;
  for (let seed = from; seed < from + count; seed += 1) {
    const outcome = await playSeed(seed, storeOf);
    steps += outcome.steps;
    if (outcome.violations.length > 0) broken.push(outcome);
  }
  return { played: { from, count, steps, broken } };
}

process.on('message', (order: Order) => {
  void obey(order).then((answer) => process.send?.(answer));
});
process.on('disconnect', () => process.exit());
