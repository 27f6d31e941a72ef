/** The indexes of a table: rows in the order of one attribute, so that a list costs what it finds and not what the table holds. */
import type { Core } from './core.ts';
import type { Row } from './types.ts';

/** Attributes that are compared as they stand in the row. */
const INDEXED = ['id', 'dateStart', 'modifiedAt', 'createdAt'];

export const isIndexed = (name: string): boolean => INDEXED.includes(name);

interface Condition {
  type?: unknown;
  attribute?: unknown;
  field?: unknown;
  value?: unknown;
}

/** What a where tree says at least of one attribute: one of these values, or not less than that. */
export interface Bound {
  equal?: readonly string[];
  from?: string;
}

/** Of one table, in the order of one attribute and then of id, as MySQL keeps an index. */
export interface Sorted {
  rows: Row[];
  keys: string[];
}

/** Deleted ones are among them: what they are compared with says more. */
export function sortedBy(core: Core, entity: string, name: string): Sorted {
  return core.indexed(entity, name, () => {
    const keyed = core.rows(entity).map((row) => ({ row, key: keyOf(row, name) }));
    keyed.sort((a, b) => compare(a.key, b.key) || compare(a.row.id, b.row.id));
    return { rows: keyed.map(({ row }) => row), keys: keyed.map(({ key }) => key) };
  });
}

/** Minutes are whole ones. */
const keyOf = (row: Row, name: string): string => {
  const text = String(row[name] ?? '');
  return text.length === 16 && name !== 'id' ? `${text}:00` : text;
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Rows that may meet a where tree, by the attribute that leaves the fewest; undefined where none of it is indexed. */
export function mayMeet(core: Core, entity: string, where: unknown): Row[] | undefined {
  let least: Row[] | undefined;
  for (const name of INDEXED) {
    const { equal, from } = boundOf(where, name) ?? {};
    if (!equal && from === undefined) continue;
    const sorted = sortedBy(core, entity, name);
    const rows = equal
      ? [...new Set(equal)].flatMap((key) => sorted.rows.slice(firstOf(sorted, key), firstOf(sorted, `${key}\0`)))
      : sorted.rows.slice(firstOf(sorted, from ?? ''));
    if (!least || rows.length < least.length) least = rows;
  }
  return least;
}

/** The place of the first row that is not before a key. */
export function firstOf({ keys }: Sorted, key: string): number {
  let [from, until] = [0, keys.length];
  while (from < until) {
    const middle = (from + until) >> 1;
    if ((keys[middle] ?? '') < key) from = middle + 1;
    else until = middle;
  }
  return from;
}

/** All items of a list must be met, so that any of them will do; of an `or` each has to say something. */
export function boundOf(where: unknown, name: string): Bound | undefined {
  for (const item of Array.isArray(where) ? (where as Condition[]) : []) {
    const bound = boundOfOne(item, name);
    if (bound) return bound;
  }
  return undefined;
}

function boundOfOne(item: Condition, name: string): Bound | undefined {
  const { type, value } = item ?? {};
  if (type === 'and') return boundOf(value, name);
  if (type === 'or' && Array.isArray(value)) {
    const all = value.map((one) => boundOfOne(one as Condition, name));
    if (all.length === 0 || all.some((bound) => bound === undefined)) return undefined;
    const equal = all.flatMap((bound) => bound?.equal ?? []);
    if (all.every((bound) => bound?.equal)) return { equal };
    return { from: [...equal, ...all.flatMap((bound) => bound?.from ?? [])].sort()[0] ?? '' };
  }
  if ((item.attribute ?? item.field) !== name) return undefined;
  const values = Array.isArray(value) ? value : [value];
  // Times that are written in another way are compared in another way, too.
  if (
    !values.every((one) => typeof one === 'string' && (name === 'id' || /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(one)))
  )
    return undefined;
  if (type === 'equals' || type === 'in') return { equal: values as string[] };
  if (type === 'greaterThan' || type === 'greaterThanOrEquals') return { from: String(values[0]) };
  return undefined;
}
