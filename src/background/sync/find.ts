import { twinKey } from './event';
import { type EspoItem, espoRef } from './item';
import type { Policy } from './policy';

export type Found = { kind: 'one'; item: EspoItem } | { kind: 'several'; items: EspoItem[] } | { kind: 'none' };

/**
 * Which of the readable records is the same meeting (DESIGN 3.4): first by the key in the optional field, then the exact twin that
 * is mine. `taken` are records that have a link or a tombstone already.
 */
export function judgeRecords(
  candidates: readonly EspoItem[],
  meetingKey: string,
  twin: string,
  taken: ReadonlySet<string>,
  policy: Policy,
): Found {
  const free = uniqueById(candidates).filter((c) => !taken.has(espoRef(c.type, c.id)));
  const keyed = free.filter((c) => c.key !== '' && c.key === meetingKey);
  // Of several with one key the keeper is the smallest (createdAt, id), on every colleague's browser the same.
  if (keyed.length > 0) return { kind: 'one', item: keeper(keyed) };
  const twins = free.filter((c) => c.key === '' && twinKey(c.event) === twin && isMine(c, policy));
  if (twins.length === 0) return { kind: 'none' };
  return twins.length === 1 ? { kind: 'one', item: twins[0] as EspoItem } : { kind: 'several', items: twins };
}

const isMine = (item: EspoItem, policy: Policy): boolean => item.mine || item.assignedUserId === policy.me.espoUserId;

export function keeper(items: readonly EspoItem[]): EspoItem {
  return items.reduce((a, b) => (b.createdAt < a.createdAt || (b.createdAt === a.createdAt && b.id < a.id) ? b : a));
}

/** A look-up by several addresses or keys may return a record twice (espo-versions.md 1). */
export function uniqueById(items: readonly EspoItem[]): EspoItem[] {
  return [...new Map(items.map((i) => [espoRef(i.type, i.id), i])).values()];
}
