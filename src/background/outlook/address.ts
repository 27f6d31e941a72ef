/** Whom an answer of Exchange means: addresses come as people, programs and old servers have spelt them (graph.md 22). */

/** Long enough for whoever has one; a name is said, kept and compared with every meeting. */
const NAME = 200;
const LONGEST = 320;
const QUOTES = '\'"‘’“”';
const PREFIX = /^(?:smtp|mailto|sip):/i;
/** Blanks, and what separates or wraps addresses, stand in none that a server could take. */
const ADDRESS = /^[^\s,;<>"@]+@[^\s,;<>"@/:\\]+$/u;
/** An address inside an organization, and the form it takes where it was sent out of it. */
const LEGACY = /^(?:ex:)?\/o=|^imceaex-/i;

/** An address in lower case; '' for what is nobody's: names alone, addresses of directories, nothing. */
export function cleanAddress(raw: string): string {
  let text = raw;
  const [open, close] = [text.lastIndexOf('<'), text.lastIndexOf('>')];
  if (open >= 0 && close > open) text = text.slice(open + 1, close);
  if (text.length > 2 * LONGEST) return '';
  text = unquoted(text);
  for (let prefix = PREFIX.exec(text); prefix; prefix = PREFIX.exec(text)) {
    const rest = text.slice(prefix[0].length);
    text = unquoted(/^mailto:/i.test(text) ? fromLink(rest) : rest);
  }
  return text.length <= LONGEST && ADDRESS.test(text) && !LEGACY.test(text) ? text.toLowerCase() : '';
}

/** Somebody as Exchange names them; what was written beside or instead of an address is their name. */
export function cleanPerson(raw: { address: string; name: string } | null | undefined): {
  address: string;
  name: string;
} {
  const address = cleanAddress(raw?.address ?? '');
  const beside = (raw?.address ?? '').split('<', 1)[0] ?? '';
  const name = cleanName(raw?.name ?? '') || (cleanAddress(beside) === '' ? cleanName(beside) : '');
  return { address, name };
}

function cleanName(raw: string): string {
  const name = unquoted(raw.slice(0, 10 * NAME).replace(/\s+/gu, ' '));
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
