/** Days of a series, in its own zone (graph.md 8). Only dates: the caller adds the time of day. */
import { DAY } from '../../../src/shared/time.ts';
import type { Recurrence } from './model.ts';

const NAMES = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const text = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const at = (year: number, month: number, day: number) => Date.UTC(year, month, day);

function nth(year: number, month: number, days: string[], index: string): number | undefined {
  const fits: number[] = [];
  const last = new Date(at(year, month + 1, 0)).getUTCDate();
  for (let day = 1; day <= last; day++) {
    const ms = at(year, month, day);
    if (days.includes(NAMES[new Date(ms).getUTCDay()] ?? '')) fits.push(ms);
  }
  if (index === 'last') return fits.at(-1);
  return fits[['first', 'second', 'third', 'fourth'].indexOf(index)];
}

/** Every day the pattern names from the start on; the range ends it. */
function* pattern(rule: Recurrence['pattern'], start: number): Generator<number> {
  const step = Math.max(1, rule.interval);
  const first = new Date(start);
  if (rule.type === 'daily') for (let day = start; ; day += step * DAY) yield day;
  if (rule.type === 'weekly') {
    const lead = Math.max(0, NAMES.indexOf(rule.firstDayOfWeek));
    const week = start - ((first.getUTCDay() - lead + 7) % 7) * DAY;
    for (let base = week; ; base += 7 * step * DAY) {
      for (let offset = 0; offset < 7; offset++) {
        const day = base + offset * DAY;
        if (day >= start && rule.daysOfWeek.includes(NAMES[new Date(day).getUTCDay()] ?? '')) yield day;
      }
    }
  }
  const yearly = rule.type.endsWith('Yearly');
  for (let count = 0; ; count += step) {
    const year = first.getUTCFullYear() + (yearly ? count : 0);
    const month = yearly ? rule.month - 1 : first.getUTCMonth() + count;
    const length = new Date(at(year, month + 1, 0)).getUTCDate();
    const day = rule.type.startsWith('absolute')
      ? at(year, month, Math.min(rule.dayOfMonth, length))
      : nth(new Date(at(year, month, 1)).getUTCFullYear(), (month + 1200) % 12, rule.daysOfWeek, rule.index);
    if (day !== undefined && day >= start) yield day;
  }
}

/** Days of the series up to and including `until` (a date). */
export function daysOf(rule: Recurrence, until: string): string[] {
  const days: string[] = [];
  const limit = rule.range.type === 'endDate' && rule.range.endDate < until ? rule.range.endDate : until;
  for (const ms of pattern(rule.pattern, Date.parse(`${rule.range.startDate}T00:00:00Z`))) {
    const day = text(ms);
    if (day > limit || days.length >= 40_000) break;
    if (rule.range.type === 'numbered' && days.length >= rule.range.numberOfOccurrences) break;
    days.push(day);
  }
  return days;
}
