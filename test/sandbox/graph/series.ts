/** Occurrences of a series as instants, and how an occurrence becomes an exception or goes (graph.md 8). */
import { DAY } from '../../../src/shared/time.ts';
import { GraphError } from './errors.ts';
import type { Calendar, Moment, StoredEvent } from './model.ts';
import { daysOf } from './recurrence.ts';
import type { Tenant } from './tenant.ts';
import { dayOf, fromWall, toIana, toWall } from './zones.ts';

/** A label such as tzone://Microsoft/Custom names no zone: Exchange uses its own rules, we use UTC. */
export const seriesZone = (master: StoredEvent) => (toIana(master.start.zone) ? master.start.zone : 'UTC');

/** Start and end of the occurrence on that day: the wall-clock times of the master, moved to the day. */
export function occurrenceTimes(master: StoredEvent, day: string): { start: Moment; end: Moment } {
  const zone = seriesZone(master);
  const clock = toWall(master.start.utc, zone).slice(11, 23);
  const start = fromWall(Date.parse(`${day}T${clock}Z`), zone);
  let end = start + (master.end.utc - master.start.utc);
  if (master.isAllDay) {
    const days = Math.round((master.end.utc - master.start.utc) / DAY);
    end = fromWall(Date.parse(`${day}T00:00:00Z`) + days * DAY, zone);
  }
  return { start: { utc: start, zone: master.start.zone }, end: { utc: end, zone: master.end.zone } };
}

/** Days that are left of a series and touch the window (exceptions by their original day, wherever they are now). */
export function daysIn(master: StoredEvent, from: number, to: number): string[] {
  const rule = master.recurrence;
  if (!rule) return [];
  const first = dayOf(from - (master.end.utc - master.start.utc) - DAY, seriesZone(master));
  return daysOf(rule, dayOf(to, seriesZone(master))).filter((day) => {
    if (day < first || master.cancelled.has(day) || master.exceptions.has(day)) return false;
    const { start, end } = occurrenceTimes(master, day);
    return start.utc < to && (end.utc > from || (start.utc === end.utc && start.utc >= from));
  });
}

/** Days of the series that are there at all, near one day: for the neighbour rule. */
function neighbours(master: StoredEvent, day: string): { before?: string | undefined; after?: string | undefined } {
  const rule = master.recurrence;
  if (!rule) return {};
  const limit = dayOf(Date.parse(`${day}T00:00:00Z`) + 800 * DAY, 'UTC');
  const days = daysOf(rule, limit).filter((one) => !master.cancelled.has(one));
  const now = (one: string | undefined) => {
    const moved = one === undefined ? undefined : master.exceptions.get(one);
    return moved ? dayOf(moved.start.utc, seriesZone(master)) : one;
  };
  const index = days.indexOf(day);
  return { before: now(days[index - 1]), after: now(days[index + 1]) };
}

/** 400 ErrorOccurrenceCrossingBoundary when an occurrence moves to or past the day of its neighbour. */
export function checkBoundary(tenant: Tenant, master: StoredEvent, day: string, start: number): void {
  if (!tenant.quirks.occurrenceBoundary) return;
  const { before, after } = neighbours(master, day);
  const target = dayOf(start, seriesZone(master));
  if ((before !== undefined && target <= before) || (after !== undefined && target >= after)) {
    throw new GraphError(
      400,
      'ErrorOccurrenceCrossingBoundary',
      'Modified occurrence is crossing or overlapping adjacent occurrence.',
    );
  }
}

/** An occurrence as if it stood alone, without storing anything. */
export function asOccurrence(tenant: Tenant, master: StoredEvent, day: string): StoredEvent {
  const ids = tenant.occurrence(master, day);
  const { start, end } = occurrenceTimes(master, day);
  return { ...master, ...ids, start, end, recurrence: null, master, originalDay: day, originalStart: start.utc };
}

/** The stored exception for an occurrence; its ids stay. An exception may lack its master's extended properties (graph.md 5). */
export function makeException(tenant: Tenant, master: StoredEvent, day: string): StoredEvent {
  const known = master.exceptions.get(day);
  if (known) return known;
  const exception: StoredEvent = {
    ...asOccurrence(tenant, master, day),
    key: tenant.next(),
    type: 'exception',
    attendees: master.attendees.map((attendee) => ({ ...attendee, status: { ...attendee.status } })),
    responseStatus: { ...master.responseStatus },
    categories: [...master.categories],
    extended: [],
    exceptions: new Map(),
    cancelled: new Set(),
    occurrenceIds: new Map(),
  };
  master.exceptions.set(day, exception);
  master.mailbox.index.set(exception.id, { event: exception, kind: 'default' });
  master.mailbox.index.set(exception.immutableId, { event: exception, kind: 'immutable' });
  return exception;
}

/** Takes one occurrence out of a series. */
export function cancelOccurrence(tenant: Tenant, master: StoredEvent, day: string): void {
  const ids = tenant.occurrence(master, day);
  const { start, end } = master.exceptions.get(day) ?? occurrenceTimes(master, day);
  master.cancelled.add(day);
  master.exceptions.delete(day);
  master.mailbox.index.delete(ids.id);
  master.mailbox.index.delete(ids.immutableId);
  if (!tenant.quirks.deletedOccurrenceSilent) {
    const gone = [{ key: `${master.key}|${day}`, ids: { ...ids }, start: start.utc, end: end.utc }];
    tenant.record(master, 'touch', gone);
  }
  tenant.touch(master);
}

function forgetShared(shared: Calendar, head: string): void {
  for (const [key, ids] of shared.sharedIds) {
    if (!key.startsWith(head)) continue;
    shared.sharedIds.delete(key);
    shared.mailbox.index.delete(ids.id);
    shared.mailbox.index.delete(ids.immutableId);
  }
}

/** A new rule or start: everything that hung on single days goes, and the occurrences get new ids (graph.md 8). */
export function resetSeries(tenant: Tenant, master: StoredEvent): void {
  const old = [...master.occurrenceIds, ...master.exceptions].map(([day, ids]) => ({
    key: `${master.key}|${day}`,
    ids: { id: ids.id, immutableId: ids.immutableId },
    start: master.start.utc,
    end: master.end.utc,
  }));
  master.exceptions.clear();
  master.cancelled.clear();
  if (!tenant.quirks.shiftGivesNewIds) return;
  for (const { ids } of old) {
    master.mailbox.index.delete(ids.id);
    master.mailbox.index.delete(ids.immutableId);
  }
  master.occurrenceIds.clear();
  for (const box of tenant.mailboxes.values()) {
    for (const shared of box.calendars) if (shared.source === master.calendar) forgetShared(shared, `${master.key}|2`);
  }
  if (tenant.variants.shiftReportsOldIds) tenant.record(master, 'touch', old);
}
