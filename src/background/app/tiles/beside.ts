/** What is known beside links and events, for the state of their tiles: planned writes, orders, answers, what would become of edits. */

import type { Database, Pair } from '../../store/database';
import { isDirty, type Link } from '../../sync/model/link';
import { ordersOf } from '../../sync/model/order';
import type { PlanRow } from '../../sync/model/store';
import { answeredIds } from '../../sync/person/answered';
import { storeOf } from '../kept/pairs';
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
  return { rows: byItem, orders: ordered, answered, reconciled: await reconciled(db, pair, links) };
}

/** What decides is read only where something is to be decided: mostly nothing is. */
const reconciled = async (db: Database, pair: Pair, links: readonly Link[]): Promise<Beside['reconciled']> =>
  links.some(isDirty) ? (await import('./would-become')).reconciler(db, pair) : () => undefined;
