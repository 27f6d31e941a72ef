/** Texts for tests that have no browser: `chrome.i18n` over the files of `_locales`. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

const LOCALES = path.join(import.meta.dirname, '../../public/_locales');

export const LANGUAGES = ['en', 'de', 'fr', 'es', 'pt_BR', 'uk', 'ar'] as const;
export type LanguageName = (typeof LANGUAGES)[number];
export type Messages = Record<string, { message: string }>;

export const messagesOf = (language: string): Messages =>
  JSON.parse(readFileSync(path.join(LOCALES, language, 'messages.json'), 'utf8')) as Messages;

/** What a browser of that language would hand out. */
export function i18nOf(language: LanguageName = 'en') {
  const messages = messagesOf(language);
  return {
    getMessage: (key: string) => messages[key]?.message ?? '',
    getUILanguage: () => messages['locale']?.message ?? 'en',
  };
}
