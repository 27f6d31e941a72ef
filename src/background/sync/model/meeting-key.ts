/** The key of a meeting (DESIGN 3.4), and as much of it as a field in EspoCRM holds. */

/** Hexadecimal digits of a key. */
const WHOLE_KEY = 40;
/** What a field must hold at least: of a million meetings hardly ever two share so many. */
export const LEAST_KEY = 16;

/** It was cut: a field shorter than a key holds its beginning. */
export const isBeginning = (key: string): boolean => key.length >= LEAST_KEY && key.length < WHOLE_KEY;

/** Two keys of one meeting, either of which may have been cut. No key is nobody's. */
export function sameKey(a: string, b: string): boolean {
  if (a === b) return a !== '';
  return Math.min(a.length, b.length) >= LEAST_KEY && (a.startsWith(b) || b.startsWith(a));
}

/** Which of these keys are of the same meeting as one. */
export function keysLike(keys: readonly string[]): (key: string) => string[] {
  const begin = (key: string): string => key.slice(0, LEAST_KEY);
  const alike = new Map<string, string[]>();
  for (const key of keys) alike.set(begin(key), [...(alike.get(begin(key)) ?? []), key]);
  return (key) => (alike.get(begin(key)) ?? []).filter((one) => sameKey(one, key));
}
