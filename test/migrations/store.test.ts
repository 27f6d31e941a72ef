import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { describe, expect, it } from 'vitest';
import { Database, openDatabase } from '../../src/background/store/database.ts';
import { DexieStore } from '../../src/background/store/dexie.ts';
import { type Migration, migrations } from '../../src/background/store/migrations.ts';
import { linkRow } from '../../src/background/store/rows.ts';
import type { Numbered } from '../../src/shared/numbered.ts';
import { contents, type Dump, dumps, restore } from './dump.ts';

let count = 0;
const fresh = (): string => {
  count += 1;
  return `migrations-${count}`;
};
const NEWEST = migrations.length;
const released = migrations as readonly Migration<number>[];
const rows = ({ tables }: Dump): [string, number][] => Object.entries(tables).map(([name, all]) => [name, all.length]);

it('there is a dump of every version before this one', () => {
  expect(dumps().map(({ version }) => version)).toEqual(
    expect.arrayContaining(Array.from({ length: NEWEST - 1 }, (_, i) => i + 1)),
  );
});

describe.each(dumps())('from version $version to the newest', (dump) => {
  it('every row is still there, and found as the engine looks for it', async () => {
    const name = fresh();
    await restore(name, dump);
    const db = await openDatabase(new Database(name));
    expect(db.verno).toBe(NEWEST);
    for (const [table, many] of rows(dump)) expect([table, await db.table(table).count()]).toEqual([table, many]);
    const links = await db.links.toArray();
    const store = new DexieStore(db, links[0]?.pair ?? '');
    for (const { link } of links) {
      expect((await store.linksById([link.id]))[0]).toEqual(link);
      if (link.outlookId) expect((await store.linksByRef('outlook', [link.outlookId]))[0]?.id).toBe(link.id);
      if (link.espoRef) expect((await store.linksByRef('espo', [link.espoRef]))[0]?.id).toBe(link.id);
    }
    expect([(await store.plan()).length, (await store.journal()).length]).toEqual([
      dump.tables['plan']?.length,
      dump.tables['journal']?.length,
    ]);
    db.close();
  });

  it('what links are looked up by is what the newest version computes', async () => {
    const name = fresh();
    await restore(name, dump);
    const db = await openDatabase(new Database(name));
    for (const row of await db.links.toArray()) {
      const computed = linkRow(row.link);
      expect({ ...row, flags: row.flags.toSorted() }).toEqual({ ...computed, flags: computed.flags.toSorted() });
    }
    db.close();
  });
});

const boom: Migration<number> = {
  version: NEWEST + 1,
  stores: { links: 'id' },
  upgrade: async (transaction) => {
    await transaction.table('links').clear();
    throw new TypeError('a row that nobody thought of');
  },
};

describe('a migration that fails', () => {
  it('is named, and everything is as it was', async () => {
    const name = fresh();
    const [dump] = dumps();
    if (!dump) throw new Error('no dump');
    await restore(name, dump);
    (await openDatabase(new Database(name))).close();
    const before = await contents(name);
    for (let attempt = 0; attempt < 2; attempt += 1)
      await expect(openDatabase(new Database(name, {}, [...released, boom]))).rejects.toMatchObject({
        code: 'store.migration',
        detail: expect.stringContaining(`store ${NEWEST} to ${NEWEST + 1}`),
      });
    expect(await contents(name)).toEqual(before);
    // The version that is installed again, or a better one, goes on with it.
    const db = await openDatabase(new Database(name));
    expect(await db.links.count()).toBe(dump.tables['links']?.length);
    db.close();
  });

  it('the same database object opens once the trouble is over', async () => {
    const name = fresh();
    await restore(name, dumps()[0] as Dump);
    let broken = true;
    const step: Migration<number> = {
      version: NEWEST + 1,
      stores: {},
      upgrade: async () => {
        if (broken) throw new Error('once');
      },
    };
    const db = new Database(name, {}, [...released, step]);
    await expect(openDatabase(db)).rejects.toMatchObject({ code: 'store.migration' });
    broken = false;
    expect((await openDatabase(db)).verno).toBe(NEWEST + 1);
    db.close();
  });

  it('a full disk is a full disk', async () => {
    const name = fresh();
    await restore(name, dumps()[0] as Dump);
    const upgrade = async (): Promise<void> => {
      throw new DOMException('', 'QuotaExceededError');
    };
    const step = { version: NEWEST + 1, stores: {}, upgrade };
    await expect(openDatabase(new Database(name, {}, [...released, step]))).rejects.toMatchObject({
      code: 'store.full',
    });
  });
});

describe('a database of a newer version', () => {
  it('is named and left alone', async () => {
    const name = fresh();
    const newer = new Database(name, {}, [...released, { version: NEWEST + 1, stores: { more: 'id' } }]);
    await newer.open();
    await newer.table('more').put({ id: 'kept' });
    newer.close();
    const before = await contents(name);
    await expect(openDatabase(new Database(name))).rejects.toMatchObject({
      code: 'store.newer',
      detail: `store ${NEWEST + 1}, known ${NEWEST}`,
    });
    expect(await contents(name)).toEqual(before);
  });

  it('one that Dexie has only mended is not newer', async () => {
    const name = fresh();
    const native = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name, NEWEST * 10 + 1);
      request.onupgradeneeded = () => request.result.createObjectStore('pairs', { keyPath: 'id' });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    native.close();
    const db = await openDatabase(new Database(name));
    expect(await db.links.count()).toBe(0);
    db.close();
  });
});

it('a database that cannot be opened at all is named', async () => {
  const broken = new Database(fresh());
  const open = Dexie.dependencies.indexedDB.open;
  Dexie.dependencies.indexedDB.open = () => {
    throw new DOMException('', 'UnknownError');
  };
  try {
    await expect(openDatabase(broken)).rejects.toMatchObject({ code: 'store.broken' });
  } finally {
    Dexie.dependencies.indexedDB.open = open;
  }
});

it('a gap does not compile', () => {
  type Step<V extends number> = Migration<V>;
  const whole: Numbered<readonly [Step<1>, Step<2>, Step<3>]> = true;
  // @ts-expect-error 2 is missing
  const gap: Numbered<readonly [Step<1>, Step<3>]> = true;
  // @ts-expect-error twice the same
  const twice: Numbered<readonly [Step<1>, Step<1>]> = true;
  // @ts-expect-error it begins with 1
  const late: Numbered<readonly [Step<2>, Step<3>]> = true;
  const settings: Numbered<readonly [Step<2>, Step<3>], [0]> = true;
  // @ts-expect-error settings begin with the step to 2
  const early: Numbered<readonly [Step<1>], [0]> = true;
  expect([whole, gap, twice, late, settings, early]).not.toContain(false);
});
