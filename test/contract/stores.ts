import { Database } from '../../src/background/store/database.ts';
import { DexieStore } from '../../src/background/store/dexie.ts';
import type { Link } from '../../src/background/sync/model/link.ts';
import type { Store } from '../../src/background/sync/model/store.ts';
import { MemoryStore } from '../simulation/memory-store.ts';
import { exampleLink } from './examples.ts';

/** One suite for both memories: the simulation may use the fast one only because both keep it. */
export const stores: [string, () => Store][] = [
  ['memory', () => new MemoryStore('p')],
  ['IndexedDB', () => new DexieStore(new Database(`store-${Math.random()}`), 'p')],
];

export const link = (id: string, change: Partial<Link> = {}): Link => ({
  ...exampleLink(),
  id,
  outlookId: `o-${id}`,
  espoRef: `Meeting/${id}`,
  ...change,
});
