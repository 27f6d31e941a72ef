/** Writes that are decided on and not made, as lines of a list. */
import type { Page, PlanLine } from '../../../shared/items';
import { fieldsNow, type Link } from '../../sync/model/link';
import type { PlanRow, Store } from '../../sync/model/store';
import { changesOf } from './needs-view';
import { NO_TIME, NOWHERE, placesOf, placesOfItem, type Where, whenView } from './places';

export async function planLines(store: Store, where: Where, rows: readonly PlanRow[]): Promise<PlanLine[]> {
  const links = await store.linksById(rows.map(({ linkId }) => linkId ?? ''));
  return rows.map((row, i) => planLine(row, links[i], where));
}

export function planLine(row: PlanRow, link: Link | undefined, where: Where): PlanLine {
  const { id, title, side, op, state, source, mails } = row;
  const places = link ? placesOf(where, link) : placesOfItem(where, source);
  const when = link ? fieldsNow(link, link.gone === 'outlook' ? 'espo' : 'outlook').when : source?.event.when;
  return {
    ...{ id, title, side, op, mails },
    when: when ? whenView(when) : NO_TIME,
    reason: state === 'held' ? (row.reason ?? 'refused') : '',
    outlook: places.outlook ?? NOWHERE,
    espo: places.espo ?? NOWHERE,
    changes: changesOf(row, link),
  };
}

/** One page of what matches a text; `after` is the id of the last line before it. */
export function pageOf<T extends { id: string; title: string }>(
  all: readonly T[],
  { text, limit, after }: { text: string; limit: number; after: string },
): Page<T> {
  const words = text.toLowerCase().split(/\s+/u).filter(Boolean);
  const found =
    words.length === 0 ? all : all.filter(({ title }) => words.every((word) => title.toLowerCase().includes(word)));
  const from = after === '' ? 0 : found.findIndex(({ id }) => id === after) + 1;
  const rows = found.slice(from, from + limit);
  return { rows, total: found.length, next: from + limit < found.length ? (rows.at(-1)?.id ?? '') : '' };
}
