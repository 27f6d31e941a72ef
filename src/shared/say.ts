/** Every sentence that a person reads, in their language. */
import type messages from '../../public/_locales/en/messages.json';
import { type Args, format, type Language } from './message-format';

/** Every text that a person reads stands in `public/_locales`, in the language of the browser, and is named by its key. */
export type TextKey = keyof typeof messages;

interface Spoken {
  /** Whose they are. */
  of: typeof chrome.i18n;
  language: Language;
  dates: string;
  texts: Map<TextKey, string>;
}
let known: Spoken | undefined;

/**
 * The language of the texts, which is English where the browser's is none of ours; dates follow the browser's own kind of it. Kept, and
 * so are the texts: to ask the browser takes longer than to draw what is said, and a list says the same in each of its lines.
 */
function spoken(): Spoken {
  const { i18n } = chrome;
  if (known?.of === i18n) return known;
  const ui = i18n.getUILanguage();
  const locale = i18n.getMessage('locale') || 'en';
  const same = new Intl.Locale(ui).language === new Intl.Locale(locale).language;
  known = {
    of: i18n,
    language: { locale, rtl: i18n.getMessage('direction') === 'rtl' },
    dates: same ? ui : locale,
    texts: new Map(),
  };
  return known;
}

function patternOf(key: TextKey, { of, texts }: Spoken): string {
  const pattern = texts.get(key) ?? of.getMessage(key);
  texts.set(key, pattern);
  return pattern;
}

export const language = (): Language => spoken().language;
export const dateLocale = (): string => spoken().dates;

/** The text of that name, its gaps filled. */
export const say = (key: TextKey, args: Args = {}): string => sayWith(key, args).join('');

/** The same with elements of a page in its gaps, as pieces. */
export function sayWith<E>(key: TextKey, args: Args<E>): (string | E)[] {
  const now = spoken();
  return format<E>(patternOf(key, now), args, now.language);
}
