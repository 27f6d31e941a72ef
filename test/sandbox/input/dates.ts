/** Dates of the input: everything is told in days from the day of the run, so that it never grows old. */
import { DAY } from '../../../src/shared/time.ts';
import { fromWall, toWall } from '../graph/zones.ts';

export const MAILBOX_ZONE = 'W. Europe Standard Time';

/** The day of the run in the mailbox's zone, `YYYY-MM-DD`. */
export const today = (now: number): string => toWall(now, MAILBOX_ZONE).slice(0, 10);

export const plusDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);

/** Wall time in a zone, minutes later on the same clock: `YYYY-MM-DDTHH:MM:SS`. */
export const plusMinutes = (wall: string, minutes: number): string =>
  new Date(Date.parse(`${wall}Z`) + minutes * 60_000).toISOString().slice(0, 19);

const offset = (at: number): number => at - fromWall(at, MAILBOX_ZONE);

/**
 * Days until the clocks of the mailbox's zone change next. Between late autumn and midwinter no zone on earth changes its
 * clocks within sixty days; then this one event lies further ahead than the others.
 */
export function daysToClockChange(now: number): number {
  const start = Date.parse(`${today(now)}T00:00:00Z`);
  for (let days = 2; days < 400; days += 1)
    if (offset(start + days * DAY) !== offset(start + (days + 1) * DAY)) return days;
  return 30;
}
