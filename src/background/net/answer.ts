/** Reads what a server sent, whatever it sent: only so many bytes, so deep, so many parts, and texts that can be stored anywhere. */

/** Deeper than anything that Graph or EspoCRM send. */
const DEEPEST = 100;
/** Objects, lists and what stands in them, in one answer: a page of fifty meetings with a thousand guests each has half of that. */
const PARTS = 1_000_000;

/** What is not read to its end. `what` is for the sentence. */
export class Refused extends Error {
  readonly what: 'too large' | 'nested too deeply' | 'of too many parts';

  constructor(what: Refused['what']) {
    super(`an answer that is ${what}`);
    this.name = 'Refused';
    this.what = what;
  }
}

/** Less of the same may be read. */
export const isTooLarge = (error: unknown): boolean => error instanceof Refused && error.what !== 'nested too deeply';

/** The text of a body of at most so many bytes, counted as they come out of any compression. What is left is not waited for. */
export async function readText(response: Response, most: number): Promise<string> {
  if (Number(response.headers.get('content-length')) > most) {
    await response.body?.cancel();
    throw new Refused('too large');
  }
  if (!response.body) return '';
  const reader = response.body.getReader();
  const pieces: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > most) {
      await reader.cancel();
      throw new Refused('too large');
    }
    pieces.push(value);
  }
  // At once: a decoder that must remember half a character from piece to piece is many times slower.
  return UTF8.decode(pieces.length === 1 ? pieces[0] : joined(pieces, size));
}

const UTF8 = new TextDecoder();

function joined(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.byteLength;
  }
  return whole;
}

/** The value that a text is the JSON of; undefined where it is none. */
export function readJson(text: string): unknown {
  if (text === '') return undefined;
  measure(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return STRANGE.test(text) ? clean(value) : value;
}

const [QUOTE, COMMA, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN, CLOSE] = [34, 44, 92, 91, 93, 123, 125];

/** Before it is parsed: millions of empty lists, keys or numbers need more memory than there is. Texts are passed over. */
function measure(text: string): void {
  let depth = 0;
  let parts = 0;
  for (let at = 0; at < text.length; at += 1) {
    const c = text.charCodeAt(at);
    if (c === QUOTE) {
      at = endOfText(text, at);
      if (at < 0) return;
    } else if (c === OPEN || c === OPEN_LIST) {
      depth += 1;
      parts += 1;
      if (depth > DEEPEST) throw new Refused('nested too deeply');
    } else if (c === COMMA) parts += 1;
    else if (c === CLOSE || c === CLOSE_LIST) depth -= 1;
    if (parts > PARTS) throw new Refused('of too many parts');
  }
}

function endOfText(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let before = at - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((at - before) % 2 === 1) return at;
  }
  return -1;
}

/** A NUL, or half of a character: no database takes the one, no address and no PHP the other. */
const STRANGE = /\\u(?:0000|d[89a-f])/i;

function clean(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [cleanText(key), clean(inner)]));
}

const cleanText = (text: string): string => text.replaceAll('\0', '').toWellFormed();
