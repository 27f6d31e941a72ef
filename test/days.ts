/** Days as tests name them: counted from the day they run on, so that none of them grows old. */
import { DAY } from '../src/shared/time.ts';

/** The date so many days ahead, in UTC: `YYYY-MM-DD`. */
export const dateIn = (days: number): string => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);

/** So many days ahead, or the next day after them that is no weekend. */
export function workdayFrom(days: number, now = Date.now()): number {
  const weekday = new Date(now + days * DAY).getUTCDay();
  return days + (weekday === 6 ? 2 : weekday === 0 ? 1 : 0);
}
