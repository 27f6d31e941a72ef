/** The views of the full page, by the address of the tab. */
import { signal } from '@preact/signals';

export const VIEWS = ['overview', 'activity', 'needs', 'why', 'settings', 'check', 'about', 'start'] as const;
export type View = (typeof VIEWS)[number];

export interface Where {
  /** undefined: the page chooses, because the address names none. */
  view: View | undefined;
  /** What on it: a run, a setting; '' for all of it. */
  at: string;
}

function whereOfHash(): Where {
  const [name = '', at = ''] = location.hash.slice(1).split('/');
  return { view: VIEWS.find((one) => one === name), at: decodeURIComponent(at) };
}

/** What the page shows; the address remembers it. */
export const where = signal<Where>(whereOfHash());
addEventListener('hashchange', () => {
  where.value = whereOfHash();
});

export const go = (view: View, at = ''): void => {
  location.hash = at === '' ? view : `${view}/${encodeURIComponent(at)}`;
};
