/** A meeting of thousands of people: Graph's answer becomes an event of ours, and they take part in its record. */
import { attendeeWrite, NOBODY } from '../../src/background/espo/attendees.ts';
import { toItem } from '../../src/background/outlook/mapping.ts';
import { GraphEvent, parse } from '../../src/background/outlook/schema.ts';
import { lookedUp, NO_GUESTS } from '../../src/background/sync/model/guests.ts';
import { attendeesText, type Person, parseAttendees } from '../../src/background/sync/model/people.ts';
import { examplePolicy } from '../contract/examples.ts';
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

const LINKS = ['users', 'contacts', 'leads'];
const policy = examplePolicy();

/** All of them are added to the record, and then EspoCRM shows none of them any more. */
function takePart(people: readonly Person[]): void {
  const known = people.map((person, i) => ({ person, known: { kind: 'Contact' as const, id: `c${i}` } }));
  const { added, addresses } = attendeeWrite(known, NOBODY, {}, LINKS);
  const ours = { attendeesAdded: added, attendeeAddresses: addresses };
  const there = { ...NOBODY, contacts: known.map(({ known: { id } }) => id) };
  const unknown = people.map(({ address }) => address);
  const kept = attendeeWrite([], there, ours, LINKS, { unknown, unsure: false }).added.length;
  const guests = added.map((ref) => ({ ref, name: ref, address: addresses[ref] ?? '' }));
  const hidden = guests.map((guest) => ({ ...guest, address: '' }));
  const met = lookedUp({ ...NO_GUESTS, invited: guests }, hidden, unknown, policy).there.length;
  if (kept !== PEOPLE || met !== PEOPLE) throw new Error(`${kept} and ${met} of ${PEOPLE} people stay`);
}

export function wideMeetings(bench: Bench): void {
  if (!bench.wants('people')) return;
  const [reading, writing]: [number[], number[]] = [[], []];
  for (let run = -3; run < bench.runs; run += 1) {
    const began = performance.now();
    const item = toItem(parse(GraphEvent, answer, 'event'), 'calendar', 'key');
    const people = parseAttendees(attendeesText(item, [], []));
    const read = performance.now();
    if (people.length !== PEOPLE) throw new Error(`${people.length} of ${PEOPLE} people`);
    takePart(people);
    // The first ones warm the code up.
    if (run < 0) continue;
    reading.push(read - began);
    writing.push(performance.now() - read);
  }
  bench.figure('people.5000_ms', 'ms', reading);
  bench.figure('people.record_5000_ms', 'ms', writing);
}
