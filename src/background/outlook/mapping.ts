import type { Attendee, Event, Fields, Response, When } from '../sync/model/event';
import type { OutlookItem } from '../sync/model/item';
import type { GraphEvent } from './schema';
import { bodyText, canonicalText, textHtml } from './text';
import { ianaZone, instantOf } from './zones';

/** Exchange keeps 255 characters of a subject. */
const SUBJECT = 255;
const DAY = 24 * 60 * 60 * 1000;

/** Graph's event as the common form. All-day dates are dates: the zone label on them means nothing (graph.md 7). */
export function toItem(graph: GraphEvent, calendarId: string, meetingKey: string): OutlookItem {
  const attendees = graph.attendees.map(toAttendee).filter((a) => a.address !== '');
  return {
    side: 'outlook',
    id: graph.id,
    calendarId,
    // The etag is the change key in quotes (graph.md 4), should an answer carry only that.
    etag: graph['@odata.etag'] || (graph.changeKey && `W/"${graph.changeKey}"`),
    iCalUId: graph.iCalUId,
    seriesMasterId: graph.seriesMasterId,
    originalStart: graph.originalStart,
    meetingKey,
    kind: KINDS[graph.type] ?? 'single',
    // Unsaid, a meeting with attendees counts as somebody else's: it is never written (rule 5).
    isOrganizer: graph.isOrganizer ?? attendees.length === 0,
    hasAttendees: attendees.length > 0,
    isDraft: graph.isDraft,
    isOnline: graph.isOnlineMeeting,
    response: toResponse(graph.responseStatus?.response),
    showAs: graph.showAs,
    categories: graph.categories,
    createdAt: instant(graph.createdDateTime),
    modifiedAt: instant(graph.lastModifiedDateTime),
    event: toEvent(graph, attendees),
  };
}

function toEvent(graph: GraphEvent, attendees: Attendee[]): Event {
  const organizer = graph.organizer?.emailAddress;
  return {
    title: graph.subject,
    when: toWhen(graph),
    location: graph.location?.displayName ?? '',
    description: bodyText(graph.body),
    status: graph.isCancelled ? 'cancelled' : 'planned',
    private: graph.sensitivity === 'private' || graph.sensitivity === 'confidential',
    invited: attendees,
    attendees: '',
    response: '',
    joinLink: webAddress(graph.onlineMeeting?.joinUrl ?? ''),
    organizer: organizer ? { address: organizer.address, name: organizer.name } : undefined,
  };
}

/** It becomes a link in EspoCRM: nothing but an address of the web may stand there. */
const webAddress = (text: string): string => (/^https?:\/\/\S+$/i.test(text) ? text : '');

const KINDS: Record<string, OutlookItem['kind']> = {
  singleInstance: 'single',
  occurrence: 'occurrence',
  exception: 'exception',
  seriesMaster: 'master',
};

const RESPONSES: Record<string, Response> = {
  none: 'none',
  organizer: 'organizer',
  accepted: 'accepted',
  tentativelyAccepted: 'tentative',
  declined: 'declined',
  notResponded: 'notResponded',
};
const toResponse = (value: string | undefined): Response => RESPONSES[value ?? 'none'] ?? 'none';

function toAttendee(a: GraphEvent['attendees'][number]): Attendee {
  return {
    address: a.emailAddress?.address ?? '',
    name: a.emailAddress?.name ?? '',
    response: toResponse(a.status?.response),
    kind: a.type === 'resource' ? 'room' : 'person',
  };
}

const instant = (text: string): number => {
  const time = Date.parse(text);
  return Number.isNaN(time) ? 0 : time;
};

function toWhen(graph: GraphEvent): When {
  const start = wall(graph.start.dateTime);
  const end = wall(graph.end.dateTime);
  // The end of an all-day event is exclusive.
  if (graph.isAllDay) return { kind: 'allDay', first: isoDate(start), last: isoDate(Math.max(start, end - DAY)) };
  return {
    kind: 'timed',
    start: instantOf(start, ianaZone(graph.start.timeZone)),
    end: instantOf(end, ianaZone(graph.end.timeZone)),
  };
}

/** `2026-12-01T10:00:00.0000000`, seven digits and no zone, as a wall time. */
function wall(text: string | undefined): number {
  const time = Date.parse(`${(text ?? '').slice(0, 23).replace(/Z$/, '')}Z`);
  return Number.isNaN(time) ? 0 : time;
}
const isoDate = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** Only the given fields, as the body of a POST or PATCH. All-day events are written in the mailbox's own zone (graph.md 7). */
export function toPatch(fields: Partial<Fields>, mailboxZone: string): Record<string, unknown> {
  const patch: Record<string, unknown> = {};
  if (fields.title !== undefined) patch['subject'] = fields.title;
  if (fields.location !== undefined) patch['location'] = { displayName: fields.location };
  if (fields.description !== undefined) patch['body'] = { contentType: 'html', content: textHtml(fields.description) };
  if (fields.when?.kind === 'timed') {
    patch['isAllDay'] = false;
    patch['start'] = { dateTime: utc(fields.when.start), timeZone: 'UTC' };
    patch['end'] = { dateTime: utc(fields.when.end), timeZone: 'UTC' };
  } else if (fields.when) {
    patch['isAllDay'] = true;
    patch['start'] = { dateTime: `${fields.when.first}T00:00:00`, timeZone: mailboxZone };
    patch['end'] = { dateTime: `${isoDate(Date.parse(fields.when.last) + DAY)}T00:00:00`, timeZone: mailboxZone };
  }
  return patch;
}
const utc = (time: number): string => new Date(time).toISOString().replace('Z', '');

/** What Outlook returns after a field was written. */
export function asStoredByOutlook<F extends keyof Fields>(field: F, value: Fields[F]): Fields[F] {
  switch (field) {
    case 'title':
      return (value as string).replace(/[\r\n\t]+/g, ' ').slice(0, SUBJECT) as Fields[F];
    case 'location':
      return (value as string).replace(/[\r\n\t]+/g, ' ').slice(0, SUBJECT) as Fields[F];
    case 'description':
      return canonicalText(value as string) as Fields[F];
    default:
      return value;
  }
}
