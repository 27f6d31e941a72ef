/** Which link, or which event that is left out, a tile stands for: by both forms of its id. Reads the store only. */
import { asGraphId, findByIds, foldId, otherFold } from '../../../shared/item-id';
import type { Database, Pair } from '../../store/database';
import type { LinkRow } from '../../store/rows';
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

const folded = (ids: readonly string[]): string[] => [...new Set(ids.map(foldId))];

/** Live links by either id: nearly all that is asked for. */
export const linkedRows = (db: Database, ids: readonly string[]): Promise<LinkRow[]> =>
  rowsOf(db.links, 'keys', folded(ids));

/**
 * `linked`: what `linkedRows` found for them. `immutable`: what default ids are known to be, by their folded form. `onPage`: what else
 * the page has shown.
 */
export async function findItems(
  db: Database,
  pair: Pair,
  ids: readonly string[],
  linked: readonly LinkRow[],
  immutable: ReadonlyMap<string, string>,
  onPage?: (folded: string) => boolean,
): Promise<Map<string, Met>> {
  const known = new Map<string, Met>();
  take(pair, linked, known);
  const open = folded(ids).filter((key) => !known.has(key));
  if (open.length > 0) await takeOthers(db, pair, open, known, immutable);
  return findByIds(ids, known, onPage);
}

function take(pair: Pair, rows: readonly LinkRow[], known: Map<string, Met>): void {
  for (const row of rows)
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
  const refs = keys.map((key) => immutable.get(key) || asGraphId(key));
  const [links, seen, rows] = await Promise.all([
    store.linksByRef('outlook', refs),
    store.seenByRef('outlook', refs),
    rowsOf(db.links, 'keys', others),
  ]);
  keys.forEach((key, i) => {
    const [link, left] = [links[i], seen[i]];
    if (link ?? left) known.set(key, { ref: refs[i] as string, link, seen: left });
  });
  take(pair, rows, known);
}
