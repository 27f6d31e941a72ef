import { validation } from './errors.ts';
import type { Row } from './types.ts';

const FULL = /^\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?$/;
const ISO = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(Z|[+-]\d\d:\d\d)$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

const exists = (text: string) => {
  const time = Date.parse(`${text.slice(0, 10)}T${text.slice(11) || '00:00:00'}Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text.slice(0, 10);
};

/** What a body may hold in a date-time; throws 400 `valid` (espo.md 4, ISO since 8.2). */
export function readDateTime(entity: string, field: string, value: unknown, iso: boolean, strict: boolean): unknown {
  if (value === null) return null;
  if (typeof value !== 'string') throw validation(entity, field, 'valid');
  if (FULL.test(value) && exists(value)) return value;
  if (iso && ISO.test(value) && !Number.isNaN(Date.parse(value))) return format(Date.parse(value));
  if (!strict && !Number.isNaN(Date.parse(value))) return format(Date.parse(value));
  throw validation(entity, field, 'valid');
}

export function readDay(entity: string, field: string, value: unknown): unknown {
  if (value === null) return null;
  if (typeof value !== 'string' || !DAY.test(value) || !exists(value)) throw validation(entity, field, 'valid');
  return value;
}

export const format = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
export const parse = (text: unknown): number =>
  typeof text === 'string'
    ? Date.parse(`${(text.length === 16 ? `${text}:00` : text).replace(' ', 'T')}Z`)
    : Number.NaN;

/** Midnight of a day in a zone, as UTC: what the server stores in dateStart of an all-day record. */
export function midnight(day: string, timeZone: string, addDays = 0): string {
  const wanted = Date.parse(`${day}T00:00:00Z`) + addDays * 86_400_000;
  let guess = wanted;
  for (let i = 0; i < 3; i++) guess = wanted - offset(guess, timeZone);
  return format(guess);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds that the zone is ahead of UTC at that moment. */
export function offset(ms: number, timeZone: string): number {
  if (timeZone === 'UTC' || Number.isNaN(ms)) return 0;
  let dtf = formats.get(timeZone);
  if (!dtf) {
    dtf = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(timeZone, dtf);
  }
  const parts = Object.fromEntries(dtf.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000;
}

export function seconds(row: Row): number | null {
  const start = parse(row['dateStart']);
  const end = parse(row['dateEnd']);
  return Number.isNaN(start) || Number.isNaN(end) ? null : (end - start) / 1000;
}

/**
 * The five date attributes at a save. Before 10.0 the dates win over the times; in 10.0 `isAllDay: false` wipes the dates
 * first (espo.md 4, espo-versions.md 1.1).
 */
export function settleDates(
  row: Row,
  set: Set<string>,
  old: Row | undefined,
  zone: string,
  flagDecides: boolean,
): void {
  if (flagDecides && row['isAllDay'] !== true) {
    if (row['dateStartDate'] != null || set.has('dateStartDate')) row['dateStartDate'] = null;
    if (row['dateEndDate'] != null || set.has('dateEndDate')) row['dateEndDate'] = null;
  }
  if (typeof row['dateStartDate'] === 'string') row['dateStart'] = midnight(row['dateStartDate'], zone);
  if (typeof row['dateEndDate'] === 'string') row['dateEnd'] = midnight(row['dateEndDate'], zone, 1);
  const moved = old && set.has('dateStart') && !set.has('dateEnd') && row['dateStartDate'] == null;
  if (moved && row['dateStart'] !== old['dateStart']) {
    const length = seconds(old);
    if (length !== null) row['dateEnd'] = format(parse(row['dateStart']) + length * 1000);
  }
}
