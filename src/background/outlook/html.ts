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
/** An open paragraph ends where one of these begins. */
const ENDS_PARAGRAPH = new Set(
  'address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr main menu nav ol p pre section table ul'.split(
    ' ',
  ),
);

/** A tag from its name on: attributes may hold `>` in quotes. */
const TAG = /([a-zA-Z][^\s/>]*)(?:[^>"'=]|=\s*"[^"]*"|=\s*'[^']*'|=|["'])*>/y;
const END = /\/([a-zA-Z][^\s/>]*)[^>]*>/y;

/**
 * Reads HTML as far as its text needs it: tags, raw text, comments, character references. A worker has no DOM, and a whole parser would
 * be a seventh of its bytes; a test compares the two.
 */
export function readHtml(html: string, reader: Reader): void {
  const open: string[] = [];
  const close = (name: string): void => {
    const at = open.lastIndexOf(name);
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
      const match = matched(TAG, html, at);
      flush(tag);
      // Cut off in the middle of a tag.
      if (!match) return finish(open, reader);
      plain = at = TAG.lastIndex;
      const name = (match[1] as string).toLowerCase();
      if (ENDS_PARAGRAPH.has(name) && open.at(-1) === 'p') close('p');
      reader.open(name);
      if (VOID.has(name)) reader.close(name);
      else open.push(name);
      if (!RAW.has(name)) continue;
      const end = endOfRaw(html, at, name);
      const raw = html.slice(at, end);
      if (raw !== '') reader.text(DECODED.has(name) ? decoded(raw) : raw);
      plain = at = end;
    } else if (next === '/' || next === '!' || next === '?') {
      if (next === '/' && html[tag + 2] === undefined) break;
      flush(tag);
      const match = next === '/' ? matched(END, html, at) : undefined;
      const end = match ? END.lastIndex : endOfComment(html, at);
      if (end < 0) return finish(open, reader);
      plain = at = end;
      if (match) close((match[1] as string).toLowerCase());
    }
  }
  flush(html.length);
  finish(open, reader);
}

function matched(pattern: RegExp, html: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(html);
}

function finish(open: string[], reader: Reader): void {
  while (open.length > 0) reader.close(open.pop() as string);
}

function endOfRaw(html: string, from: number, name: string): number {
  const found = new RegExp(`</${name}(?=[\\s/>])`, 'i').exec(html.slice(from));
  return found ? from + found.index : html.length;
}

/** Behind a comment, a declaration or what only looks like one; -1 where it does not end. */
function endOfComment(html: string, at: number): number {
  const [start, stop] = html.startsWith('!--', at) ? [at + 3, '-->'] : [at, '>'];
  const end = html.indexOf(stop, start);
  return end < 0 ? -1 : end + stop.length;
}
