import { DAY, HOUR } from '../../src/shared/time.ts';
import type { StoredEvent } from '../sandbox/graph/model.ts';
import { type SeriesAct } from './acts.ts';
import type { Cast, Member } from './cast.ts';
import type { Ledger } from './ledger.ts';

const wall = (time: number) => ({ dateTime: new Date(time).toISOString().slice(0, 19), timeZone: 'UTC' });
const dateOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** Every week on the day of its start, three times. */
export function weekly(start: number, times = 3) {
  const daysOfWeek = [new Date(start).toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' }).toLowerCase()];
  return {
    pattern: { type: 'weekly', interval: 1, daysOfWeek },
    range: { type: 'numbered', startDate: dateOf(start), numberOfOccurrences: times },
  };
}

/** What people do to a series: its occurrences, its rule, its beginning and end. Every occurrence that goes counts as deleted by them. */
export function editSeries(cast: Cast, ledger: Ledger, member: Member, act: SeriesAct): void {
  const mailbox = cast.company.graph.control.mailbox(member.oid);
  const own = [...member.box.events].filter((event) => event.deletedAt === undefined && event.isOrganizer);
  const among = own.filter(({ type, isAllDay }) =>
    act.what === 'begin' ? type === 'singleInstance' && !isAllDay : type === 'seriesMaster',
  );
  const event: StoredEvent | undefined = among[act.pick % Math.max(1, among.length)];
  if (!event) return;
  const start = event.start.utc;
  const length = event.end.utc - start;
  const at = start + (act.value % 3) * 7 * DAY;
  ledger.series.add(ledger.tagOf(event));
  ledger.happened(event, act.what === 'rename' ? ['title'] : ['when']);
  switch (act.what) {
    case 'begin':
      return void mailbox.updateEvent(event.immutableId, { recurrence: weekly(start) });
    case 'rename':
      return void mailbox.updateEvent(event.immutableId, { subject: `Series ${act.value}` });
    case 'move': {
      const to = at + (1 + (act.value % 3)) * HOUR;
      return void mailbox.updateOccurrence(event.id, dateOf(at), { start: wall(to), end: wall(to + length) });
    }
    case 'drop':
      ledger.deletedEvent(event, member.index);
      return mailbox.deleteOccurrence(event.id, dateOf(at));
    case 'shift': {
      ledger.deletedEvent(event, member.index);
      const to = start + (1 + (act.value % 2)) * DAY + HOUR;
      const patch = { start: wall(to), end: wall(to + length), recurrence: weekly(to) };
      return void mailbox.updateEvent(event.immutableId, patch);
    }
    case 'end':
      ledger.deletedEvent(event, member.index);
      return void mailbox.updateEvent(event.immutableId, { recurrence: weekly(start, 1 + (act.value % 3)) });
    case 'single':
      ledger.deletedEvent(event, member.index);
      // The attendees get it anew, and have not answered that.
      for (const { index } of cast.members) ledger.answers.delete(`${ledger.tagOf(event)}/${index}`);
      return void mailbox.updateEvent(event.immutableId, { recurrence: null });
  }
}
