/** The activity as it is loaded, page by page. */
import { signal } from '@preact/signals';
import type { Request } from '../../shared/messages';
import type { ActivityRow, ErrorView } from '../../shared/state';
import { send, viewOf } from '../model/client';

export type Filter = Request<'activity.list'>['filter'];
export const ALL: Filter = { text: '', person: '', side: '', op: '', run: '' };
/** Nothing is left out by it. */
export const isAll = (filter: Filter): boolean => Object.values(filter).every((value) => value === '');

/** So many rows are asked for at once: enough for several screens, and shown without a pause. */
const PAGE = 300;

/** The rows of the log that are on the page, of one filter, in pages as they are scrolled to. */
export function makeLog() {
  const rows = signal<readonly ActivityRow[]>([]);
  const total = signal<number | undefined>(undefined);
  const error = signal<ErrorView | undefined>(undefined);
  let next = '';
  let turn = 0;
  let busy = false;

  async function take(filter: Filter, limit: number, after: string): Promise<void> {
    turn += 1;
    const mine = turn;
    busy = true;
    try {
      const page = await send('activity.list', { limit, after, filter });
      // Another filter was chosen meanwhile.
      if (mine !== turn) return;
      rows.value = after === '' ? page.rows : [...rows.peek(), ...page.rows];
      next = page.next;
      // How many a filter lets through is known at their end: the whole log is not read for a number.
      total.value = isAll(filter) ? page.total : next === '' ? rows.value.length : undefined;
      error.value = undefined;
    } catch (thrown) {
      if (mine === turn) error.value = viewOf(thrown);
    } finally {
      if (mine === turn) busy = false;
    }
  }

  return {
    rows,
    total,
    error,
    /** From the newest on; as many as are shown already, so that nobody loses their place. */
    load: (filter: Filter, keep = false) =>
      take(filter, keep ? Math.min(1000, Math.max(PAGE, rows.peek().length)) : PAGE, ''),
    more: (filter: Filter) => (busy || next === '' ? undefined : take(filter, PAGE, next)),
  };
}
