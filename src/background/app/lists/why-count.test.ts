import 'fake-indexeddb/auto';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, it } from 'vitest';
import { Database } from '../../store/database';
import { DexieStore } from '../../store/dexie';
import type { PlanRow } from '../../sync/model/store';
import { countWhy } from './why';

it('is counted, with each state of a page, without the thousands that only wait for their turn', async () => {
  const db = new Database('count', { indexedDB: new IDBFactory(), IDBKeyRange });
  const store = new DexieStore(db, 'p');
  const row = (id: string, state: 'ready' | 'held') => ({ id, pair: 'p', state, op: 'create' }) as unknown as PlanRow;
  await store.commit({
    plan: { put: [...Array.from({ length: 500 }, (_, i) => row(`r-${i}`, 'ready')), row('h', 'held')] },
  });
  let read = 0;
  db.plan.hook('reading', (one) => {
    read += 1;
    return one;
  });
  await countWhy({ db, store, closed: new Map() });
  expect(read).toBe(1);
});
