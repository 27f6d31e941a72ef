/** Every sentence that a person reads, in their language. */
import type messages from '../../public/_locales/en/messages.json';
import { type Args, format, type Language } from './message-format';

/** Every text that a person reads stands in `public/_locales`, in the language of the browser, and is named by its key. */
export type TextKey = keyof typeof messages;

let known: { ui: string; language: Language; dates: string } | undefined;

/** The language of the texts, which is English where the browser's is none of ours; dates follow the browser's own kind of it. */
function spoken() {
  const ui = chrome.i18n.getUILanguage();
  if (known?.ui === ui) return known;
  const locale = chrome.i18n.getMessage('locale') || 'en';
  const same = new Intl.Locale(ui).language === new Intl.Locale(locale).language;
  known = {
    ui,
    language: { locale, rtl: chrome.i18n.getMessage('direction') === 'rtl' },
    dates: same ? ui : locale,
  };
  return known;
}

export const language = (): Language => spoken().language;
export const dateLocale = (): string => spoken().dates;

/** The text of that name, its gaps filled. */
export const say = (key: TextKey, args: Args = {}): string => sayWith(key, args).join('');

/** The same with elements of a page in its gaps, as pieces. */
export const sayWith = <E>(key: TextKey, args: Args<E>): (string | E)[] =>
  format<E>(chrome.i18n.getMessage(key), args, spoken().language);
