import { forceCloseDatabase, IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, it, vi } from 'vitest';
import { Database, opener } from './database';

const closedByTheBrowser = (db: Database) => forceCloseDatabase(db.backendDB() as never);

function bench() {
  const indexedDB = new IDBFactory();
  return { indexedDB, database: opener(new Database('opened', { indexedDB, IDBKeyRange })) };
}

/** The browser closed it, and whoever was at work makes Dexie open it, which fails until this is restored. */
async function lost() {
  const { indexedDB, database } = bench();
  const db = await database();
  const open = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('closed', 'AbortError');
  });
  closedByTheBrowser(db);
  await expect(db.links.count()).rejects.toThrow();
  return { db, database, open };
}

it('is opened again when the browser closed it', async () => {
  const { database } = bench();
  closedByTheBrowser(await database());
  expect(await (await database()).links.count()).toBe(0);
});

it('is opened again when it could not be opened just after the browser closed it', async () => {
  const { database, open } = await lost();
  await expect(database()).rejects.toMatchObject({ code: 'store.broken' });
  open.mockRestore();
  expect(await (await database()).links.count()).toBe(0);
});

it('is opened again when nobody noticed that it could not be opened', async () => {
  const { db, database, open } = await lost();
  open.mockRestore();
  await expect(db.links.count()).rejects.toMatchObject({ name: 'DatabaseClosedError' });
  expect(await (await database()).links.count()).toBe(0);
});

it('two that ask at once get the same one', async () => {
  const { indexedDB, database } = bench();
  const open = vi.spyOn(indexedDB, 'open');
  const [a, b] = await Promise.all([database(), database()]);
  expect([a === b, open.mock.calls.length]).toEqual([true, 1]);
});
