/** Which link, or which event that is left out, a tile stands for: by both forms of its id. Reads the store only. */
import { asGraphId, findByIds, foldId, otherFold } from '../../../shared/item-id';
import type { Database, Pair } from '../../store/database';
import { rowsOf } from '../../store/rows-of';
import type { Link } from '../../sync/model/link';
import type { Seen } from '../../sync/model/store';
import { storeOf } from '../kept/pairs';

export interface Met {
  /** Immutable id of the event. */
  ref: string;
  link: Link | undefined;
  seen: Seen | undefined;
}

/** `immutable`: what default ids are known to be, by their folded form. */
export async function findItems(
  db: Database,
  pair: Pair,
  ids: readonly string[],
  immutable: ReadonlyMap<string, string> = new Map(),
): Promise<Map<string, Met>> {
  const folded = [...new Set(ids.map(foldId))];
  const known = new Map<string, Met>();
  // Nearly all that is asked for is linked: only the rest is looked for elsewhere.
  await takeLinked(db, pair, folded, known);
  const open = folded.filter((key) => !known.has(key));
  if (open.length > 0) await takeOthers(db, pair, open, known, immutable);
  return findByIds(ids, known);
}

async function takeLinked(db: Database, pair: Pair, keys: readonly string[], known: Map<string, Met>): Promise<void> {
  for (const row of await rowsOf(db.links, 'keys', keys))
    if (row.pair === pair.id)
      for (const key of row.keys) known.set(key, { ref: row.link.outlookId, link: row.link, seen: undefined });
}

/** Links that sleep or have ended, events that are left out, and everything under the other spelling of its id. */
async function takeOthers(
  db: Database,
  pair: Pair,
  open: readonly string[],
  known: Map<string, Met>,
  immutable: ReadonlyMap<string, string>,
): Promise<void> {
  const store = storeOf(db, pair);
  const others = open.map(otherFold);
  const keys = [...new Set([...open, ...others])];
  const refs = keys.map((key) => immutable.get(key) ?? asGraphId(key));
  const [links, seen] = await Promise.all([
    store.linksByRef('outlook', refs),
    store.seenByRef('outlook', refs),
    takeLinked(db, pair, others, known),
  ]);
  keys.forEach((key, i) => {
    const [link, left] = [links[i], seen[i]];
    if (!known.has(key) && (link ?? left)) known.set(key, { ref: refs[i] as string, link, seen: left });
  });
}
