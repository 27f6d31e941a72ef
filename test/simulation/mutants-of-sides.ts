/** Deliberate bugs of the two sides and of what stands around the engine (mutants.ts). */
import type { Mutant } from './mutants.ts';

const OUTLOOK = 'src/background/outlook';
const ESPO = 'src/background/espo';

export const MUTANTS_OF_SIDES: readonly Mutant[] = [
  {
    name: 'marker not written',
    file: `${OUTLOOK}/requests.ts`,
    find: '{ id: RECORD_PROPERTY, value: recordMark(marker.type, marker.id, marker.nonce) },',
    replace: '',
  },
  {
    name: 'transactionId not deterministic',
    file: `${OUTLOOK}/requests.ts`,
    find: 'transactionId: await transactionIdOf(site, marker.type, marker.id, marker.generation)',
    replace: 'transactionId: await transactionIdOf(site, marker.type, marker.nonce, marker.generation)',
  },
  {
    name: 'transactionId reused for another record',
    file: `${OUTLOOK}/identity.ts`,
    find: 'JSON.stringify([site, type, id, generation])',
    replace: 'JSON.stringify([site, type, generation])',
  },
  {
    name: 'If-Match left out',
    file: `${OUTLOOK}/requests.ts`,
    find: "etag === '' ? {} : { 'If-Match': etag }",
    replace: '{}',
  },
  {
    name: 'EspoCRM re-read before the write skipped',
    file: `${ESPO}/write.ts`,
    find: 'if (!now || !isAsExpected(now, intent)) return await this.#stale(intent);',
    replace: 'if (!now) return await this.#stale(intent);',
  },
  {
    name: 'guests without an address not counted',
    file: `${OUTLOOK}/mapping.ts`,
    find: 'const attendees = (graph.attendees ?? []).map(toAttendee);',
    replace: "const attendees = (graph.attendees ?? []).map(toAttendee).filter((one) => one.address !== '');",
  },
  {
    name: "UTC called by the mailbox's zone",
    file: `${OUTLOOK}/write-zone.ts`,
    find: 'dateTime: new Date(instant + offsetAt(iana, instant))',
    replace: 'dateTime: new Date(instant + 0 * offsetAt(iana, instant))',
    healedBy: {
      file: `${OUTLOOK}/said-again.ts`,
      find: 'return by !== 0 && by % QUARTER === 0 ? when : undefined;',
      replace: 'return by > QUARTER * QUARTER ? when : undefined;',
    },
  },
  {
    name: '403 taken for deletion',
    file: `${ESPO}/records.ts`,
    find: "if (answer.status === 403) return { kind: 'forbidden' };",
    replace: "if (answer.status === 403) return { kind: 'gone' };",
  },
  {
    name: 'calendar gone taken for deletion',
    file: `${OUTLOOK}/proof.ts`,
    find: "feed.kind === 'gone' ? { kind: 'feedGone' }",
    replace: "feed.kind === 'gone' ? { kind: 'gone' }",
  },
  {
    name: 'keyset paging without overlap',
    file: `${ESPO}/changes.ts`,
    find: '- SECOND) };',
    replace: '+ SECOND) };',
  },
  {
    name: 'dateEnd companion left out',
    file: `${ESPO}/dates.ts`,
    find: '{ dateStart: espoTime(when.start), dateEnd: espoTime(when.end) }',
    replace: '{ dateStart: espoTime(when.start) }',
  },
  {
    name: 'dates of an all-day record left in place',
    file: `${ESPO}/dates.ts`,
    find: '{ isAllDay: false, ...times, dateStartDate: null, dateEndDate: null }',
    replace: '{ isAllDay: false, ...times }',
  },
  {
    name: 'kind of record that failed counts as empty',
    file: `${ESPO}/finder.ts`,
    find: 'return strange || this.#unasked.size > 0 || this.#unreadable.some(mayBeIt);',
    replace: 'return strange || this.#unreadable.some(mayBeIt);',
  },
  {
    name: 'vanished main calendar replaced by the default',
    file: 'src/background/app/kept/chosen-calendars.ts',
    find: "return there ? chosen : '';",
    replace: "return there ? chosen : (calendars.find(({ isDefault }) => isDefault)?.id ?? '');",
  },
  {
    name: 'new default calendar takes the place of the old one',
    file: 'src/background/app/kept/chosen-calendars.ts',
    find: "return before === '' || before === now ? now : '';",
    replace: 'return now;',
  },
];
