/** A search among what is synced and what is not. */
import { useSignal, useSignalEffect } from '@preact/signals';
import type { ItemView, SearchAnswer } from '../../shared/items';
import type { ErrorView } from '../../shared/state';
import { send, viewOf } from '../model/client';

const LIMIT = 50;
/** So long nobody has typed. Milliseconds. */
const QUIET = 250;

export interface Finding {
  /** '' while nothing is searched. */
  text: string;
  rows: readonly ItemView[];
  unread: SearchAnswer['unread'];
  busy: boolean;
  /** More may be found. */
  open: boolean;
  error: ErrorView | undefined;
  more: () => void;
}

const NOTHING = { text: '', rows: [], unread: { calendars: [], entities: [] }, next: '' };

/** What a search finds: the worker walks through names in stretches, and goes on until a page is full. */
export function useFinding(typed: string): Finding {
  const found = useSignal<Omit<SearchAnswer, 'rows'> & { text: string; rows: ItemView[] }>(NOTHING);
  const busy = useSignal(false);
  const error = useSignal<ErrorView | undefined>(undefined);
  const wanted = useSignal({ text: '', rows: LIMIT });
  if (wanted.peek().text !== typed) wanted.value = { text: typed, rows: LIMIT };
  useSignalEffect(() => {
    const { text, rows } = wanted.value;
    let current = true;
    const before = found.peek();
    const goesOn = before.text === text;
    if (text === '') found.value = NOTHING;
    // What went wrong with another search is none of this one's.
    error.value = undefined;
    const timer = setTimeout(() => void look(), goesOn ? 0 : QUIET);
    async function look(): Promise<void> {
      if (text === '') return;
      busy.value = true;
      try {
        let sum = goesOn ? before : { ...NOTHING, text };
        do {
          const answer = await send('item.search', { text, limit: LIMIT, after: sum.next });
          if (!current) return;
          sum = { ...answer, text, rows: [...sum.rows, ...answer.rows] };
          found.value = sum;
        } while (sum.next !== '' && sum.rows.length < rows);
        error.value = undefined;
      } catch (thrown) {
        if (current) error.value = viewOf(thrown);
      } finally {
        if (current) busy.value = false;
      }
    }
    return () => {
      current = false;
      clearTimeout(timer);
    };
  });
  const { text, rows, unread, next } = found.value;
  return {
    ...{ text, rows, unread },
    busy: busy.value,
    open: next !== '',
    error: error.value,
    more: () => {
      wanted.value = { text: typed, rows: rows.length + LIMIT };
    },
  };
}
