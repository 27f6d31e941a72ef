/** Everything that waits for a person, with what can be done about it. No request to any server. */
import type { NeedsItem } from '../../../shared/needs';
import type { Pair } from '../../store/database';
import type { Store } from '../../sync/model/store';
import { listNeeds } from '../../sync/person/needs';
import { keptSurroundings } from '../kept/around';
import { policyNow } from '../kept/policy-now';
import type { Surroundings } from '../kept/surroundings';
import { needsItem } from './needs-view';
import type { Where } from './places';

export async function questionsOf(
  store: Store,
  pair: Pick<Pair, 'settings' | 'createdAt'>,
  whereOf: (around: Surroundings | undefined) => Where | Promise<Where>,
): Promise<NeedsItem[]> {
  const around = await keptSurroundings(store, pair.settings, Date.now(), Number.POSITIVE_INFINITY);
  const needs = await listNeeds(store, around && policyNow(pair, around));
  const where = await whereOf(around);
  return needs.map((need) => needsItem(need, where));
}
