/** The text of an HTML body. */
import { type Reader, readHtml } from './html';
import { isItsAddress, linkAddress, longestWords } from './link-address';

const set = (names: string): ReadonlySet<string> => new Set(names.split(' '));
const SILENT = set('head style script title');
/** Elements that stand in lines of their own, and could share one with the cell they begin in. */
const SOFT = set('p div');
const HARD = set('br tr li ul ol table h1 h2 h3 h4 h5 h6 hr blockquote pre');
/** More of them that the former form ran together. */
const LATER = set(
  'dl dt dd address article aside caption center details fieldset figcaption figure footer form header main nav section summary',
);
const CELL = set('td th');
const CELLS = ' | ';
const BLANKS = /[\t\r\n]| {2}/;
/** So many pieces become one: millions of them would keep the memory busy. */
const PIECES = 1000;

/** How HTML was read: since form 2 links keep their address, and what stands apart on the page does so in the text. */
export type Form = 1 | 2;

/** Without any of these both forms read the same. */
const READ_OTHERWISE = new RegExp(`<(?:a|pre|${[...CELL, ...LATER].join('|')})[\\s>/]`, 'i');
export const mayDiffer = (html: string): boolean => READ_OTHERWISE.test(html);

/** A body's text as it stands on the page, blanks not yet as they are compared (text.ts). */
export function htmlText(html: string, form: Form = 2): string {
  const text = writing(form);
  readHtml(html, text);
  return text.said();
}

/** In both forms, read once: finding the tags of a long mail takes longer than writing down what stands between them. */
export function bothTexts(html: string): { text: string; former: string } {
  const [now, before] = [writing(2), writing(1)];
  readHtml(html, {
    open(name, tag) {
      now.open(name, tag);
      before.open(name, tag);
    },
    text(data) {
      now.text(data);
      before.text(data);
    },
    close(name) {
      now.close(name);
      before.close(name);
    },
  });
  return { text: now.said(), former: before.said() };
}

/** Writes down what is read, in that form. */
function writing(form: Form): Reader & { said(): string } {
  const lines = new Lines();
  const links: Link[] = [];
  let silent = 0;
  let preformatted = 0;
  const whole = form === 2;
  return {
    said: () => lines.text(),
    open(name, tag) {
      if (SILENT.has(name)) silent += 1;
      else if (whole && silent > 0) return;
      else if (name === 'br') lines.next();
      else if (whole && name === 'a') links.push(lines.linkFrom(linkAddress(tag.attribute('href'))));
      else if (whole && CELL.has(name)) lines.cell();
      else {
        if (name === 'pre') preformatted += 1;
        lines.apart(gapOf(name, whole));
        const link = name === 'img' ? links.at(-1) : undefined;
        if (link) link.picture = true;
      }
    },
    text(data) {
      if (silent > 0) return;
      if (preformatted > 0) lines.say(data);
      else lines.flow(BLANKS.test(data) ? data.replace(/[ \t\r\n]+/g, ' ') : data);
    },
    close(name) {
      if (SILENT.has(name)) silent -= 1;
      else if (whole && silent > 0) return;
      else if (whole && name === 'a') lines.link(links.pop());
      else if (whole && CELL.has(name)) lines.cellEnd();
      else {
        if (name === 'pre') preformatted -= 1;
        if (name !== 'br' && (whole || name !== 'pre')) lines.apart(gapOf(name, whole));
      }
    },
  };
}

/** What the next words are kept apart by; the greater one wins. */
type Gap = 0 | 1 | 2 | 3;
const [NO_GAP, CELL_GAP, SOFT_GAP, HARD_GAP] = [0, 1, 2, 3] as const;

function gapOf(name: string, whole: boolean): Gap {
  if (HARD.has(name) || (whole && LATER.has(name))) return HARD_GAP;
  return SOFT.has(name) ? SOFT_GAP : NO_GAP;
}

interface Link {
  address: string;
  /** Pieces and characters that stood before it. */
  pieces: number;
  characters: number;
  picture: boolean;
}

/** Words, and where a line ends: known before it is written, so that no growing text is ever looked at. */
class Lines {
  readonly #done: string[] = [];
  readonly #pieces: string[] = [];
  #characters = 0;
  /** Links whose words are still being read: their pieces stay apart. */
  #open = 0;
  /** Nothing stands in this line, or nothing that is seen. */
  #atStart = true;
  #blank = true;
  #gap: Gap = NO_GAP;
  /** In a cell of which nothing was said yet: whatever wraps its words needs no line of its own. */
  #fresh = false;

  text(): string {
    return this.#done.join('') + this.#pieces.join('');
  }

  apart(gap: Gap): void {
    if (this.#atStart || (this.#fresh && gap === SOFT_GAP)) return;
    if (gap > this.#gap) this.#gap = gap;
  }

  /** A line break that somebody made; in an empty cell it only keeps the cell open. */
  next(): void {
    if (this.#fresh) return;
    if (this.#gap > CELL_GAP) this.#push('\n');
    this.#gap = NO_GAP;
    this.#push('\n');
  }

  cell(): void {
    this.#fresh = true;
    if (this.#gap !== HARD_GAP) this.#gap = this.#blank ? NO_GAP : CELL_GAP;
  }

  cellEnd(): void {
    this.#fresh = false;
  }

  /** Words as they flow, blanks between them as one. */
  flow(words: string): void {
    const between = this.#atStart || this.#gap !== NO_GAP;
    if (between && (words === ' ' || words === '')) return;
    // What only keeps an empty cell open.
    if (this.#fresh && words.trim() === '') return;
    this.say(between && words.startsWith(' ') ? words.slice(1) : words);
  }

  say(words: string): void {
    if (this.#gap !== NO_GAP) this.#push(this.#gap === CELL_GAP ? CELLS : '\n');
    this.#gap = NO_GAP;
    this.#fresh = false;
    this.#push(words);
  }

  linkFrom(address: string): Link {
    this.#open += 1;
    return { address, pieces: this.#pieces.length, characters: this.#characters, picture: false };
  }

  link(link: Link | undefined): void {
    if (!link) return;
    this.#open -= 1;
    if (link.address === '') return;
    const { address, pieces, characters, picture } = link;
    const long = this.#characters - characters > longestWords(address);
    // What keeps the words apart from the cell before stands in front of them.
    const from = this.#pieces[pieces] === CELLS ? pieces + 1 : pieces;
    const words = long ? '' : this.#pieces.slice(from).join('').trim();
    if (!long && words === '') {
      if (picture) this.say(`<${address}>`);
    } else if (long || !isItsAddress(words, address)) this.#push(` <${address}>`);
  }

  #push(piece: string): void {
    if (piece === '') return;
    if (this.#open === 0 && this.#pieces.length >= PIECES) this.#done.push(this.#pieces.splice(0).join(''));
    this.#pieces.push(piece);
    this.#characters += piece.length;
    const line = piece.lastIndexOf('\n') + 1;
    this.#atStart = line === piece.length;
    this.#blank = (line > 0 || this.#blank) && !/\S/.test(line > 0 ? piece.slice(line) : piece);
  }
}
