/** What a preview remembers while it is made: nothing of it counts for the runs. */
import { Dexie, type Table } from 'dexie';
import { Database, type Pair } from '../../store/database';
import type { DexieStore } from '../../store/dexie';
import { storeOf } from '../kept/pairs';
import { PREVIEW } from '../kept/preview-lines';

const SCRATCH = 'preview';
const CHUNK = 2000;

type Task<T> = (scratch: Database, store: DexieStore) => Promise<T>;

/** The one that is under way: there is one scratch for all. */
let turn: Promise<unknown> = Promise.resolve();

/** A copy of everything that is known of a pair, thrown away afterwards. */
export function inScratch<T>(db: Database, pair: Pair, task: Task<T>): Promise<T> {
  const mine = turn.then(() => copied(db, pair, task));
  turn = mine.catch(() => undefined);
  return mine;
}

async function copied<T>(db: Database, pair: Pair, task: Task<T>): Promise<T> {
  await Dexie.delete(SCRATCH);
  const scratch = new Database(SCRATCH);
  try {
    for (const name of ['links', 'seen', 'arrivals', 'plan', 'holds', 'tallies', 'cursors'] as const)
      await copy(db[name] as Table, scratch[name] as Table, pair.id);
    return await task(scratch, storeOf(scratch, pair));
  } finally {
    scratch.close();
    await Dexie.delete(SCRATCH);
  }
}

async function copy(from: Table, to: Table, pair: string): Promise<void> {
  let last: unknown;
  for (;;) {
    const rest = last === undefined ? from.toCollection() : from.where(':id').above(last);
    const keys = await rest.limit(CHUNK).primaryKeys();
    const rows = (await from.bulkGet(keys)) as { pair: string; name?: string }[];
    await to.bulkPut(rows.filter((row) => row.pair === pair && !row.name?.startsWith(PREVIEW)));
    if (keys.length < CHUNK) return;
    last = keys.at(-1);
  }
}
