import { decoded } from './entities';

/** What somebody who reads HTML hears of, in order. */
export interface Reader {
  open(name: string): void;
  text(text: string): void;
  /** Also of what is closed only by what follows. */
  close(name: string): void;
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
const BLANK = new Set(' \t\n\f\r');

/**
 * Reads HTML as far as its text needs it: tags, raw text, comments, character references. A worker has no DOM, and a whole parser would
 * be a seventh of its bytes; a test compares the two.
 */
export function readHtml(html: string, reader: Reader): void {
  const open: string[] = [];
  const close = (name: string): void => {
    const at = open.lastIndexOf(name);
    // Browsers make an empty paragraph, or a line break, of an end without a beginning.
    if (name === 'br' || (name === 'p' && at < 0)) {
      reader.open(name);
      reader.close(name);
      return;
    }
    // Whatever was left open inside ends with it.
    while (at >= 0 && open.length > at) reader.close(open.pop() as string);
  };
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
    if (/[a-zA-Z]/.test(next)) {
      const name = nameAt(html, at);
      const end = endOfTag(html, at + name.length);
      flush(tag);
      // Cut off in the middle of a tag.
      if (end < 0) return finish(open, reader);
      plain = at = end;
      while (ENDS.get(name)?.has(open.at(-1) ?? '')) reader.close(open.pop() as string);
      reader.open(name);
      if (VOID.has(name)) reader.close(name);
      else open.push(name);
      if (!RAW.has(name)) continue;
      const over = endOfRaw(html, at, name);
      const raw = html.slice(at, over);
      if (raw !== '') reader.text(DECODED.has(name) ? decoded(raw) : raw);
      plain = at = over;
    } else if (next === '/' || next === '!' || next === '?') {
      if (next === '/' && html[tag + 2] === undefined) break;
      flush(tag);
      const name = next === '/' && /[a-zA-Z]/.test(html[tag + 2] ?? '') ? nameAt(html, at + 1) : '';
      const end = endOfComment(html, at);
      if (end < 0) return finish(open, reader);
      plain = at = end;
      if (name !== '') close(name);
    }
  }
  flush(html.length);
  finish(open, reader);
}

function nameAt(html: string, at: number): string {
  NAME.lastIndex = at;
  return (NAME.exec(html)?.[0] ?? '').toLowerCase();
}

/** Behind the `>` of a tag, which may stand in a quoted value, too; -1 where the tag does not end. One pass: mails are written by anybody. */
function endOfTag(html: string, from: number): number {
  let state: 'before' | 'name' | 'after' | 'value' | 'bare' = 'before';
  for (let at = from; at < html.length; at += 1) {
    const c = html[at] as string;
    if (c === '>') return at + 1;
    const blank = BLANK.has(c);
    if (state === 'bare') {
      // A value without quotes lasts to the next blank, whatever else stands in it.
      if (blank) state = 'before';
    } else if (state === 'value') {
      if (c === '"' || c === "'") {
        at = html.indexOf(c, at + 1);
        if (at < 0) return -1;
        state = 'before';
      } else if (!blank) state = 'bare';
    } else if (blank) state = state === 'name' ? 'after' : state;
    else if (c === '/') state = 'before';
    // Where no name stands before it, it begins one.
    else state = c === '=' && state !== 'before' ? 'value' : 'name';
  }
  return -1;
}

function finish(open: string[], reader: Reader): void {
  while (open.length > 0) reader.close(open.pop() as string);
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
