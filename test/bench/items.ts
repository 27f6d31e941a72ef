import { HOUR } from '../../src/shared/time.ts';
import type { EspoServer } from '../sandbox/espo/server.ts';
import type { GraphServer } from '../sandbox/graph/server.ts';

const DAY = 24 * HOUR;
/** How far ahead the last one lies: inside the window of the delta. */
const SPAN = 690 * DAY;
const TEXT = 'The agenda, the numbers of the last quarter, and what was promised. '.repeat(4).slice(0, 260);

/** A start of its own for each of `n`, from tomorrow on; quarters of an hour. */
export function startOf(index: number, n: number, now: number): number {
  const first = Math.ceil(now / DAY) * DAY + DAY;
  return first + Math.floor(((index / n) * SPAN) / (HOUR / 4)) * (HOUR / 4);
}

const graphTime = (ms: number) => ({ dateTime: new Date(ms).toISOString().slice(0, 19), timeZone: 'UTC' });
const espoTime = (ms: number) => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');

/** Every tenth event of the user's own has guests; this many people are invited in turn. */
const GUESTS = 60;
const guest = (index: number) => `guest${index % GUESTS}@customer.example`;

export interface EventBody {
  subject: string;
  location: { displayName: string };
  body: { contentType: string; content: string };
  start: { dateTime: string; timeZone: string };
  end: { dateTime: string; timeZone: string };
  attendees?: { type: string; emailAddress: { name: string; address: string } }[];
}

export function eventBody(index: number, n: number, now: number, guests: boolean): EventBody {
  const start = startOf(index, n, now);
  const invited = guests && index % 10 === 0;
  return {
    subject: `Visit ${index} to a customer`,
    location: { displayName: `Room ${index % 40}` },
    body: { contentType: 'text', content: TEXT },
    start: graphTime(start),
    end: graphTime(start + HOUR),
    ...(invited
      ? {
          attendees: [
            { type: 'required', emailAddress: { name: `Guest ${index % GUESTS}`, address: guest(index / 10) } },
          ],
        }
      : {}),
  };
}

/** N events in the Main calendar: title, place, 260 letters of text, times; every tenth with a guest. */
export function addEvents(graph: GraphServer, n: number, now: number, guests = true): void {
  const mailbox = graph.control.mailbox('anna');
  for (let index = 0; index < n; index += 1) mailbox.createEvent('default', { ...eventBody(index, n, now, guests) });
  graph.control.mails.length = 0;
}

/** The same as Meetings of the user. */
export function addRecords(espo: EspoServer, n: number, now: number): void {
  const anna = espo.control.act('anna');
  for (let index = 0; index < n; index += 1) {
    const start = startOf(index, n, now);
    anna.create('Meeting', {
      name: `Visit ${index} to a customer`,
      description: TEXT,
      dateStart: espoTime(start),
      dateEnd: espoTime(start + HOUR),
      assignedUserId: anna.id,
    });
  }
}
