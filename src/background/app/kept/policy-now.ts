import type { Pair } from '../../store/database';
import type { Policy } from '../../sync/model/policy';
import type { Surroundings } from './around';
import { makePolicy } from './policy';

/** What may be offered now, from what is stored; an answer is checked again by the run that carries it out. */
export function policyNow(pair: Pick<Pair, 'settings' | 'createdAt'>, around: Surroundings): Policy | undefined {
  if (around.outlook.calendars.length === 0) return undefined;
  const { settings, createdAt } = pair;
  const window = { from: 0, until: 0 };
  return makePolicy({ ...around, settings, window, pairCreatedAt: createdAt, now: Date.now(), firstSync: false });
}
