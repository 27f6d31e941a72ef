import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Dexie } from 'dexie';
import { type Migration, migrations } from '../../src/background/store/migrations.ts';

/** What one version of the program had stored: rows by table, as JSON. */
export interface Dump {
  version: number;
  tables: Record<string, unknown[]>;
}

export const DUMPS = path.join(import.meta.dirname, '../data/store');

export const dumps = (): Dump[] =>
  readdirSync(DUMPS)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(path.join(DUMPS, name), 'utf8')) as Dump)
    .sort((a, b) => a.version - b.version);

/** A database as that version would have it, with the rows of the dump: written below our own code, as a stranger. */
export async function restore(name: string, { version, tables }: Dump): Promise<void> {
  const db = new Dexie(name);
  for (const step of (migrations as readonly Migration<number>[]).slice(0, version))
    db.version(step.version).stores(step.stores);
  await db.open();
  for (const [table, rows] of Object.entries(tables)) await db.table(table).bulkPut(rows);
  db.close();
}

/** Everything that is in a database, whatever version it has; undefined stays out, as in JSON. */
export async function contents(name: string): Promise<Dump> {
  const db = await new Dexie(name).open();
  const tables: Dump['tables'] = {};
  for (const table of db.tables) tables[table.name] = JSON.parse(JSON.stringify(await table.toArray()));
  const { verno } = db;
  db.close();
  return { version: verno, tables };
}
