/** Patterns of EspoCRM's fields, as PHP reads them: on bytes, the whole value between `^` and `$`. */

/** What means something else here than there, or nothing. `/` ends a pattern in PHP: such a field takes nothing at all. */
const PHP_ONLY = /\\[AzZGhHKRvVXpPQE]|\[\[:|\(\?(?![:=!]|<[=!])|[+*?}]\+|(^|[^\\])\//;
/** May take for ever on a long text. */
const ENDLESS = /[+*}]\)[+*{]/;

/** Whether the value is taken. What cannot be told here is left to the server, which says so (save.ts). */
export function matches(pattern: string, value: string): boolean {
  const wanted = value === '' ? undefined : compiled(pattern);
  return wanted === undefined || wanted.test(bytes(value));
}

const known = new Map<string, RegExp | undefined>();

function compiled(pattern: string): RegExp | undefined {
  if (!known.has(pattern)) known.set(pattern, compile(pattern));
  return known.get(pattern);
}

function compile(pattern: string): RegExp | undefined {
  if (PHP_ONLY.test(pattern) || ENDLESS.test(pattern)) return undefined;
  try {
    return new RegExp(`^${bytes(pattern)}$`);
  } catch {
    return undefined;
  }
}

/** One character a byte: EspoCRM matches without the flag for Unicode (VarcharType). */
const bytes = (text: string): string =>
  Array.from(new TextEncoder().encode(text), (b) => String.fromCharCode(b)).join('');
