/** What an edit of one field makes of an event in Outlook. */
import type { Fields, StoredEvent } from '../sandbox/graph/model.ts';
import { type EventField, type Guests, type Kind, span, titleOf } from './acts.ts';
import type { Tracked } from './texts.ts';

const NOTES = [
  '<p>Notes&nbsp;<b>',
  '<p><a href="https://meet.example/1?a=1&amp;b=2">Join</a> <b>',
  '<table><tr><td>10:00</td><td><p>Intro</p></td></tr></table><p><b>',
];
export const OWN = new Set<EventField>(['private', 'categories', 'showAs']);
export const CHANGES: Partial<Record<EventField, Tracked[]>> = {
  title: ['title'],
  when: ['when'],
  allDay: ['when'],
  location: ['location'],
  description: ['description'],
};

export const tagBody = (tag: number) => ({ contentType: 'text', content: `#${tag}#` });
const wall = (time: number): string => new Date(time).toISOString().slice(0, 19);

export function times(day: number, kind: Kind, tag: number): Fields {
  const { start, end, allDay } = span(day, kind, tag);
  return {
    isAllDay: allDay,
    start: { dateTime: wall(start), timeZone: 'UTC' },
    end: { dateTime: wall(end), timeZone: 'UTC' },
  };
}

/** undefined: that field of that event is not edited so. `invite`: who is asked to come. */
export function patchOf(
  event: StoredEvent,
  field: EventField,
  value: number,
  tag: number,
  invite: (guests: Guests) => Fields['attendees'],
): Fields | undefined {
  switch (field) {
    case 'title':
      return { subject: value % 5 === 0 ? titleOf(value, tag) : `Edited ${value}` };
    case 'when':
      return event.recurrence ? undefined : times(value % 25, event.isAllDay ? 'allDay' : 'timed', value);
    case 'allDay':
      return event.recurrence ? undefined : times(value % 25, event.isAllDay ? 'timed' : 'allDay', value);
    case 'location':
      return { location: { displayName: value % 4 === 0 ? '' : `Room ${value}` } };
    case 'description':
      return {
        body: { contentType: 'html', content: `<p>#${tag}#</p>${NOTES[value % NOTES.length]}${value}</b></p>` },
      };
    case 'private':
      return { sensitivity: event.sensitivity === 'private' ? 'normal' : 'private' };
    case 'categories':
      return { categories: value % 2 === 0 ? ['Red'] : [] };
    case 'showAs':
      return { showAs: value % 2 === 0 ? 'free' : 'busy' };
    case 'guests':
      return {
        attendees: event.attendees.length > 0 ? [] : invite(value % 2 === 0 ? 'colleagues' : 'outsider'),
      };
  }
}
