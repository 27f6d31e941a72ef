import type { Engine } from './model/engine';
import type { Link } from './model/link';
import type { PlanRow } from './model/store';
import { readBoth } from './run';
import { makePlan } from './write/plan';

export interface Foreseen {
  /** What a run would write, or ask about. */
  rows: PlanRow[];
  /** What it would know for the same meeting on both sides. */
  links: Link[];
}

/** A run up to its first write. All that it remembers goes into the engine's store, so that one is thrown away afterwards. */
export async function foresee(started: Engine): Promise<Foreseen> {
  const { engine, linksAtStart } = await readBoth(started);
  engine.progress({ phase: 'comparing' });
  const { rows } = await makePlan(engine, linksAtStart);
  return { rows, links: await engine.store.linksInState('active') };
}
