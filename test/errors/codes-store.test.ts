import { dateIn } from '../days.ts';
import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { contents } from '../migrations/dump.ts';
import { timed } from '../simulation/scene.ts';
import { AppBench } from './app-bench.ts';

vi.mock('webextension-polyfill', () => import('./fake-browser.ts'));
vi.mock('../../src/background/auth/microsoft.ts', () => import('./fake-microsoft.ts'));

const MIGRATIONS = '../../src/background/store/migrations.ts';
let bench: AppBench;
beforeEach(async () => {
  bench = await AppBench.open();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.doUnmock(MIGRATIONS);
  vi.resetModules();
});

const names = () => bench.company.espo.control.dump('Meeting').map((row) => row['name']);

/** The worker is started again, as after an update: nothing of it is in memory. */
async function restarted(): Promise<void> {
  const { database } = await import('../../src/background/app/kept/open-database.ts');
  (await database()).close();
  vi.resetModules();
}

/** What the page shows in place of everything else. */
async function shown(code: 'store.newer' | 'store.migration' | 'store.broken', detail: string): Promise<void> {
  for (const name of ['state.get', 'sync.now'] as const)
    expect(await bench.refused(name)).toMatchObject({ code, detail });
}

describe('the store', () => {
  it('store.full: nothing more is written, nothing is lost, and it goes on when there is room', async () => {
    await bench.connected();
    const mailbox = bench.company.graph.control.mailbox('anna');
    for (let n = 1; n < 9; n += 1) mailbox.createEvent('default', timed(`E${n}`, dateIn(n)));
    let room = 20;
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function full(this: IDBObjectStore, ...args) {
      room -= 1;
      if (room > 0) return put.apply(this, args);
      throw new DOMException('', 'QuotaExceededError');
    });
    expect(await bench.sync()).toMatchObject({ code: 'store.full' });
    vi.restoreAllMocks();
    expect(await bench.sync()).toBeUndefined();
    expect(names().sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((n) => `E${n}`));
  });

  it('store.newer: an older program leaves the newer store alone and says so', async () => {
    await bench.connected();
    await restarted();
    const { migrations } = await import('../../src/background/store/migrations.ts');
    const newer = new Dexie('sync');
    newer.version(migrations.length + 1).stores({ ...migrations[0].stores, more: 'id' });
    await newer.open();
    newer.close();
    const before = await contents('sync');
    await shown('store.newer', `store ${migrations.length + 1}, known ${migrations.length}`);
    expect(await contents('sync')).toEqual(before);
  });

  it('store.migration: the sync stops, and the old data stays readable for the next version', async () => {
    await bench.connected();
    await restarted();
    const before = await contents('sync');
    const { migrations } = await import('../../src/background/store/migrations.ts');
    const upgrade = async (): Promise<void> => {
      throw new TypeError('a row that nobody thought of');
    };
    const broken = { version: migrations.length + 1, stores: {}, upgrade };
    vi.doMock(MIGRATIONS, () => ({ migrations: [...migrations, broken] }));
    vi.resetModules();
    await shown('store.migration', `store ${migrations.length} to ${migrations.length + 1} TypeError`);
    expect(await contents('sync')).toEqual(before);
  });

  it('store.broken: a store that cannot be opened', async () => {
    await bench.connected();
    await restarted();
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('', 'UnknownError');
    });
    await shown('store.broken', 'UnknownError');
    vi.restoreAllMocks();
    expect((await bench.reply('state.get')).ok).toBe(true);
  });
});

describe('the store of a browser that threw it away', () => {
  it('is begun anew for the accounts that stayed, with their settings, and everything is linked again', async () => {
    await bench.connected();
    const mailbox = bench.company.graph.control.mailbox('anna');
    for (let n = 1; n < 6; n += 1) mailbox.createEvent('default', timed(`E${n}`, dateIn(n)));
    expect(await bench.sync()).toBeUndefined();
    await Dexie.delete('sync');
    // What the user has chosen stands beside the store, too.
    const { settings } = (await bench.state()).pair ?? {};
    expect(settings).toMatchObject({ enabled: true });
    expect(await bench.sync()).toBeUndefined();
    expect((await bench.state()).sync).toMatchObject({ linked: 5, last: { created: 0, linked: 5 } });
    expect(names()).toHaveLength(5);
  });
});
