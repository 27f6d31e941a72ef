/** Reads what a tile says without knowing its language: clock times and dates, compared with those of an event. Pure. */

/** One event as the worker knows it: wall-clock times of the mailbox, `2026-11-23T10:00`; the end of an all-day event is its last day. */
export interface Times {
  start: string;
  end: string;
  allDay: boolean;
}

export interface Clock {
  hour: number;
  minute: number;
  half: 'am' | 'pm' | undefined;
  from: number;
  until: number;
}

/** Blanks and digits of all scripts as plain ones. */
export const plain = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\p{Nd}/gu, digit)
    .replace(/[\u200e\u200f]/g, '')
    .replace(/\s+/g, ' ')
    .trim();

/** Digits of a script stand in a row of ten. */
function digit(char: string): string {
  const code = char.codePointAt(0) ?? 48;
  if (code < 128) return char;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return String(value);
}

const CLOCK = /(?<![\d:.])(\d{1,2})(?:[:.時时]| ?h ?)(\d{2})(?!\d)/g;
const halves = new Map<string, readonly [string, string]>();

/** What a language calls the halves of the day. */
function halvesOf(lang: string): readonly [string, string] {
  const known = halves.get(lang);
  if (known) return known;
  const format = formatter(lang, { hour: 'numeric', hour12: true, timeZone: 'UTC' });
  const of = (hour: number): string =>
    plain(
      format.formatToParts(new Date(Date.UTC(2026, 0, 1, hour))).find(({ type }) => type === 'dayPeriod')?.value ?? '',
    ).toLowerCase();
  const both = [of(9), of(15)] as const;
  halves.set(lang, both);
  return both;
}

export function formatter(lang: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(lang, options);
  } catch {
    // No language that the browser knows.
    return new Intl.DateTimeFormat('en', options);
  }
}

/** All clock times of a plain text, in order. */
export function clocksIn(text: string, lang: string): Clock[] {
  const [am, pm] = halvesOf(lang);
  return [...text.matchAll(CLOCK)].map((match) => {
    const after = text.slice(match.index + match[0].length, match.index + match[0].length + 12).toLowerCase();
    const before = text
      .slice(Math.max(0, match.index - 12), match.index)
      .trimEnd()
      .toLowerCase();
    const latin = /^ ?([ap])\.? ?m\b/.exec(after)?.[1];
    const is = (word: string): boolean => word !== '' && (after.trimStart().startsWith(word) || before.endsWith(word));
    const half = latin === 'a' || (!latin && is(am)) ? 'am' : latin === 'p' || is(pm) ? 'pm' : undefined;
    const until = match.index + match[0].length + (latin ? 3 : 0);
    return { hour: Number(match[1]), minute: Number(match[2]), half, from: match.index, until };
  });
}

/** Whether a clock time of a page is this hour and minute. */
export function isAt({ hour, minute, half }: Clock, time: string): boolean {
  const [wanted = 0, minutes = 0] = time.slice(11, 16).split(':').map(Number);
  if (minute !== minutes || hour > 24) return false;
  if (half === undefined) return hour % 24 === wanted;
  return (hour % 12) + (half === 'pm' ? 12 : 0) === wanted;
}

/** Whether the two clock times are the event's. */
export const isFromTo = ([first, second]: readonly Clock[], { start, end }: Times): boolean =>
  first !== undefined && second !== undefined && isAt(first, start) && isAt(second, end);

interface DateText {
  year: number;
  /** In lower case, without blanks. */
  month: string;
  day: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();
const months = new Map<string, string[]>();

function dateText(day: string, lang: string): DateText {
  const format =
    formats.get(lang) ?? formatter(lang, { year: 'numeric', month: 'long', day: 'numeric', timeZone: 'UTC' });
  formats.set(lang, format);
  const parts = format.formatToParts(new Date(`${day.slice(0, 10)}T12:00:00Z`));
  const part = (...types: string[]): string =>
    tight(parts.find(({ type }) => types.includes(type))?.value ?? '').toLowerCase();
  // Where a month is a number its sign stands beside it, as in Japanese.
  const at = parts.findIndex(({ type }) => type === 'month');
  const sign = /^\d+$/.test(part('month')) ? tight(parts[at + 1]?.value ?? '') : '';
  return { year: Number(part('year', 'relatedYear')), month: part('month') + sign, day: Number(part('day')) };
}

/** All months that the event's year has in that language. */
function monthsOf(year: string, lang: string): string[] {
  const key = `${lang} ${year}`;
  const known = months.get(key);
  if (known) return known;
  const all = Array.from(
    { length: 12 },
    (_, i) => dateText(`${year}-${String(i + 1).padStart(2, '0')}-15`, lang).month,
  );
  months.set(key, all);
  return all;
}

const tight = (text: string): string => plain(text).replaceAll(' ', '');
/** Characters between a month and its day or year: "6 de octubre de 2025". */
const NEAR = 6;

/** Where a month stands; of one that is written as a number no other number's end. */
function positionOf(text: string, month: string): number {
  if (!/^\d/.test(month)) return month === '' ? -1 : text.indexOf(month);
  return text.search(new RegExp(`(?<!\\d)${month}`));
}

/**
 * Whether a label without its clock times names this day first: the name of the month in the page's language, beside it the day, near it
 * the year, and no other date before it.
 */
export function namesDay(label: string, day: string, lang: string): boolean {
  const text = tight(label).toLowerCase();
  const wanted = dateText(day, lang);
  const at = positionOf(text, wanted.month);
  if (at < 0) return false;
  const { before, after } = numbersAround(text, at, at + wanted.month.length);
  const earlier = monthsOf(day.slice(0, 4), lang).some((month) => {
    const there = positionOf(text, month);
    if (there < 0 || there >= at) return false;
    const around = numbersAround(text, there, there + month.length);
    return around.before.length + around.after.length > 0;
  });
  return (
    !earlier &&
    [before[0], after[0]].includes(wanted.day) &&
    [...before.slice(0, 2), ...after.slice(0, 2)].includes(wanted.year)
  );
}

/** Numbers beside a place of the text, the nearest first, as far as one follows the other closely. */
function numbersAround(text: string, from: number, until: number): { before: number[]; after: number[] } {
  const [before, after]: [number[], number[]] = [[], []];
  let last = until;
  for (const match of text.slice(until).matchAll(/\d+/g)) {
    const at = until + match.index;
    if (at - last > NEAR) break;
    after.push(Number(match[0]));
    last = at + match[0].length;
  }
  last = from;
  for (const match of [...text.slice(0, from).matchAll(/\d+/g)].reverse()) {
    const end = match.index + match[0].length;
    if (last - end > NEAR) break;
    before.push(Number(match[0]));
    last = match.index;
  }
  return { before, after };
}

/** The text without its clock times. */
export function withoutClocks(text: string, clocks: readonly Clock[]): string {
  let rest = '';
  let last = 0;
  for (const { from, until } of clocks) {
    rest += `${text.slice(last, from)} `;
    last = until;
  }
  return rest + text.slice(last);
}
