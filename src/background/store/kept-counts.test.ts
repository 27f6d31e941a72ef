import 'fake-indexeddb/auto';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, it } from 'vitest';
import { exampleLink } from '../../../test/contract/examples';
import { Database } from './database';
import { DexieStore } from './dexie';

function bench() {
  const db = new Database('counts', { indexedDB: new IDBFactory(), IDBKeyRange });
  return { db, store: new DexieStore(db, 'p'), other: new DexieStore(db, 'p') };
}
const link = (id: string) => ({ ...exampleLink(), pair: 'p', id, outlookId: `o-${id}`, espoRef: `Meeting/${id}` });
const seen = (ref: string) => ({
  ...{ pair: 'p', side: 'espo' as const, ref, feed: 'Meeting', meetingKey: '', twin: '', title: '', series: '' },
  ...{ start: 1000, reason: 'direction' as const },
});
const known = (store: DexieStore) => store.countKnown('espo', 'Meeting', 0, Number.MAX_SAFE_INTEGER);

it('counts what every commit has made of it, whichever store it came through', async () => {
  const { store, other } = bench();
  expect([await store.countActive(), await known(store), await store.countSeen()]).toEqual([0, 0, 0]);
  await other.commit({ links: { put: [link('a'), link('b')] } });
  expect([await store.countActive(), await known(store), await store.countSeen()]).toEqual([2, 2, 0]);
  await other.commit({ seen: { put: [seen('Meeting/s')] } });
  expect([await store.countActive(), await known(store), await store.countSeen()]).toEqual([2, 3, 1]);
  expect(await store.countLinks()).toMatchObject({ 'espo|Meeting': 2 });
  await store.commit({ links: { remove: ['a'] }, seen: { remove: [{ side: 'espo', ref: 'Meeting/s' }] } });
  expect([await other.countActive(), await known(other), await other.countSeen()]).toEqual([1, 1, 0]);
  expect(await other.countLinks()).toMatchObject({ 'espo|Meeting': 1 });
});

it('does not count again while nothing has changed', async () => {
  const { db, store } = bench();
  await store.commit({ links: { put: [link('a')] } });
  await known(store);
  // Behind its back, which nothing in the program does.
  await db.links.clear();
  expect(await known(store)).toBe(1);
  await store.commit({ cursors: { put: [{ pair: 'p', name: 'x', value: '' }] } });
  expect(await known(store)).toBe(1);
});

it('forgets nothing when a commit is refused', async () => {
  const { store } = bench();
  await store.commit({ links: { put: [link('a')] } });
  expect(await known(store)).toBe(1);
  await expect(store.commit({ links: { put: [{ ...link('b'), outlookId: 'o-a' }] } })).rejects.toThrow();
  expect(await known(store)).toBe(1);
});

it('counts where there is no room to keep it', async () => {
  const { db, store } = bench();
  await store.commit({ links: { put: [link('a')] } });
  db.cursors.hook('creating', () => {
    throw new DOMException('the store is full', 'QuotaExceededError');
  });
  expect(await known(store)).toBe(1);
});
