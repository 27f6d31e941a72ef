/** Windows' names of zones, and clocks in them. */
import { DAY, MINUTE } from '../../shared/time';
import { WINDOWS_ZONES } from './windows-zones';

/**
 * The IANA zone of what Graph calls a time zone: an IANA name, a Windows name, or `tzone://Microsoft/...` (graph.md 7).
 * Unknown names fall back to `fallback`.
 */
export function ianaZone(name: string, fallback = 'UTC'): string {
  if (name === '' || name === 'tzone://Microsoft/Custom') return fallback;
  if (name === 'UTC' || name === 'tzone://Microsoft/Utc') return 'UTC';
  const known = Object.hasOwn(WINDOWS_ZONES, name) ? WINDOWS_ZONES[name] : undefined;
  if (known) return known;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return fallback;
  }
}

/** Whether times in a zone of that name are known; without a name they are in the one that was asked for. */
export const isZone = (name: string): boolean => name === '' || ianaZone(name, '') !== '';

const formats = new Map<string, Intl.DateTimeFormat>();

const offsets = new Map<string, number>();
/** Zones change their offset on a quarter of an hour, at least since this. */
const QUARTERS_SINCE = Date.UTC(1980, 0, 1);
const QUARTER = 15 * MINUTE;
const KEPT = 20_000;

/** Milliseconds that a zone is ahead of UTC at an instant. Remembered: formatting is slow, and calendars repeat their times. */
export function offsetAt(zone: string, instant: number): number {
  if (zone === 'UTC') return 0;
  if (!(instant >= QUARTERS_SINCE)) return formattedOffset(zone, instant);
  const quarter = Math.floor(instant / QUARTER);
  const key = `${zone} ${quarter}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  if (offsets.size >= KEPT) offsets.clear();
  const offset = formattedOffset(zone, quarter * QUARTER);
  offsets.set(key, offset);
  return offset;
}

function formattedOffset(zone: string, instant: number): number {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(instant)) part[type] = Number(value);
  const wall = Date.UTC(
    part['year'] ?? 0,
    (part['month'] ?? 1) - 1,
    part['day'],
    part['hour'],
    part['minute'],
    part['second'],
  );
  return wall - Math.floor(instant / 1000) * 1000;
}

/** The instant of a wall time in a zone. Of an hour that a clock change repeats the first; of one that it skips the later reading. */
export function instantOf(wall: number, zone: string): number {
  const before = wall - offsetAt(zone, wall - DAY);
  const after = wall - offsetAt(zone, wall + DAY);
  const fits = (instant: number): boolean => instant + offsetAt(zone, instant) === wall;
  const first = Math.min(before, after);
  if (fits(first)) return first;
  return fits(after) ? after : before;
}

/** The first instant of a date in a zone. */
export const startOfDay = (date: string, zone: string): number => instantOf(Date.parse(`${date}T00:00:00Z`), zone);

/** The date in a zone at an instant. */
export const dateAt = (instant: number, zone: string): string =>
  new Date(instant + offsetAt(zone, instant)).toISOString().slice(0, 10);
