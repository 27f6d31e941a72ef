/**
 * What "the same on both sides" means, written down a second time and on purpose without the extension's own code: a value
 * counts as carried when it is what a person would call the same, given what each server can hold (DESIGN 3.1).
 */

export interface Shown {
  title: string;
  /** `2026-12-01T10:00:00Z/...` in whole seconds, or `2026-12-01/2026-12-02` with both days included. */
  when: string;
  location: string;
  description: string;
}

const LIMIT = 255;
const ALIKE: Record<string, string> = { '<': '‹', '>': '›', '=': '＝' };

const whole = (text: string): string => (/[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text);
const blanks = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** A subject as EspoCRM's name of it: no label, no refused characters, trimmed, 255. */
export function asName(subject: string, labels: readonly string[]): string {
  const label = labels.find((one) => one !== '' && subject.toLowerCase().startsWith(`${one.toLowerCase()}:`));
  const bare = label === undefined ? subject : subject.slice(label.length + 1);
  return blanks(whole(blanks(bare.replace(/[<>=]/g, (c) => ALIKE[c] ?? c)).slice(0, LIMIT)));
}

/** A name as Outlook's subject of it. */
export const asSubject = (name: string, label: string): string =>
  blanks((label === '' ? name : `${label}: ${name}`).replace(/\s+/g, ' ').slice(0, LIMIT));

export const asVarchar = (text: string): string => blanks(whole(text.trim().slice(0, LIMIT)));

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', apos: "'", euro: '€' };
const BREAKS = /<br\s*\/?>|<\/?(p|div|tr|li|ul|ol|table|h\d|hr|blockquote|pre)\b[^>]*>/gi;

function plain(html: string): string {
  return html
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<(head|style|script|title)\b[\s\S]*?<\/\1\s*>/gi, '')
    .replace(/\s+/g, ' ')
    .replace(/<a\b[^>]*\bhref="((?:https?:|mailto:|tel:)[^"]*)"[^>]*>(.*?)<\/a>/gi, (_, to: string, words: string) =>
      withAddress(words, to),
    )
    .replace(/<\/t[dh]>\s*<t[dh]\b[^>]*>/gi, ' | ')
    .replace(BREAKS, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(#\d+|[a-z]+);/gi, (all, name: string) => decoded(name) ?? all)
    .replaceAll(OPEN, '<')
    .replaceAll(CLOSE, '>');
}

const decoded = (name: string): string | undefined =>
  name.startsWith('#') ? String.fromCodePoint(Number(name.slice(1))) : ENTITIES[name.toLowerCase()];
const [OPEN, CLOSE] = ['\u0001', '\u0002'];

/** Words of a link, and where they lead, unless they say so themselves. */
function withAddress(words: string, to: string): string {
  const address = to.startsWith('tel:') ? to.replace(/\s+/g, '') : to.trim();
  const said = words
    .replace(/<[^>]*>/g, '')
    .trim()
    .replace(/\/$/, '');
  return said === '' || said === address.replace(/^(mailto|tel):/, '').replace(/\/$/, '')
    ? words
    : `${words} ${OPEN}${address}${CLOSE}`;
}

/** Lines with something on them; how many empty ones stand between is the server's taste. */
export const lines = (text: string): string =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => blanks(line.replaceAll('\u00a0', ' ')))
    .filter((line) => line !== '')
    .join('\n');

export const bodyLines = (body: { contentType?: string; content: string } | undefined): string =>
  body === undefined ? '' : lines(body.contentType?.toLowerCase() === 'text' ? body.content : plain(body.content));

const seconds = (ms: number): string => `${new Date(Math.floor(ms / 1000) * 1000).toISOString().slice(0, 19)}Z`;

interface GraphTime {
  dateTime: string;
  timeZone: string;
}

/** Of an event in UTC, as the stand-in dumps it. All-day dates are read in the zone they were made in. */
export function eventWhen(event: { isAllDay?: unknown; start: GraphTime; end: GraphTime }): string {
  const at = ({ dateTime }: GraphTime) => Date.parse(`${dateTime.slice(0, 19)}Z`);
  if (event.isAllDay !== true) return `${seconds(at(event.start))}/${seconds(at(event.end))}`;
  const last = new Date(Math.max(at(event.start), at(event.end) - 86_400_000)).toISOString().slice(0, 10);
  return `${event.start.dateTime.slice(0, 10)}/${last}`;
}

export function recordWhen(row: Record<string, unknown>): string {
  const first = row['dateStartDate'];
  if (typeof first === 'string' && first !== '') return `${first}/${String(row['dateEndDate'] ?? first)}`;
  const at = (name: string) => Date.parse(`${String(row[name]).replace(' ', 'T')}Z`);
  return `${seconds(at('dateStart'))}/${seconds(at('dateEnd'))}`;
}
