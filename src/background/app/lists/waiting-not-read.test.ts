import 'fake-indexeddb/auto';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, it } from 'vitest';
import { Database } from '../../store/database';
import { DexieStore } from '../../store/dexie';
import type { PlanRow } from '../../sync/model/store';
import { giveAnswer } from '../../sync/person/answers';
import type { Where } from './places';
import { searchItems } from './search';
import { countWhy, listWhy } from './why';

interface Opened {
  db: Database;
  store: DexieStore;
}
const where = {} as unknown as Where;
const page = { limit: 50, after: '' };

it.each<[string, (opened: Opened) => Promise<unknown>]>([
  ['what is counted with each state of a page', (opened) => countWhy({ ...opened, closed: new Map() })],
  ['Why not synced', (opened) => listWhy({ ...opened, closed: new Map() }, where, { group: '', ...page })],
  ['the search', ({ db, store }) => searchItems(db, store, where, { text: 'talk', ...page })],
  ['an answer', ({ store }) => giveAnswer(store, { id: 'h', action: 'apply', choice: '' })],
])('%s reads none of the thousands that only wait for their turn', async (_name, ask) => {
  const db = new Database('count', { indexedDB: new IDBFactory(), IDBKeyRange });
  const store = new DexieStore(db, 'p');
  const row = (id: string, state: 'ready' | 'held') =>
    ({ id, pair: 'p', state, op: 'create', choices: [] }) as unknown as PlanRow;
  await store.commit({
    plan: { put: [...Array.from({ length: 500 }, (_, i) => row(`r-${i}`, 'ready')), row('h', 'held')] },
  });
  let read = 0;
  db.plan.hook('reading', (one) => {
    read += 1;
    return one;
  });
  await ask({ db, store });
  expect(read).toBeGreaterThan(0);
  expect(read).toBeLessThan(5);
});
