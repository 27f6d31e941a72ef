/** Languages that nobody speaks: one with texts that are longer than any, one that runs from right to left. What breaks with them breaks with a real one. */
import { branchesOf } from '../../src/shared/message-format.ts';
import { LANGUAGES, type LanguageName, type Messages, messagesOf } from './texts.ts';

const ACCENTS: Record<string, string> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ó',
  u: 'ú',
  A: 'Å',
  E: 'É',
  O: 'Ø',
  n: 'ñ',
  c: 'ç',
};

/** Words half as long again, as German and Ukrainian can be; gaps stay. */
const stretched = (text: string): string =>
  text.replace(/\p{L}+/gu, (word) => {
    const said = [...word].map((letter) => ACCENTS[letter] ?? letter).join('');
    return word.length > 3 ? said + said.slice(-Math.ceil(word.length / 3)) : said;
  });

/** Letters of Latin in a text that runs from right to left: everything is read, and everything stands where it has to. */
const turned = (text: string): string => `\u202e${text}\u202c`;

/** The parts of a pattern that a person reads, changed; names and keywords as they are. */
export function mapTexts(pattern: string, change: (text: string) => string): string {
  let out = '';
  let at = 0;
  while (at < pattern.length) {
    const open = pattern.indexOf('{', at);
    const plain = pattern.slice(at, open === -1 ? undefined : open);
    out += plain.trim() === '' ? plain : change(plain);
    if (open === -1) break;
    const close = closing(pattern, open);
    out += `{${inside(pattern.slice(open + 1, close), change)}}`;
    at = close + 1;
  }
  return out;
}

function closing(pattern: string, open: number): number {
  let depth = 0;
  for (let at = open; at < pattern.length; at += 1) {
    if (pattern[at] === '{') depth += 1;
    else if (pattern[at] === '}' && --depth === 0) return at;
  }
  throw new SyntaxError(pattern);
}

function inside(text: string, change: (text: string) => string): string {
  const [, head, rest] = /^(\w+, (?:plural|select),)(.*)$/s.exec(text) ?? [];
  if (head === undefined || rest === undefined) return text;
  return `${head}${[...branchesOf(rest)].map(([key, branch]) => ` ${key} {${mapTexts(branch, change)}}`).join('')}`;
}

const KEPT = ['locale', 'direction', 'admin_messageEnglish'];
const all = (change: (text: string) => string): Messages =>
  Object.fromEntries(
    Object.entries(messagesOf('en')).map(([key, { message }]) => [
      key,
      { message: KEPT.includes(key) ? message : mapTexts(message, change) },
    ]),
  );

export const pseudoLong = (): Messages => all(stretched);
export const pseudoRtl = (): Messages => ({ ...all(turned), direction: { message: 'rtl' } });

/** The language with the longest texts of all. */
export function longest(): LanguageName {
  const length = (language: LanguageName) =>
    Object.values(messagesOf(language)).reduce((sum, { message }) => sum + message.length, 0);
  return [...LANGUAGES].sort((a, b) => length(b) - length(a))[0] ?? 'en';
}
