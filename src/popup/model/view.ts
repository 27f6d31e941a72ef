import { signal } from '@preact/signals';

const VIEWS = ['sync', 'activity', 'needs', 'why'] as const;
export type View = (typeof VIEWS)[number];

const viewOfHash = (): View => VIEWS.find((name) => `#${name}` === location.hash.split('/')[0]) ?? 'sync';

/** What is shown under the status; the address remembers it. */
export const view = signal<View>(viewOfHash());
addEventListener('hashchange', () => {
  view.value = viewOfHash();
});
