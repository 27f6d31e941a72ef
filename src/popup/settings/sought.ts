/** The search of the settings. */
import { signal } from '@preact/signals';
import { say } from '../../shared/say';
import type { SettingKey } from '../../shared/settings';

/** What is typed into the search of the settings. */
export const sought = signal('');

const words = (text: string): string => text.toLocaleLowerCase();

/** A setting is found by its name and its sentence. */
export function isSought(key: SettingKey): boolean {
  const typed = words(sought.value.trim());
  return typed === '' || words(`${say(`set_${key}`)} ${say(`set_${key}_hint`)}`).includes(typed);
}
