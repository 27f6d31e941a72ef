/** Patterns of EspoCRM's fields, as PHP reads them: on bytes, the whole value between `^` and `$`. */
import { waysToMatch } from './pattern-cost';

/** What means something else here than there, or nothing. `/` ends a pattern in PHP: such a field takes nothing at all. */
const PHP_ONLY = /\\[AzZGhHKRvVXpPQE]|\[\[:|\(\?(?![:=!]|<[=!])|[+*?}]\+|(^|[^\\])\//;
/** So many are tried before anybody notices. */
const QUICK = 2_000_000;

/** Whether the value is taken. What cannot be told here, or not soon, is left to the server, which says so (save.ts). */
export function matches(pattern: string, value: string): boolean {
  if (value === '' || PHP_ONLY.test(pattern)) return true;
  const text = bytes(value);
  if (waysToMatch(bytes(pattern), text.length) > QUICK) return true;
  return compiled(pattern)?.test(text) ?? true;
}

const known = new Map<string, RegExp | undefined>();

function compiled(pattern: string): RegExp | undefined {
  if (!known.has(pattern)) known.set(pattern, compile(pattern));
  return known.get(pattern);
}

function compile(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^${bytes(pattern)}$`);
  } catch {
    return undefined;
  }
}

/** One character a byte: EspoCRM matches without the flag for Unicode (VarcharType). */
const bytes = (text: string): string =>
  Array.from(new TextEncoder().encode(text), (b) => String.fromCharCode(b)).join('');
