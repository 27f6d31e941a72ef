import { Dexie, type Table } from 'dexie';
import { SyncError } from '../../shared/codes';
import type { Settings } from '../../shared/settings';
import type { Activity, Cursor, Hold, JournalEntry, PlanRow, Tally } from '../sync/store';
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

  constructor(name = 'sync', options?: ConstructorParameters<typeof Dexie>[1]) {
    super(name, options);
    for (const { version, stores, upgrade } of migrations as readonly Migration<number>[]) {
      const shape = this.version(version).stores(stores);
      if (upgrade) shape.upgrade(upgrade);
    }
  }
}

/** Opens the database; a failed migration stops the sync with a named error and loses nothing (Dexie rolls it back). */
export async function openDatabase(database: Database): Promise<Database> {
  try {
    await database.open();
    return database;
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'VersionError' || name === 'UpgradeError')
      throw new SyncError('store.migration', name, { cause: error });
    throw new SyncError('store.broken', name, { cause: error });
  }
}
