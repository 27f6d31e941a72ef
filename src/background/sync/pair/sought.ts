/** What was looked for in EspoCRM and is not there: a worker that is stopped over its finds goes on behind them, and gets further with each life. */
import { MINUTE } from '../../../shared/time';
import type { Engine } from '../model/engine';
import type { OutlookItem } from '../model/item';
import type { Search } from '../model/port';
import type { Cursor } from '../model/store';

/** What finds of the run under way have not found. It stands until that is being made. */
export const SOUGHT = 'sought|';

/** So soon after it was stopped a run is the same one: what it has looked for stands. */
export const SAME_RUN = 10 * MINUTE;

/** More than this is looked for in several steps, each of which may be the last of a worker. */
const MANY = 500;

export interface Sought {
  search: Search | undefined;
  /** Not found, by id of the event and its version. */
  missing: ReadonlyMap<string, string>;
}

/**
 * All arrived events begin in the window of their calendars, but for those that were linked before. Reading all that EspoCRM holds there
 * may take longer than a worker lives: where one was stopped over it, the next asks find by find.
 */
export async function goOnSeeking({ store, feeds, now }: Engine): Promise<Sought> {
  const expected = await store.countArrivals('outlook');
  const names = await store.cursorNames(SOUGHT);
  const rows = await Promise.all(names.map(async (name) => readRow(await store.cursor(name))));
  // Whoever gets no further begins anew.
  const age = now() - Math.max(...rows.map(({ at }) => at));
  if (age >= 0 && age < SAME_RUN)
    return { search: undefined, missing: new Map(rows.flatMap(({ missing }) => missing)) };
  const put = expected > MANY ? [rowOf(store.pair, '', { at: now(), missing: [] })] : [];
  if (put.length + names.length > 0) await store.commit({ cursors: { put, remove: names } });
  const from = Math.min(...feeds.outlook.map((feed) => feed.from));
  const until = Math.max(...feeds.outlook.map((feed) => feed.until));
  return { search: { expected, among: { from, until } }, missing: new Map() };
}

/** An event that was edited since is looked for as it is now. */
export const isMissing = ({ id, etag }: OutlookItem, { missing }: Sought): boolean =>
  etag !== '' && missing.get(id) === etag;

/** To be stored with what else came out of the same find. */
export function notFound({ store, now }: Engine, items: readonly OutlookItem[]): Cursor[] {
  const missing = items.map(({ id, etag }): [string, string] => [id, etag]);
  return missing.length === 0 ? [] : [rowOf(store.pair, missing[0]?.[0] ?? '', { at: now(), missing })];
}

interface Row {
  at: number;
  missing: [id: string, etag: string][];
}

const rowOf = (pair: string, first: string, row: Row): Cursor => ({
  pair,
  name: `${SOUGHT}${first}`,
  value: JSON.stringify(row),
});

const readRow = (value = '{"at":0,"missing":[]}'): Row => JSON.parse(value) as Row;
