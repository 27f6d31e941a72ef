/** Whether the product says a text, as a document quotes it: a message of the pages, its gaps filled. */
import { type LanguageName, messagesOf } from '../surface/texts.ts';

const SIDES = '(?:Outlook|EspoCRM)';
const escaped = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&');

/** What stands between the braces that open at `open`, and where they close. */
function inside(message: string, open: number): { text: string; end: number } {
  let depth = 0;
  for (let at = open; at < message.length; at += 1) {
    if (message[at] === '{') depth += 1;
    else if (message[at] === '}' && --depth === 0) return { text: message.slice(open + 1, at), end: at + 1 };
  }
  throw new SyntaxError(message);
}

/** Every sentence that a message can become. */
function patternOf(message: string): string {
  let pattern = '';
  for (let at = 0; at < message.length; ) {
    const open = message.indexOf('{', at);
    const plain = message.slice(at, open === -1 ? undefined : open);
    pattern += escaped(plain).replaceAll('#', '\\d+');
    if (open === -1) break;
    const { text, end } = inside(message, open);
    pattern += gap(text);
    at = end;
  }
  return pattern;
}

function gap(text: string): string {
  const [, name = '', branches = ''] = /^(\w+)(?:, (?:plural|select),(.*))?$/s.exec(text) ?? [];
  if (branches === '') return ['side', 'gone', 'kept'].includes(name) ? SIDES : '.+';
  const all: string[] = [];
  for (let at = branches.indexOf('{'); at >= 0; ) {
    const { text: branch, end } = inside(branches, at);
    all.push(patternOf(branch));
    at = branches.indexOf('{', end);
  }
  return `(?:${all.join('|')})`;
}

/** Too little of its own to be known by. */
const saysEnough = (pattern: string): boolean => pattern.replaceAll(/\\.|\.\+|[^\p{L}]/gu, '').length > 2;

const made = new Map<string, RegExp[]>();
function patternsOf(language: LanguageName): RegExp[] {
  const known = made.get(language);
  if (known) return known;
  const patterns = Object.values(messagesOf(language))
    .map(({ message }) => patternOf(message))
    .filter(saysEnough)
    .map((pattern) => new RegExp(`^${pattern}$`));
  made.set(language, patterns);
  return patterns;
}

export const isSaid = (text: string, language: LanguageName = 'en'): boolean =>
  patternsOf(language).some((pattern) => pattern.test(text));
