import type { Engine } from './model/engine';
import type { PlanHead } from './model/plan-head';
import { proveSuspects } from './read/prove-gone';
import { readBoth } from './run';
import { makePlan } from './write/plan';

/** What a run would know and want, up to its first write. */
export interface Foreseen {
  /** As it went on: without entities that pause, and with both servers' clocks. */
  engine: Engine;
  /** What it would write, or ask about. */
  rows: PlanHead[];
}

/** A run up to its first write. All that it remembers goes into the engine's store, so that one is thrown away afterwards. */
export async function foresee(started: Engine): Promise<Foreseen> {
  const { engine, atStart } = await readBoth(started);
  engine.progress({ phase: 'comparing' });
  await proveSuspects(engine, 'outlook');
  await proveSuspects(engine, 'espo');
  const { rows } = await makePlan(engine, atStart);
  return { engine, rows };
}
