/** Counts that are kept beside the rows, because IndexedDB counts by walking. */
import type { Changes } from '../sync/model/store';
import type { Database } from './database';

type Of = 'links' | 'seen' | 'activity';

const prefix = (of: Of): string => `count|${of}|`;

/**
 * IndexedDB counts by walking from row to row: fifty thousand links take it a good part of a second, several times in a run that finds
 * nothing new. So what was counted is kept until a commit changes what it counts. A migration that does so has to forget it, too.
 */
export async function keptCount<T>(
  db: Database,
  pair: string,
  of: Of,
  name: string,
  count: () => Promise<T>,
): Promise<T> {
  const key = `${prefix(of)}${name}`;
  const kept = await db.cursors.get([pair, key]);
  if (kept) return JSON.parse(kept.value) as T;
  try {
    // In one transaction: no commit comes between the counting and the keeping.
    return await db.transaction('rw', [db.links, db.seen, db.activity, db.cursors], async () => {
      const counted = await count();
      await db.cursors.put({ pair, name: key, value: JSON.stringify(counted) });
      return counted;
    });
  } catch {
    // No room to keep it: it is counted again the next time.
    return count();
  }
}

/** Inside the transaction of a commit. */
export async function forgetCounts({ cursors }: Database, pair: string, changes: Changes): Promise<void> {
  const { links, seen, activity, forget } = changes;
  const lists: Record<Of, (readonly unknown[] | undefined)[]> = {
    links: [links?.put, links?.remove],
    seen: [seen?.put, seen?.remove],
    activity: [activity, forget],
  };
  for (const of of Object.keys(lists) as Of[])
    if (lists[of].some((list) => list?.length))
      await cursors
        .where('[pair+name]')
        .between([pair, prefix(of)], [pair, `${prefix(of)}\uffff`])
        .delete();
}
