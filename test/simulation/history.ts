import type { Store } from '../../src/background/sync/model/store.ts';
import type { Act, CastAct, Violation } from './acts.ts';
import { agreement } from './agreement.ts';
import { MemoryStore } from './memory-store.ts';
import { Player } from './player.ts';
import { responses } from './responses.ts';
import { duplicates, losses, overlooked, unlogged } from './rules-end.ts';
import { invitedAtTheEnd } from './rules-invited.ts';
import { occurrences } from './rules-series.ts';
import { tasksAtTheEnd } from './rules-tasks.ts';

export type { Act, Violation } from './acts.ts';
export { randomHistory } from './generate.ts';

export interface PlayOptions {
  store?: () => Store;
  /** A hand that reaches into the world before it is judged: for the tests of the rules themselves. */
  meddle?: (player: Player) => void | Promise<void>;
}

export interface Played {
  violations: Violation[];
  /** Requests and commits. */
  steps: number;
  /** Positions of the acts whose run was stopped before it was over. */
  crashed: number[];
  /** Values of a person that fell into EspoCRM's one round trip (docs/limits.md). */
  gaps?: number;
}

/** Plays a history against the stand-ins with the real engine, lets the faults stop, and checks the rules of DESIGN section 2. */
export async function play(seed: number, acts: readonly Act[], options: PlayOptions = {}): Promise<Played> {
  const player = new Player(options.store ?? (() => new MemoryStore('pair-1')));
  const { violations, ledger } = player;
  await player.begin(
    seed,
    acts.find((act): act is CastAct => act.act === 'cast'),
  );
  for (const [at, act] of acts.entries()) await player.act(act, at);
  await player.settle();
  await options.meddle?.(player);
  const { cast } = player;
  violations.push(
    ...(await duplicates(cast, ledger)),
    ...losses(cast, ledger),
    ...(await agreement(cast, ledger)),
    ...(await tasksAtTheEnd(cast, ledger)),
    ...(await overlooked(cast, ledger)),
    ...(await occurrences(cast, ledger)),
    ...(await responses(cast, ledger)),
    ...(await invitedAtTheEnd(cast, ledger)),
  );
  await player.checkSettled();
  violations.push(...unlogged(ledger));
  return {
    violations,
    steps: player.runs.steps,
    crashed: player.crashed,
    gaps: ledger.gaps,
  };
}
