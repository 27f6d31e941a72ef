/** Graph's event as the common form, and back. */
import { own } from '../../shared/own';
import { DAY } from '../../shared/time';
import type { Attendee, Event, Fields, Response, When } from '../sync/model/event';
import type { OutlookItem } from '../sync/model/item';
import { TEXT_FORM } from '../sync/model/text-form';
import { cleanPerson } from '../sync/model/address';
import { type GraphEvent, wallOf } from './schema';
import { canonicalText, readBody, textHtml } from './text';
import { graphTimes, type WriteZone } from './write-zone';
import { ianaZone, instantOf } from './zones';

/** Exchange keeps 255 characters of a subject. */
const SUBJECT = 255;

/** Graph's event as the common form. All-day dates are dates: the zone label on them means nothing (graph.md 7). */
export function toItem(graph: GraphEvent, calendarId: string, meetingKey: string): OutlookItem {
  // Who cannot be named or mailed by an address was invited all the same (rule 5).
  const attendees = (graph.attendees ?? []).map(toAttendee);
  const body = readBody(graph.body);
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
    // What kind nobody knows is, like a series, never written and never made a record of.
    kind: own(KINDS, graph.type) ?? 'master',
    // Unsaid, what has guests or names an organizer counts as somebody else's: it is never written (rule 5).
    isOrganizer: graph.isOrganizer ?? (attendees.length === 0 && !namesSomebody(graph.organizer)),
    hasAttendees: attendees.length > 0,
    isDraft: graph.isDraft,
    isOnline: graph.isOnlineMeeting || Boolean(graph.onlineMeeting),
    response: toResponse(graph.responseStatus?.response),
    showAs: graph.showAs,
    categories: graph.categories,
    ...(graph.isReminderOn ? { reminder: graph.reminderMinutesBeforeStart } : {}),
    createdAt: instant(graph.createdDateTime),
    modifiedAt: instant(graph.lastModifiedDateTime),
    textForm: TEXT_FORM,
    ...(body.former === undefined ? {} : { formerDescription: body.former }),
    event: toEvent(graph, attendees, body.text),
  };
}

function toEvent(graph: GraphEvent, attendees: Attendee[], description: string): Event {
  return {
    title: graph.subject,
    when: toWhen(graph),
    location: graph.location?.displayName ?? '',
    description,
    status: graph.isCancelled ? 'cancelled' : 'planned',
    // Rule 9: whatever else it is marked as may be private.
    private: !OPEN.has(graph.sensitivity.toLowerCase()),
    invited: attendees,
    attendees: '',
    response: '',
    joinLink: webAddress(graph.onlineMeeting?.joinUrl ?? ''),
    organizer: graph.organizer?.emailAddress ? cleanPerson(graph.organizer.emailAddress) : undefined,
  };
}

/** It becomes a link in EspoCRM: nothing but an address of the web may stand there. */
const webAddress = (text: string): string => (/^https?:\/\/\S+$/i.test(text) ? text : '');

const OPEN = new Set(['normal', 'personal']);
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
const toResponse = (value: string | undefined): Response => own(RESPONSES, value ?? 'none') ?? 'none';

function toAttendee(a: NonNullable<GraphEvent['attendees']>[number]): Attendee {
  return {
    ...cleanPerson(a.emailAddress),
    response: toResponse(a.status?.response),
    kind: a.type === 'resource' ? 'room' : 'person',
  };
}

/** What cannot be read is somebody, too. */
function namesSomebody(organizer: GraphEvent['organizer']): boolean {
  if (!organizer) return false;
  const { emailAddress } = organizer;
  return !emailAddress || `${emailAddress.name}${emailAddress.address}`.trim() !== '';
}

const instant = (text: string): number => {
  const time = Date.parse(text);
  return Number.isNaN(time) ? 0 : time;
};

function toWhen(graph: GraphEvent): When {
  const [start, end] = [wallOf(graph.start.dateTime), wallOf(graph.end.dateTime)];
  // The end of an all-day event is exclusive.
  if (graph.isAllDay) return { kind: 'allDay', first: isoDate(start), last: isoDate(Math.max(start, end - DAY)) };
  return {
    kind: 'timed',
    start: instantOf(start, ianaZone(graph.start.timeZone)),
    end: instantOf(end, ianaZone(graph.end.timeZone)),
  };
}

const isoDate = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** Only the given fields, as the body of a POST or PATCH. Times stand in the mailbox's own zone: reminders and a later series go by it (graph.md 7). */
export function toPatch(fields: Partial<Fields>, zone: WriteZone): Record<string, unknown> {
  const patch: Record<string, unknown> = {};
  if (fields.title !== undefined) patch['subject'] = fields.title;
  if (fields.location !== undefined) patch['location'] = { displayName: fields.location };
  if (fields.description !== undefined) patch['body'] = { contentType: 'html', content: textHtml(fields.description) };
  if (fields.when?.kind === 'timed') {
    const [start, end] = graphTimes([fields.when.start, fields.when.end], zone);
    Object.assign(patch, { isAllDay: false, start, end });
  } else if (fields.when) {
    patch['isAllDay'] = true;
    const timeZone = zone.name;
    patch['start'] = { dateTime: `${fields.when.first}T00:00:00`, timeZone };
    patch['end'] = { dateTime: `${isoDate(Date.parse(fields.when.last) + DAY)}T00:00:00`, timeZone };
  }
  return patch;
}

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
