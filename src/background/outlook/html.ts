/** A small reader of HTML, for bodies of events: a worker has no DOM. */
import { decoded } from './entities';

/** What somebody who reads HTML hears of, in order. */
export interface Reader {
  /** `tag` is this one only until the next is heard of. */
  open(name: string, tag: Tag): void;
  text(text: string): void;
  /** Also of what is closed only by what follows. */
  close(name: string): void;
}

export interface Tag {
  /** The value of an attribute, '' where it has none. */
  attribute(name: string): string;
}

const VOID = new Set('area base basefont br col embed frame hr img input link meta param source track wbr'.split(' '));
/** Their content is text up to their own end. */
const RAW = new Set(['script', 'style', 'title', 'textarea', 'xmp', 'iframe', 'noembed', 'noframes']);
const DECODED = new Set(['title', 'textarea']);
const set = (names: string): ReadonlySet<string> => new Set(names.split(' '));
const P = set('p');
const HEADING = set('p h1 h2 h3 h4 h5 h6');
const TERM = set('dd dt');
/** What ends, if it is open last, where one of these begins. */
const ENDS = new Map<string, ReadonlySet<string>>([
  ...[
    ...set(
      'address article aside blockquote details div dl fieldset figcaption figure footer form header hr main nav ol p pre section table ul',
    ),
  ].map((name): [string, ReadonlySet<string>] => [name, P]),
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((name): [string, ReadonlySet<string>] => [name, HEADING]),
  ['li', set('li')],
  ['tr', set('tr th td')],
  ['th', set('th')],
  ['td', set('thead th td')],
  ['tbody', set('thead tbody')],
  ['tfoot', set('thead tbody')],
  ['dd', TERM],
  ['dt', TERM],
  ['a', set('a')],
  ['body', set('head link script')],
]);

const NAME = /[^\s/>]*/y;
const LETTER = /[a-zA-Z]/;
const NONE: Tag = { attribute: () => '' };
const [DOUBLE, SINGLE, SLASH, EQUALS, GREATER] = [34, 39, 47, 61, 62];

/**
 * Reads HTML as far as its text needs it: tags, raw text, comments, character references. A worker has no DOM, and a whole parser would
 * be a seventh of its bytes; a test compares the two.
 */
export function readHtml(html: string, reader: Reader): void {
  const open = new Open(reader);
  let [inside, end] = [0, 0];
  const here: Tag = { attribute: (wanted) => attributeIn(html, inside, end, wanted) };
  let at = 0;
  let plain = 0;
  const flush = (until: number): void => {
    if (until > plain) reader.text(decoded(html.slice(plain, until)));
  };
  for (;;) {
    const tag = html.indexOf('<', at);
    if (tag < 0) break;
    const next = html[tag + 1] ?? '';
    at = tag + 1;
    if (LETTER.test(next)) {
      const name = nameAt(html, at);
      inside = at + name.length;
      end = endOfTag(html, inside);
      flush(tag);
      // Cut off in the middle of a tag.
      if (end < 0) return open.finish();
      plain = at = end;
      open.begin(name, here);
      if (!RAW.has(name)) continue;
      const over = endOfRaw(html, at, name);
      const raw = html.slice(at, over);
      if (raw !== '') reader.text(DECODED.has(name) ? decoded(raw) : raw);
      plain = at = over;
    } else if (next === '/' || next === '!' || next === '?') {
      if (next === '/' && html[tag + 2] === undefined) break;
      flush(tag);
      const name = next === '/' && LETTER.test(html[tag + 2] ?? '') ? nameAt(html, at + 1) : '';
      end = endOfComment(html, at);
      if (end < 0) return open.finish();
      plain = at = end;
      if (name !== '') open.end(name);
    }
  }
  flush(html.length);
  open.finish();
}

