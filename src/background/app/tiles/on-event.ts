/** Everything about one event on a page begins here: a page is told only of what it has shown. */
import type { CardMore } from '../../../shared/card';
import { SyncError } from '../../../shared/codes';
import type { Database, Pair } from '../../store/database';
import { espoAccount, microsoftAccount } from '../../store/values';
import { database } from '../kept/open-database';
import { currentPair } from '../kept/pairs';
import { findItems, linkedRows, type Met } from './find-items';
import { moreOf } from './more';
import { isShown } from './shown';
import { immutableIds } from './translated';

type Task<T> = (db: Database, pair: Pair, met: Met) => Promise<T>;

export async function onEvent<T>(id: string, page: string, task: Task<T>): Promise<T> {
  const { db, pair, met } = await meet([id], page);
  const one = met.get(id);
  if (!one) throw new SyncError('message.refused', 'not known');
  return task(db, pair, one);
}

export const moreOn = async (id: string, near: readonly string[], page: string): Promise<CardMore> => {
  const { db, pair, met } = await meet([id, ...near.filter((other) => isShown(page, other))], page);
  const one = met.get(id);
  if (!one) throw new SyncError('message.refused', 'not known');
  return moreOf(db, pair, one, [...met.values()]);
};

async function meet(ids: readonly string[], page: string) {
  const [id = ''] = ids;
  if (!isShown(page, id)) throw new SyncError('message.refused', 'not shown');
  const db = await database();
  const [pair, espo, microsoft] = await Promise.all([currentPair(db), espoAccount.get(), microsoftAccount.get()]);
  // Its tiles show nothing then, and a card that was open takes no order.
  if (!pair || !espo || !microsoft) throw new SyncError('sync.notConnected');
  const onPage = (other: string): boolean => isShown(page, other);
  return { db, pair, met: await findItems(db, pair, ids, await linkedRows(db, ids), immutableIds(), onPage) };
}
