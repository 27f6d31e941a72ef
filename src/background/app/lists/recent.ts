/** The newest changes, one for each item, as the status shows them. */
import type { ChangeView } from '../../../shared/state';
import type { Database } from '../../store/database';
import { fieldsNow } from '../../sync/model/link';
import type { Activity, Store } from '../../sync/model/store';
import { newestFirst, viewsOf } from './activity-list';
import { NO_TIME, type Where, whenOfText, whenView } from './places';

/** Rows looked through for the newest changes: a change has some eight rows at most, one for each field. */
const MOST = 200;

/** The newest changes, each of one item in one run; its rows stand together in the log. */
export async function newestChanges(db: Database, store: Store, where: Where, limit: number): Promise<ChangeView[]> {
  const groups = new Map<string, Activity[]>();
  let looked = 0;
  for await (const row of newestFirst(db, store.pair)) {
    const key = `${row.run}|${row.linkId || row.ref}`;
    const rows = groups.get(key);
    looked += 1;
    if (looked > MOST || (!rows && groups.size === limit)) break;
    if (rows) rows.push(row);
    else groups.set(key, [row]);
  }
  return Promise.all([...groups.values()].map((rows) => changeView(store, where, rows)));
}

async function changeView(store: Store, where: Where, rows: readonly Activity[]): Promise<ChangeView> {
  // The last word says what became of it.
  const [row] = rows as [Activity];
  const [view] = await viewsOf(store, where, [row]);
  const [link] = await store.linksById([row.linkId]);
  const { id = 0, run, at, side, title, op } = row;
  const time = rows.find(({ field }) => field === 'when');
  const told = time && whenOfText(time.newValue || time.oldValue);
  return {
    ...{ id, run, at, side, title, op },
    when: told ?? (link ? whenView(fieldsNow(link, link.gone === 'outlook' ? 'espo' : 'outlook').when) : NO_TIME),
    fields: [...new Set(rows.flatMap(({ field }) => (field === '' ? [] : [field])))],
    outlook: view?.outlook ?? { there: false, url: '', name: '' },
    espo: view?.espo ?? { there: false, url: '', name: '' },
    undone: rows.every(({ undone }) => undone !== undefined),
  };
}
