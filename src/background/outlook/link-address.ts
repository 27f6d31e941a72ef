/** What an address behind a word in a body says to people: nothing else of a link comes through as text. */

/** Addresses that lead somewhere; scripts, pictures of the mail itself and places in it lead nowhere else. */
const LEADING = /^(https?:\/\/|mailto:|tel:)\S/i;
/** Exchange Online puts its own check before the address that was written. */
const CHECKED = /\.safelinks\.protection\.outlook\.com$/i;

/** A telephone number and what is dialled behind it: no character fits into both parts, or long digits are tried in every split. */
const NUMBER = /^[+\d][\d\s()./-]*(?:[,*#][,*#\d\s]*)?$/;

/** The address of a link as text, without what would end it there; '' where it leads nowhere. */
export function linkAddress(href: string): string {
  const text = href.replace(/[\u0000-\u001f]+/g, '').trim();
  if (!LEADING.test(text)) return '';
  return /^tel:/i.test(text) ? text.replace(/[\s<>]+/gu, '') : text.replace(/[\s<>]/gu, encodeURIComponent);
}

/** Whether the words of a link are its address already. */
export function isItsAddress(words: string, address: string): boolean {
  const said = plain(words);
  return said === plain(address) || said === plain(unchecked(address));
}

/** No longer words can be the address. */
export const longestWords = (address: string): number => address.length + 16;

function plain(text: string): string {
  const bare = withoutEnds(text.trim());
  const [, scheme = '', rest = ''] = /^(https?:\/\/|mailto:|tel:|)([^]*)$/i.exec(bare) ?? [];
  const kind = scheme.toLowerCase();
  if (kind === 'tel:') return rest.replace(/[^\d+*#,]/g, '');
  if (kind === 'mailto:') return before(rest, '?').toLowerCase();
  if (NUMBER.test(rest) && kind === '') return rest.replace(/[^\d+*#,]/g, '');
  // The host knows no case, the path does.
  const host = before(rest, '/');
  const path = rest.slice(host.length);
  return host.includes('@') && path === '' ? host.toLowerCase() : withoutSlash(host.toLowerCase() + path);
}

const before = (text: string, sign: string): string => {
  const at = text.indexOf(sign);
  return at < 0 ? text : text.slice(0, at);
};

const withoutEnds = (text: string): string => (text.startsWith('<') && text.endsWith('>') ? text.slice(1, -1) : text);

function withoutSlash(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === '/') end -= 1;
  return text.slice(0, end);
}

function unchecked(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  return CHECKED.test(url.hostname) ? (url.searchParams.get('url') ?? address) : address;
}
