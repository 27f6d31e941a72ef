/** What is known beside links and events, for the state of their tiles: planned writes, orders, answers, what would become of edits. */

import { asStoredByEspo } from '../../espo/mapping';
import { asStoredByOutlook } from '../../outlook/mapping';
import type { Database, Pair } from '../../store/database';
import { reconcile } from '../../sync/decide/reconcile';
import type { Forms } from '../../sync/model/carried-fields';
import { isDirty, type Link } from '../../sync/model/link';
import { ordersOf } from '../../sync/model/order';
import type { PlanRow } from '../../sync/model/store';
import { answeredIds } from '../../sync/person/answers';
import { keptSurroundings } from '../kept/around';
import { storeOf } from '../kept/pairs';
import { policyNow } from '../kept/policy-now';
import type { Surroundings } from '../kept/surroundings';
import type { Beside } from './tile-state';

/** In a first sync there are as many as meetings: then what is drawn is of the moment anyway. */
const ROWS = 2000;

export async function besideOf(db: Database, pair: Pair, links: readonly Link[]): Promise<Beside> {
  const store = storeOf(db, pair);
  const [rows, orders, answered] = await Promise.all([
    db.plan.where('[pair+id]').between([pair.id, ''], [pair.id, '\uffff']).limit(ROWS).toArray(),
    ordersOf(store),
    answeredIds(store),
  ]);
  const byItem = new Map<string, PlanRow[]>();
  for (const row of rows) {
    const key = row.linkId ?? (row.source?.side === 'outlook' ? row.source.id : '');
    if (key !== '') byItem.set(key, [...(byItem.get(key) ?? []), row]);
  }
  const ordered = new Map<string, boolean>();
  for (const { linkId, ref, failed } of orders)
    for (const key of [linkId, ref])
      if (key !== '') ordered.set(key, failed !== undefined || ordered.get(key) === true);
  return { rows: byItem, orders: ordered, answered, reconciled: await reconciler(db, pair, links) };
}

async function reconciler(db: Database, pair: Pair, links: readonly Link[]): Promise<Beside['reconciled']> {
  if (!links.some(isDirty)) return () => undefined;
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
