/** The log as pages show it: the newest first, filtered, page by page. */
import { Dexie } from 'dexie';
import { causesOf } from '../../../shared/causes';
import type { Page } from '../../../shared/items';
import type { Request } from '../../../shared/messages';
import type { ActivityRow } from '../../../shared/state';
import type { Database } from '../../store/database';
import { keptCount } from '../../store/kept-counts';
import { splitEspoRef } from '../../sync/model/item';
import type { Link } from '../../sync/model/link';
import type { Activity, Store } from '../../sync/model/store';
import { CHANGE } from '../../sync/person/ids';
import { isUndoable } from '../../sync/person/undo-changes';
import { withPerson } from './of-person';
import { placeOfRef, placesOf, type Where } from './places';

type Filter = Request<'activity.list'>['filter'];

/** Rows looked at in one go: few at first, because mostly the newest are what is asked for, then more; a long search must not hold up everything else. */
const FIRST = 50;
const CHUNK = 1000;
const { minKey, maxKey } = Dexie;

export async function listActivity(
  db: Database,
  store: Store,
  where: Where,
  { limit, after, filter }: Request<'activity.list'>,
): Promise<Page<ActivityRow>> {
  const wanted = matcher(filter);
  const found: Activity[] = [];
  // One more than was asked for: there is another page.
  const begin = after === '' ? undefined : Number(after);
  for await (const chunk of chunks(db, store.pair, isAll(filter) ? limit + 1 : CHUNK, begin)) {
    const fits = chunk.filter(wanted);
    found.push(...(filter.person === '' ? fits : await withPerson(store, fits, chunk, filter.person)));
    if (found.length > limit) break;
  }
  const rows = found.slice(0, limit);
  const next = found.length > limit ? String(rows.at(-1)?.id ?? '') : '';
  const [views, total] = await Promise.all([viewsOf(store, where, rows), countAll(db, store)]);
  return { rows: views, total, next };
}

const countAll = (db: Database, { pair }: Store): Promise<number> =>
  keptCount(db, pair, 'activity', 'all', () =>
    db.activity.where('[pair+at]').between([pair, minKey], [pair, maxKey]).count(),
  );

/** Every row fits. */
const isAll = (filter: Filter): boolean => Object.values(filter).every((value) => value === '');

/** In the order of the log, from the row before that one. */
export async function* newestFirst(db: Database, pair: string): AsyncIterable<Activity> {
  for await (const chunk of chunks(db, pair, FIRST)) yield* chunk;
}

/** The log in pieces, because to walk from row to row takes ten times as long; each is twice as long as the one before. */
async function* chunks({ activity }: Database, pair: string, few: number, before?: number): AsyncIterable<Activity[]> {
  const [oldest, newest] = await Promise.all([
    activity.orderBy('id').first(),
    before === undefined ? activity.orderBy('id').last() : undefined,
  ]);
  const first = oldest?.id ?? 0;
  let end = before ?? (newest?.id ?? 0) + 1;
  for (let size = few; end > first; size = Math.min(CHUNK, size * 2)) {
    const begin = Math.max(first, end - size);
    const rows = await activity.where('id').between(begin, end, true, false).toArray();
    yield rows.reverse().filter((row) => row.pair === pair);
    end = begin;
  }
}

function matcher({ text, side, op, run }: Filter): (row: Activity) => boolean {
  const words = text.toLowerCase().split(/\s+/u).filter(Boolean);
  return (row) =>
    (side === '' || row.side === side) &&
    (op === '' || row.op === op) &&
    (run === '' || row.run === run) &&
    (words.length === 0 || holdsAll(textOf(row).toLowerCase(), words));
}
const textOf = ({ title, oldValue, newValue, oldName = '', newName = '' }: Activity): string =>
  [title, oldValue, newValue, oldName, newName].join('\n');
const holdsAll = (text: string, words: readonly string[]): boolean => words.every((word) => text.includes(word));

export async function viewsOf(store: Store, where: Where, rows: readonly Activity[]): Promise<ActivityRow[]> {
  const ids = [...new Set(rows.map(({ linkId }) => linkId).filter((id) => id !== ''))];
  const links = new Map((await store.linksById(ids)).flatMap((link) => (link ? [[link.id, link] as const] : [])));
  return rows.map((row) => view(row, links.get(row.linkId), where));
}

function view(row: Activity, link: Link | undefined, where: Where): ActivityRow {
  const places = link ? placesOf(where, link) : onlyOf(row, where);
  const { id = 0, run, at, side, title, op, field, cause } = row;
  const [oldValue, newValue] = valuesOf(row, where);
  const undone = row.undone !== undefined;
  return {
    ...{ id, run, at, side, title, op, field, oldValue, newValue, cause, undone },
    ...places,
    causes: causesOf(cause),
    record: row.linkId || row.ref,
    undoable: isUndoable(row) && !undone,
    again: undone && link !== undefined && isRepeatable(row) ? CHANGE + id : '',
  };
}

/** A parent that was taken away, by undoing what gave it, is taken away again there. */
const isRepeatable = ({ op, field, newValue }: Activity): boolean =>
  op === 'create' || op === 'link' || (op === 'update' && !(field === 'parent' && newValue === ''));

const onlyOf = ({ side, ref }: Activity, where: Where) => ({
  outlook: placeOfRef(where, 'outlook', side === 'outlook' ? ref : ''),
  espo: placeOfRef(where, 'espo', side === 'espo' ? ref : ''),
});

/** As people know them: a reference by its name, or by what kind of record it is where nobody knew that. */
function valuesOf({ field, oldValue, newValue, oldName, newName }: Activity, { names }: Where): [string, string] {
  if (field !== 'parent') return [oldValue, newValue];
  const shown = (ref: string, name: string | undefined): string => {
    const { type } = splitEspoRef(ref);
    return ref === '' ? '' : (name ?? names.get(type) ?? type);
  };
  return [shown(oldValue, oldName), shown(newValue, newName)];
}
