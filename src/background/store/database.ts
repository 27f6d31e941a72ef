/** The database: its tables, and the pairs that share it. */
import { Dexie, type Table } from 'dexie';
import { SyncError, toSyncError } from '../../shared/codes';
import type { Settings } from '../../shared/settings';
import type { Activity, Cursor, Hold, JournalEntry, PlanRow, Tally } from '../sync/model/store';
import { type Migration, migrations } from './migrations';
import type { ArrivalRow, LinkRow, SeenRow } from './rows';

/** One mailbox joined to one EspoCRM user. One is active at a time; the others are frozen and resume when they come back. */
export interface Pair {
  id: string;
  tenantId: string;
  mailboxId: string;
  mailbox: string;
  site: string;
  espoUserId: string;
  espoUser: string;
  createdAt: number;
  settingsVersion: number;
  settings: Settings;
  /** The user pressed Start: the alarm runs. */
  started: boolean;
}

export class Database extends Dexie {
  pairs!: Table<Pair, string>;
  links!: Table<LinkRow, string>;
  seen!: Table<SeenRow, string>;
  arrivals!: Table<ArrivalRow, string>;
  plan!: Table<PlanRow, [string, string]>;
  journal!: Table<JournalEntry, [string, string]>;
  cursors!: Table<Cursor, [string, string]>;
  activity!: Table<Activity, number>;
  holds!: Table<Hold, [string, string]>;
  tallies!: Table<Tally & { key?: number }, number>;
  /** Keys that cannot be exported, and the token they seal. Never readable by a page. */
  secrets!: Table<{ id: string; value: unknown }, string>;

  /** The version that this program makes and understands. */
  readonly newest: number;

  constructor(
    name = 'sync',
    options?: ConstructorParameters<typeof Dexie>[1],
    steps: readonly Migration<number>[] = migrations,
  ) {
    super(name, options);
    this.newest = steps.length;
    for (const { version, stores, upgrade } of steps) {
      const shape = this.version(version).stores(stores);
      if (upgrade) shape.upgrade(upgrade);
    }
  }
}

/**
 * The one database of a worker, opened on first use. The browser may close it at any time, when it clears the data of sites for
 * instance; Dexie (4.4.7) then opens it once more by itself and, when that fails, rejects for ever: each asker opens it again.
 */
export function opener(database: Database): () => Promise<Database> {
  let opening: Promise<Database> | undefined;
  return async () => {
    if (!opening && database.isOpen()) return database;
    opening ??= openDatabase(database).finally(() => {
      opening = undefined;
    });
    return opening;
  };
}

/** Opens the database. One that cannot be brought up to date, or is newer than this program, is left as it is and stops the sync. */
export async function openDatabase(database: Database): Promise<Database> {
  const { newest } = database;
  const found = await versionOnDisk(database.name);
  // Dexie would open it all the same, and put its own older indexes into it.
  if (found > newest) throw new SyncError('store.newer', `store ${found}, known ${newest}`);
  try {
    await database.open();
    return database;
  } catch (error) {
    // A failed open leaves a half-open database behind, which would answer the next attempt with the same error.
    database.close({ disableAutoOpen: false });
    const known = toSyncError(error);
    if (known.code === 'store.full') throw known;
    const name = error instanceof Error ? error.name : '';
    // IndexedDB rolls a version change back as a whole: what was stored is still there.
    if (found > 0 && found < newest)
      throw new SyncError('store.migration', `store ${found} to ${newest} ${name}`.trim(), { cause: error });
    throw new SyncError('store.broken', name, { cause: error });
  }
}

/** 0 where there is none. Dexie counts in tens, and adds one when it mends an index. */
async function versionOnDisk(name: string): Promise<number> {
  const { indexedDB } = Dexie.dependencies;
  try {
    const all: IDBDatabaseInfo[] = await indexedDB.databases();
    return Math.floor((all.find((one) => one.name === name)?.version ?? 0) / 10);
  } catch {
    // It cannot be asked: opening says what is wrong.
    return 0;
  }
}
