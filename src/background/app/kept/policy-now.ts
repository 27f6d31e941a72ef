import type { Pair } from '../../store/database';
import type { Policy } from '../../sync/model/policy';
import { makePolicy } from './policy';
import type { Surroundings } from './surroundings';

/** What may be offered now, from what is stored; an answer is checked again by the run that carries it out. */
export function policyNow(
  { settings, createdAt: pairCreatedAt }: Pick<Pair, 'settings' | 'createdAt'>,
  around: Surroundings,
): Policy {
  const window = { from: 0, until: 0 };
  return makePolicy({ around, settings, window, pairCreatedAt, now: Date.now(), firstSync: false });
}
