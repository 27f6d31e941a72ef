/** What a calendar shows: lists, windows, instances. */
import { behind } from './commands.ts';
import { GraphError } from './errors.ts';
import type { Calendar, StoredEvent } from './model.ts';
import { daysIn, occurrenceTimes } from './series.ts';
import type { Tenant } from './tenant.ts';

export interface Shown {
  calendar: Calendar;
  event: StoredEvent;
  day?: string | undefined;
  start: number;
  end: number;
}

const touches = (start: number, end: number, from: number, to: number) =>
  start < to && (end > from || (start === end && start >= from));

/** Single events and masters of a calendar, oldest key first. */
export function inCalendar(calendar: Calendar): StoredEvent[] {
  const target = behind(calendar);
  return [...target.mailbox.events].filter((event) => event.calendar === target && event.deletedAt === undefined);
}

/** Whether an item of the calendar, or an occurrence of it, touches the window. */
export function itemsOf(calendar: Calendar, event: StoredEvent, from: number, to: number): Shown[] {
  const shown: Shown[] = [];
  if (event.type !== 'seriesMaster') {
    const { start, end } = event;
    if (touches(start.utc, end.utc, from, to)) shown.push({ calendar, event, start: start.utc, end: end.utc });
    return shown;
  }
  for (const day of daysIn(event, from, to)) {
    const { start, end } = occurrenceTimes(event, day);
    shown.push({ calendar, event, day, start: start.utc, end: end.utc });
  }
  for (const exception of event.exceptions.values()) {
    const { start, end } = exception;
    if (touches(start.utc, end.utc, from, to))
      shown.push({ calendar, event: exception, start: start.utc, end: end.utc });
  }
  return shown;
}

/** Single events, occurrences and exceptions: never the master (graph.md 8). */
export function calendarView(tenant: Tenant, calendar: Calendar, from: number, to: number): Shown[] {
  if (tenant.quirks.viewSpanLimit && to - from > 1825 * 86_400_000) {
    throw new GraphError(
      400,
      'ErrorInvalidRequest',
      "Your request can't be completed. The range between the start and end dates is greater than the allowed range. Maximum number of days: 1825",
    );
  }
  const shown = inCalendar(calendar).flatMap((event) => itemsOf(calendar, event, from, to));
  return shown.sort((a, b) => a.start - b.start || a.event.key - b.event.key);
}
