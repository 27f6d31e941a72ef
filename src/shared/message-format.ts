/**
 * The sentences of `_locales`, a small part of ICU's message format: `{name}`, `{n, plural, =0 {..} one {..} other {..}}` (`#` is the
 * number) and `{side, select, outlook {..} other {..}}`, one in the other as deep as one likes. No quoting: an apostrophe is one.
 */

export interface Language {
  /** Plural rules and numbers. */
  locale: string;
  rtl: boolean;
}

/** What stands in a gap: words and numbers are formatted, anything else (an element of the page) stays as it is. */
export type Args<E = never> = Readonly<Record<string, string | number | E>>;

/** The pieces of a sentence, texts that touch each other joined: one text where no element is among the arguments. */
export function format<E = never>(pattern: string, args: Args<E>, language: Language): (string | E)[] {
  const pieces: (string | E)[] = [];
  for (const piece of piecesOf(pattern, args, language)) {
    const last = pieces.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') pieces[pieces.length - 1] = last + piece;
    else pieces.push(piece);
  }
  return pieces;
}

function piecesOf<E>(pattern: string, args: Args<E>, language: Language, hash?: string): (string | E)[] {
  const pieces: (string | E)[] = [];
  let at = 0;
  while (at < pattern.length) {
    const open = pattern.indexOf('{', at);
    const plain = pattern.slice(at, open === -1 ? undefined : open);
    pieces.push(hash === undefined ? plain : plain.replaceAll('#', hash));
    if (open === -1) break;
    const close = closing(pattern, open);
    pieces.push(...gap(pattern.slice(open + 1, close), args, language, hash));
    at = close + 1;
  }
  return pieces;
}

/** Where the brace that opens at `open` is closed. */
function closing(pattern: string, open: number): number {
  let depth = 0;
  for (let at = open; at < pattern.length; at += 1) {
    if (pattern[at] === '{') depth += 1;
    else if (pattern[at] === '}' && --depth === 0) return at;
  }
  throw new SyntaxError(`A brace is not closed: ${pattern}`);
}

function gap<E>(inside: string, args: Args<E>, language: Language, hash?: string): (string | E)[] {
  const [, name = '', kind, rest = ''] = /^(\w+)(?:, (plural|select),(.*))?$/s.exec(inside) ?? [];
  const value = args[name];
  if (kind === undefined) return [shown(value, language)];
  const branches = branchesOf(rest);
  const words = kind === 'plural' ? pluralKeys(Number(value), language) : [value ? String(value) : 'none', 'other'];
  const branch = words.map((word) => branches.get(word)).find((one) => one !== undefined) ?? '';
  return piecesOf(branch, args, language, kind === 'plural' ? number(Number(value), language) : hash);
}

/** `=0` before the category of the language before `other`. */
const pluralKeys = (n: number, { locale }: Language): string[] => [`=${n}`, plural(locale).select(n), 'other'];

export function branchesOf(text: string): Map<string, string> {
  const branches = new Map<string, string>();
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('{', at);
    if (open === -1) break;
    const close = closing(text, open);
    branches.set(text.slice(at, open).trim(), text.slice(open + 1, close));
    at = close + 1;
  }
  return branches;
}

function shown<E>(value: string | number | E | undefined, language: Language): string | E {
  if (typeof value === 'number') return number(value, language);
  return typeof value === 'string' ? isolated(value, language) : (value ?? '');
}

const TURN = /[\u202a-\u202e\u2066-\u2069]/;
const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
/** Begins in the direction of the language, also where the whole is isolated by its first letter; plain where nothing runs otherwise. */
export const directed = (text: string, { rtl }: Language): string =>
  rtl ? `\u200f${text}` : RTL.test(text) ? `\u200e${text}` : text;

/** Signs that turn what stands behind them, seen by nobody: they make `exe.png` of `gnp.exe`. */
const TURNING = /[\u202a-\u202e\u2066\u2067]|\u2068(?![^\u2068\u2069]*\u2069)|(?<!\u2068[^\u2068\u2069]*)\u2069/g;

/**
 * What people wrote must not turn the sentence around it: isolated where one of the two may run from right to left, and without signs of
 * its own that would, except for whole isolated parts (names of a list).
 */
export function isolated(value: string, { rtl }: Language): string {
  const still = TURN.test(value) ? value.replace(TURNING, '') : value;
  return still !== '' && (rtl || still !== value || RTL.test(still)) ? `\u2068${still}\u2069` : still;
}

const kept = new Map<string, Intl.PluralRules | Intl.NumberFormat>();
function plural(locale: string): Intl.PluralRules {
  const rules = kept.get(`plural ${locale}`) ?? new Intl.PluralRules(locale);
  kept.set(`plural ${locale}`, rules);
  return rules as Intl.PluralRules;
}

function number(n: number, { locale }: Language): string {
  const format = kept.get(`number ${locale}`) ?? new Intl.NumberFormat(locale);
  kept.set(`number ${locale}`, format);
  return (format as Intl.NumberFormat).format(n);
}
