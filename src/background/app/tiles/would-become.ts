/** What would become of a link that deviates, by the rules of now: for the state of its tile. */
import { asStoredByEspo } from '../../espo/mapping';
import { asStoredByOutlook } from '../../outlook/mapping';
import type { Database, Pair } from '../../store/database';
import { reconcile } from '../../sync/decide/reconcile';
import type { Forms } from '../../sync/model/carried-fields';
import { keptSurroundings } from '../kept/around';
import { storeOf } from '../kept/pairs';
import { policyNow } from '../kept/policy-now';
import type { Surroundings } from '../kept/surroundings';
import type { Beside } from './tile-state';

export async function reconciler(db: Database, pair: Pair): Promise<Beside['reconciled']> {
  const around = await keptSurroundings(storeOf(db, pair), pair.settings, Date.now(), Number.POSITIVE_INFINITY);
  const policy = around && policyNow(pair, around);
  if (!policy) return () => undefined;
  const forms = formsOf(around);
  return (link) => reconcile(link, policy, forms);
}

/** What either server makes of a value, as far as it was looked around last. */
function formsOf({ espo }: Surroundings): Forms {
  const entities = new Map(espo.entities.map((entity) => [entity.type, entity]));
  return {
    outlook: { asStored: asStoredByOutlook },
    espo: { asStored: (field, value, feed) => asStoredByEspo(entities.get(feed), field, value) },
  };
}
