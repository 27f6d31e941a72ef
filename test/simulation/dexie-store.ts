import 'fake-indexeddb/auto';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { Database } from '../../src/background/store/database.ts';
import { DexieStore } from '../../src/background/store/dexie.ts';
import type { StoreOf } from './one-seed.ts';

/** The real store, each in an IndexedDB of its own, which goes when nobody holds it any more. */
export const freshDexieStore: StoreOf = (seed) => () =>
  new DexieStore(new Database(`sim-${seed}`, { indexedDB: new IDBFactory(), IDBKeyRange, autoOpen: true }), 'pair-1');
