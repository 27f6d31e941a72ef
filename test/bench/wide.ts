/** A meeting of thousands of people, as Graph's answer becomes an event of ours. */
import { toItem } from '../../src/background/outlook/mapping.ts';
import { GraphEvent, parse } from '../../src/background/outlook/schema.ts';
import { attendeesText, parseAttendees } from '../../src/background/sync/model/people.ts';
import type { Bench } from './bench.ts';

const PEOPLE = 5000;

const answer = {
  id: 'wide',
  iCalUId: 'wide',
  subject: 'All hands',
  isAllDay: false,
  isOrganizer: true,
  start: { dateTime: '2026-12-01T10:00:00.0000000', timeZone: 'UTC' },
  end: { dateTime: '2026-12-01T11:00:00.0000000', timeZone: 'UTC' },
  body: { contentType: 'html', content: '' },
  attendees: Array.from({ length: PEOPLE }, (_, i) => ({
    type: 'required',
    status: { response: 'none', time: '0001-01-01T00:00:00Z' },
    emailAddress: { name: `Guest ${i}`, address: `guest${i}@customer.example` },
  })),
};

export function wideMeetings(bench: Bench): void {
  if (!bench.wants('people.5000_ms')) return;
  const times: number[] = [];
  for (let run = -3; run < bench.runs; run += 1) {
    const began = performance.now();
    const item = toItem(parse(GraphEvent, answer, 'event'), 'calendar', 'key');
    const met = parseAttendees(attendeesText(item, [], [])).length;
    if (met !== PEOPLE) throw new Error(`${met} of ${PEOPLE} people`);
    // The first ones warm the code up.
    if (run >= 0) times.push(performance.now() - began);
  }
  bench.figure('people.5000_ms', 'ms', times);
}
