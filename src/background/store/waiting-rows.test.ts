import 'fake-indexeddb/auto';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, it } from 'vitest';
import type { PlanRow } from '../sync/model/store';
import { listNeeds } from '../sync/person/needs';
import { Database } from './database';
import { DexieStore } from './dexie';

it('what waits for a person is found without the thousands that only wait for their turn', async () => {
  const db = new Database('waiting', { indexedDB: new IDBFactory(), IDBKeyRange });
  const store = new DexieStore(db, 'p');
  const row = (id: string, state: 'ready' | 'held') =>
    ({ id, pair: 'p', state, op: 'update', choices: [], mails: [] }) as unknown as PlanRow;
  const ready = Array.from({ length: 500 }, (_, i) => row(`r-${i}`, 'ready'));
  await store.commit({ plan: { put: [...ready, row('h', 'held')] } });
  let read = 0;
  db.plan.hook('reading', (one) => {
    read += 1;
    return one;
  });
  expect((await listNeeds(store, undefined)).map(({ id }) => id)).toEqual(['h']);
  expect(read).toBe(1);
});
