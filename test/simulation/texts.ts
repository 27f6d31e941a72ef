import { bodyText } from '../../src/background/outlook/text.ts';
import { type Fields, type When, whenText } from '../../src/background/sync/model/event.ts';
import type { Row } from '../sandbox/espo/types.ts';
import type { StoredEvent } from '../sandbox/graph/model.ts';
import { dayOf } from '../sandbox/graph/zones.ts';

/** The fields that are followed value by value; people and answers are judged by rules of their own. */
export const TRACKED = ['title', 'when', 'location', 'description', 'status'] as const;
export type Tracked = (typeof TRACKED)[number];
export type Values = Pick<Fields, Tracked>;
/** Every field as a person reads it in the activity log. */
export type Texts = Record<Tracked, string>;

const HALF_DAY = 43_200_000;

/** An event as the mailbox holds it, in the common form. Read off the stand-in itself, not through the client's mapping. */
export function eventFields(event: StoredEvent): Values {
  const { start, end } = event;
  const when: When = event.isAllDay
    ? { kind: 'allDay', first: dayOf(start.utc, start.zone), last: dayOf(end.utc - HALF_DAY, end.zone) }
    : { kind: 'timed', start: start.utc, end: end.utc };
  return {
    title: event.subject,
    when,
    location: event.location,
    description: bodyText({ contentType: 'html', content: event.body }),
    status: event.isCancelled ? 'cancelled' : 'planned',
  };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const time = (value: unknown): number => (text(value) === '' ? 0 : Date.parse(`${text(value).replace(' ', 'T')}Z`));

/** The place stands in `location` where the entity has one, else in `cLocation` (espo.md 3). */
export const placeOf = (row: Row): 'location' | 'cLocation' | undefined =>
  'location' in row ? 'location' : 'cLocation' in row ? 'cLocation' : undefined;

/** With those of an administrator's own (cast.ts). */
const HELD = ['Held', 'Done'];
const CANCELLED = ['Not Held', 'Dropped'];

/** A record as the database holds it. */
export function recordFields(row: Row, place: string | undefined): Values {
  const first = text(row['dateStartDate']);
  const when: When =
    first !== ''
      ? { kind: 'allDay', first, last: text(row['dateEndDate']) || first }
      : { kind: 'timed', start: time(row['dateStart']), end: time(row['dateEnd']) };
  const status = text(row['status']);
  return {
    title: text(row['name']).trim(),
    when,
    location: place ? text(row[place]).trim() : '',
    description: text(row['description']).replace(/\r\n?/g, '\n').trim(),
    status: HELD.includes(status) ? 'held' : CANCELLED.includes(status) ? 'cancelled' : 'planned',
  };
}

export function textsOf(fields: Values): Texts {
  return {
    title: fields.title,
    when: whenText(fields.when),
    location: fields.location,
    description: fields.description,
    status: fields.status,
  };
}
