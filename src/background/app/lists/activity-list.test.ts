import 'fake-indexeddb/auto';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { beforeEach, expect, it } from 'vitest';
import { Database } from '../../store/database';
import { DexieStore } from '../../store/dexie';
import type { Activity } from '../../sync/model/store';
import { listActivity } from './activity-list';
import type { Where } from './places';
import { newestChanges } from './recent';

const WHERE: Where = { site: 'https://crm.example.test', outlook: 'https://outlook.office.com', names: new Map() };
const ALL = { text: '', person: '', side: '', op: '', run: '' } as const;
const MANY = 3000;

const change = (i: number, pair = 'p'): Activity => ({
  ...{ pair, at: i, run: `r${i >> 6}`, side: 'espo', ref: `Meeting/${i}`, linkId: '', title: `Change ${i}` },
  ...{ op: 'create', field: '', oldValue: '', newValue: '', cause: '' },
});

let db: Database;
let store: DexieStore;
let read = 0;
beforeEach(async () => {
  db = new Database('log', { indexedDB: new IDBFactory(), IDBKeyRange });
  store = new DexieStore(db, 'p');
  await store.commit({ activity: Array.from({ length: MANY }, (_, i) => change(i)) });
  db.activity.hook('reading', (row) => {
    read += 1;
    return row;
  });
  read = 0;
});
const list = (limit: number, after = '', filter: Parameters<typeof listActivity>[3]['filter'] = ALL) =>
  listActivity(db, store, WHERE, { limit, after, filter });

it('reads little more than it shows', async () => {
  const newest = await newestChanges(db, store, WHERE, 5);
  expect(newest.map(({ title }) => title)).toEqual([2999, 2998, 2997, 2996, 2995].map((i) => `Change ${i}`));
  expect(read).toBeLessThan(100);
  read = 0;
  expect((await list(300)).rows).toHaveLength(300);
  expect(read).toBeLessThan(400);
});

it('is whole, page by page, and so is what fits a filter', async () => {
  const found: string[] = [];
  for (let after = ''; ; ) {
    const page = await list(700, after);
    found.push(...page.rows.map(({ title }) => title));
    after = page.next;
    if (after === '') break;
  }
  expect(found).toEqual(Array.from({ length: MANY }, (_, i) => `Change ${MANY - 1 - i}`));
  const fits = await list(300, '', { ...ALL, text: '99' });
  expect(fits.rows).toHaveLength([...Array(MANY).keys()].filter((i) => `${i}`.includes('99')).length);
});

it('says how many there are, without counting them again until there are others', async () => {
  expect((await list(1)).total).toBe(MANY);
  // Behind its back, which nothing in the program does.
  await db.activity.add(change(MANY));
  expect((await list(1)).total).toBe(MANY);
  await store.commit({ activity: [change(MANY + 1)] });
  expect((await list(1)).total).toBe(MANY + 2);
  const [oldest] = await db.activity.orderBy('id').primaryKeys();
  await store.commit({ forget: [oldest as number] });
  expect((await list(1)).total).toBe(MANY + 1);
});

it('names a parent as whoever chose it knew it, finds it by that, and says of others what they are', async () => {
  const row = { ...change(MANY), op: 'update' as const, field: 'parent' as const };
  await store.commit({
    activity: [
      { ...row, oldValue: 'Account/a1', newValue: 'Account/a2', oldName: 'Old Customer', newName: 'Acme' },
      { ...row, oldValue: '', newValue: 'Account/a3' },
    ],
  });
  const { rows } = await list(2);
  expect(rows.map(({ oldValue, newValue }) => [oldValue, newValue])).toEqual([
    ['', 'Account'],
    ['Old Customer', 'Acme'],
  ]);
  expect((await list(10, '', { ...ALL, text: 'acme' })).rows).toHaveLength(1);
});
