/** What is typed in the two forms. The worker is told with each letter: a popup closes without a word. */
import { signal } from '@preact/signals';
import type { Draft } from '../../shared/draft';
import type { AppState } from '../../shared/state';
import { send } from '../model/client';

const typed = signal<Draft>({});

export function keepTyped(part: Draft): void {
  typed.value = { ...typed.peek(), ...part };
  // Lost at worst: nothing waits for it.
  send('draft.keep', { draft: typed.peek() }).catch(() => undefined);
}

/** It was used, and what is stored is shown again. */
export function forgetTyped(...keys: (keyof Draft)[]): void {
  typed.value = Object.fromEntries(
    Object.entries(typed.peek()).filter(([key]) => !keys.includes(key as keyof Draft)),
  ) as Draft;
}

/** What the organization has set, else typed here, else before the page was closed, else what is stored. */
export function shown<K extends Exclude<keyof Draft, 'settings'>>(
  app: AppState,
  key: K,
  otherwise: NonNullable<Draft[K]>,
) {
  const value = isSet(app, key) ? app.connection[key] : (typed.value[key] ?? app.draft[key] ?? otherwise);
  return value as NonNullable<Draft[K]>;
}

export const isSet = ({ managed }: AppState, key: keyof Draft): boolean =>
  managed.connection.some((set) => set === key);
