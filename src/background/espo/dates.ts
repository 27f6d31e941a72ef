/** EspoCRM's dates, read and written. */
import type { When } from '../sync/model/event';

/** `YYYY-MM-DD HH:MM:SS`, UTC: the one form that all versions take (espo-versions.md 4.1). */
export const espoTime = (instant: number): string =>
  new Date(Math.floor(instant / 1000) * 1000).toISOString().slice(0, 19).replace('T', ' ');

/** UTC milliseconds; undefined for null, '' and what is no time. */
export function parseEspoTime(text: string | null | undefined): number | undefined {
  if (!text) return undefined;
  const time = Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`);
  return Number.isNaN(time) ? undefined : time;
}

/**
 * Every time write carries all five date attributes: less is silently wiped or ignored on one version or another
 * (espo-versions.md 1.1). An entity without all-day fields (Call) takes two.
 */
export function dateAttributes(when: When, allDayFields: boolean): Record<string, string | boolean | null> {
  if (when.kind === 'allDay')
    return { isAllDay: true, dateStartDate: when.first, dateEndDate: when.last, dateStart: null, dateEnd: null };
  const times = { dateStart: espoTime(when.start), dateEnd: espoTime(when.end) };
  return allDayFields ? { isAllDay: false, ...times, dateStartDate: null, dateEndDate: null } : times;
}
