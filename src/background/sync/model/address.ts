/** Whom a field or a line means: addresses come as people, programs and old servers have spelt them (graph.md 22). */
import { plainName } from './plain-name';

/** Long enough for whoever has one; a name is said, kept and compared with every meeting. */
const NAME = 200;
const LONGEST = 320;
/** Of a field that goes on for longer nobody can say whom it means. */
const FIELD = 20_000;
const QUOTES = '\'"‘’“”';
const PREFIX = /^(?:smtp|mailto|sip):/i;
/** Blanks, and what separates or wraps addresses, stand in none that a server could take. */
const ADDRESS = /^[^\s,;<>"@]+@[^\s,;<>"@/:\\]+$/u;
/** Nearly all are spelt so, and nothing has to be looked for in them. */
const PLAIN = /^[\w.+-]+@[\w-]+(?:\.[\w-]+)*$/;
/** An address inside an organization, and the form it takes where it was sent out of it. */
const LEGACY = /^(?:ex:)?\/o=|^imceaex-/i;

/** An address in lower case; '' for what is nobody's: names alone, addresses of directories, several at once, nothing. */
export function cleanAddress(raw: string): string {
  if (raw.length <= LONGEST && PLAIN.test(raw) && !LEGACY.test(raw)) return raw.toLowerCase();
  const [address = '', ...others] = addressesIn(raw);
  return others.length === 0 ? address : '';
}

/** A domain as it is typed, with or without its @. */
export const cleanDomain = (raw: string): string => bareText(visible(raw)).replace(/^@+/, '').toLowerCase();

/** Everybody whom one field means. */
function addressesIn(raw: string): Set<string> {
  const found = new Set<string>();
  if (raw.length > FIELD) return found;
  const text = visible(raw);
  if (isOfDirectory(text)) return found;
  // Neither a quoted name nor a remark is an address, whatever stands in it.
  const spoken = text.replace(/"[^"]*"(?=\s*<)/g, '').replace(/\s\([^()]*\)/g, '');
  for (const part of spoken.split(/[,;]/)) {
    // What stands before brackets is a name, even if it is spelt like an address.
    const inside = [...part.matchAll(/<+([^<>]*)/g)].map(([, one = '']) => one);
    for (const one of inside.length > 0 ? inside : [part]) {
      const address = addressOf(one);
      if (address !== '') found.add(address);
    }
  }
  return found;
}

function addressOf(one: string): string {
  if (one.length > 2 * LONGEST) return '';
  let text = bareText(one);
  for (let prefix = PREFIX.exec(text); prefix; prefix = PREFIX.exec(text)) {
    const rest = text.slice(prefix[0].length);
    text = bareText(/^mailto:/i.test(text) ? visible(fromLink(rest)) : rest);
  }
  return text.length <= LONGEST && ADDRESS.test(text) && !LEGACY.test(text) ? text.toLowerCase() : '';
}

/** Wherever in the text it begins: its parts may hold what separates addresses. */
const isOfDirectory = (text: string): boolean => /\/o=/i.test(text) && /\/cn=/i.test(text);

/** Marks of direction and width come along where text is copied; in an address nobody means them. */
const visible = (text: string): string => text.replace(/\p{Cf}/gu, '');

/** Without what wraps it, and without the dot of the root behind a domain. */
function bareText(text: string): string {
  let clean = unquoted(text);
  for (let end = clean.at(-1); end === '.' || end === '>'; end = clean.at(-1)) clean = unquoted(clean.slice(0, -1));
  return clean;
}

/** Somebody as Exchange names them; what was written beside or instead of an address is their name. */
export function cleanPerson(raw: { address: string; name: string } | null | undefined): {
  address: string;
  name: string;
} {
  const written = raw?.address ?? '';
  const address = cleanAddress(written);
  const name = cleanName(raw?.name ?? '') || cleanName(nameIn(written, address));
  return { address, name };
}

/** What is written beside an address, or instead of one; of two addresses both. */
function nameIn(written: string, address: string): string {
  if (address === '' && addressesIn(written).size > 1) return written;
  const [beside = ''] = written.split('<', 1);
  return cleanAddress(beside) === '' ? beside : '';
}

function cleanName(raw: string): string {
  const name = unquoted(plainName(raw.slice(0, 10 * NAME)));
  return LEGACY.test(name) ? '' : name.slice(0, NAME).toWellFormed().trim();
}

function unquoted(text: string): string {
  let clean = text.trim();
  while (clean !== '' && QUOTES.includes(clean[0] as string)) clean = clean.slice(1).trim();
  while (clean !== '' && QUOTES.includes(clean.at(-1) as string)) clean = clean.slice(0, -1).trim();
  return clean;
}

/** `jane%40x.example?subject=Hi`, as behind a word in a mail. */
function fromLink(text: string): string {
  const [address = ''] = text.split('?', 1);
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}