/** What is open, outermost first. */
class Open {
  readonly #reader: Reader;
  readonly #names: string[] = [];
  /** How often each is open: an end without a beginning must not look through all of them. */
  readonly #count = new Map<string, number>();

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  begin(name: string, tag: Tag): void {
    const ended = ENDS.get(name);
    while (ended?.has(this.#names.at(-1) ?? '')) this.#pop();
    this.#reader.open(name, tag);
    if (VOID.has(name)) {
      this.#reader.close(name);
      return;
    }
    this.#names.push(name);
    this.#count.set(name, (this.#count.get(name) ?? 0) + 1);
  }

  end(name: string): void {
    const isOpen = (this.#count.get(name) ?? 0) > 0;
    // Browsers make an empty paragraph, or a line break, of an end without a beginning.
    if (name === 'br' || (name === 'p' && !isOpen)) {
      this.#reader.open(name, NONE);
      this.#reader.close(name);
    } else if (isOpen) {
      // Whatever was left open inside ends with it.
      while (this.#pop() !== name);
    }
  }

  finish(): void {
    while (this.#names.length > 0) this.#pop();
  }

  #pop(): string {
    const name = this.#names.pop() as string;
    this.#count.set(name, (this.#count.get(name) as number) - 1);
    this.#reader.close(name);
    return name;
  }
}

function nameAt(html: string, at: number): string {
  NAME.lastIndex = at;
  return (NAME.exec(html)?.[0] ?? '').toLowerCase();
}

/** Behind the `>` of a tag, which may stand in a quoted value, too; -1 where the tag does not end. One pass: mails are written by anybody. */
function endOfTag(html: string, from: number): number {
  return readTag(html, from, html.length, () => undefined);
}

/** The first attribute of that name counts, as in browsers. */
function attributeIn(html: string, from: number, end: number, wanted: string): string {
  let found: string | undefined;
  readTag(html, from, end, (start, stop, value, over) => {
    if (found === undefined && html.slice(start, stop).toLowerCase() === wanted)
      found = decoded(html.slice(value, over), true);
  });
  return found ?? '';
}

type Hear = (nameFrom: number, nameUntil: number, valueFrom: number, valueUntil: number) => void;

/** The attributes of a tag; where it ends, or -1. */
function readTag(html: string, from: number, until: number, hear: Hear): number {
  let state: 'before' | 'name' | 'after' | 'value' | 'bare' = 'before';
  let start = from;
  let stop = from;
  let value = from;
  for (let at = from; at < until; at += 1) {
    const c = html.charCodeAt(at);
    const blank = c === 32 || (c >= 9 && c <= 13 && c !== 11);
    // A value without quotes lasts to the next blank, whatever else stands in it.
    if (state === 'bare' && (blank || c === GREATER)) hear(start, stop, value, at);
    if (c === GREATER) return at + 1;
    if (state === 'bare') {
      if (blank) state = 'before';
    } else if (state === 'value') {
      if (c === DOUBLE || c === SINGLE) {
        const end = html.indexOf(c === DOUBLE ? '"' : "'", at + 1);
        if (end < 0) return -1;
        hear(start, stop, at + 1, end);
        at = end;
        state = 'before';
      } else if (!blank) {
        state = 'bare';
        value = at;
      }
    } else if (blank || c === SLASH) {
      if (state === 'name') stop = at;
      state = c === SLASH ? 'before' : state === 'name' ? 'after' : state;
    } else if (c === EQUALS && state !== 'before') {
      // Where no name stands before it, it begins one.
      if (state === 'name') stop = at;
      state = 'value';
    } else if (state !== 'name') {
      state = 'name';
      start = at;
    }
  }
  return -1;
}
function endOfRaw(html: string, from: number, name: string): number {
  const end = new RegExp(`</${name}(?=[\\s/>])`, 'gi');
  end.lastIndex = from;
  return end.exec(html)?.index ?? html.length;
}

/** Behind a comment, a declaration or what only looks like one; -1 where it does not end. */
function endOfComment(html: string, at: number): number {
  const [start, stop] = html.startsWith('!--', at) ? [at + 3, '-->'] : [at, '>'];
  const end = html.indexOf(stop, start);
  return end < 0 ? -1 : end + stop.length;
}
