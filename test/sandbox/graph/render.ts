/** Events and calendars as Graph writes them: key order and null-ness of examples 05 to 08. */
import { htmlToText, preview } from './html.ts';
import { toEws } from './ids.ts';
import type { Answer, Calendar, ExtendedProperty, Fields, Moment, StoredEvent } from './model.ts';
import { asOccurrence } from './series.ts';
import type { Tenant } from './tenant.ts';
import { dayOf, toWall } from './zones.ts';

export interface Shape {
  immutable: boolean;
  zone: string;
  text: boolean;
  /** Undefined: everything a plain answer has. */
  select?: Set<string> | undefined;
  /** Extended properties that were asked for. */
  extended?: ((property: ExtendedProperty) => boolean) | undefined;
  exceptions?: boolean;
}

/** 7 digits in seconds, trailing noughts cut, as Exchange writes its own times. */
export const instant = (ms: number) => `${new Date(ms).toISOString().slice(0, -1)}0000Z`;
const answer = ({ response, time }: Answer): Fields => ({
  response,
  time: time === undefined ? '0001-01-01T00:00:00Z' : instant(time),
});

function moment(tenant: Tenant, { utc, zone }: Moment, allDay: boolean, shape: Shape): Fields {
  // All-day: midnight with the label that was asked, never shifted (graph.md 7).
  const dateTime =
    allDay && tenant.quirks.allDayNotShifted ? `${dayOf(utc, zone)}T00:00:00.0000000` : toWall(utc, shape.zone);
  return { dateTime, timeZone: shape.zone };
}

function place(given: Fields): Fields {
  const name = typeof given.displayName === 'string' ? given.displayName : '';
  return { locationType: 'default', uniqueId: name, uniqueIdType: 'private', address: {}, coordinates: {}, ...given };
}

function attendees(tenant: Tenant, event: StoredEvent): Fields[] {
  return event.attendees.map(({ type, status, name, address, shown }) => {
    if (shown !== undefined) return shown as Fields;
    const own = address.toLowerCase() === event.mailbox.address.toLowerCase();
    const seen = event.isOrganizer || own || !tenant.quirks.hideOthersResponses;
    return { type, status: answer(seen ? status : { response: 'none' }), emailAddress: { name, address } };
  });
}

export const etagOf = (event: { changeKey: string }) => `W/"${event.changeKey}"`;

/** One event as seen through a calendar; `day` makes it an occurrence of the series. */
export function renderEvent(
  tenant: Tenant,
  calendar: Calendar,
  stored: StoredEvent,
  day: string | undefined,
  shape: Shape,
): Fields {
  const event = day === undefined ? stored : asOccurrence(tenant, stored, day);
  const ids = tenant.idsIn(calendar, stored, day);
  const id = shape.immutable ? ids.immutableId : ids.id;
  const type = day === undefined ? stored.type : 'occurrence';
  const master = day === undefined ? stored.master : stored;
  const masterIds = master ? tenant.idsIn(calendar, master) : undefined;
  const hidden = event.sensitivity === 'private' && !calendar.canViewPrivateItems;
  const body = hidden ? '' : event.body;
  const all: Fields = {
    '@odata.etag': etagOf(stored),
    id,
    createdDateTime: instant(event.created),
    lastModifiedDateTime: instant(event.modified),
    changeKey: event.changeKey,
    categories: event.categories,
    transactionId: event.transactionId,
    originalStartTimeZone: event.zoneLabel ?? event.start.zone,
    originalEndTimeZone: event.zoneLabel ?? event.end.zone,
    iCalUId: event.iCalUId,
    uid: event.iCalUId,
    reminderMinutesBeforeStart: event.reminderMinutesBeforeStart,
    isReminderOn: event.isReminderOn,
    hasAttachments: false,
    subject: hidden ? 'Private Appointment' : event.subject,
    bodyPreview: preview(body),
    importance: event.importance,
    sensitivity: event.sensitivity,
    isAllDay: event.isAllDay,
    isCancelled: event.isCancelled,
    isOrganizer: event.isOrganizer,
    responseRequested: event.responseRequested,
    seriesMasterId: masterIds ? (shape.immutable ? masterIds.immutableId : masterIds.id) : null,
    showAs: event.showAs,
    type,
    webLink: `https://outlook.office365.com/owa/?itemid=${encodeURIComponent(toEws(id))}&exvsurl=1&path=/calendar/item`,
    onlineMeetingUrl: null,
    isOnlineMeeting: event.isOnlineMeeting,
    onlineMeetingProvider: event.onlineMeetingProvider,
    allowNewTimeProposals: event.allowNewTimeProposals,
    isDraft: event.isDraft,
    hideAttendees: event.hideAttendees,
    recurrence: type === 'seriesMaster' ? event.recurrence : null,
    ...(event.originalStart === undefined || !master
      ? {}
      : { originalStart: instant(event.originalStart).replace('.0000000', '') }),
    responseStatus: answer(event.responseStatus),
    body: shape.text ? { contentType: 'text', content: htmlToText(body) } : { contentType: 'html', content: body },
    start: moment(tenant, event.start, event.isAllDay, shape),
    end: moment(tenant, event.end, event.isAllDay, shape),
    location: hidden
      ? { displayName: '' }
      : place(event.locations.length === 1 ? (event.locations[0] ?? {}) : { displayName: event.location }),
    locations: hidden ? [] : event.locations.map(place),
    attendees: hidden ? [] : attendees(tenant, event),
    organizer: { emailAddress: { name: event.organizer.name, address: event.organizer.address } },
    onlineMeeting: event.joinUrl
      ? { joinUrl: event.joinUrl, conferenceId: '177160444', tollNumber: '+1 425 555 0123' }
      : null,
  };
  const only = shape.select;
  if (only) {
    for (const key of Object.keys(all)) if (!key.startsWith('@') && key !== 'id' && !only.has(key)) delete all[key];
    if (only.has('cancelledOccurrences'))
      all.cancelledOccurrences = [...stored.cancelled].map((date) => `OID.${id}.${date}`);
    if (only.has('occurrenceId')) all.occurrenceId = master && day ? `OID.${all.seriesMasterId}.${day}` : null;
  }
  if (shape.exceptions) {
    const plain = { ...shape, exceptions: false, extended: undefined };
    all.exceptionOccurrences = [...stored.exceptions.values()].map((one) =>
      renderEvent(tenant, calendar, one, undefined, plain),
    );
  }
  const wanted = shape.extended ?? (tenant.quirks.hideExtendedProperties ? undefined : () => true);
  const found = wanted ? event.extended.filter(wanted) : [];
  // Without a hit the property is left out altogether.
  if (found.length > 0) all.singleValueExtendedProperties = found.map((property) => ({ ...property }));
  return all;
}

/** All that a delta page says of an occurrence (graph.md 1). */
export function renderStub(tenant: Tenant, calendar: Calendar, master: StoredEvent, day: string, shape: Shape): Fields {
  const whole = renderEvent(tenant, calendar, master, day, shape);
  if (!tenant.quirks.occurrenceStubs) return whole;
  const { id, seriesMasterId, type, start, end } = whole;
  return { '@odata.etag': whole['@odata.etag'], seriesMasterId, type, id, start, end };
}

export function renderCalendar(tenant: Tenant, calendar: Calendar, shape: Pick<Shape, 'select' | 'extended'>): Fields {
  const all: Fields = {
    id: calendar.id,
    name: calendar.name,
    color: calendar.color,
    hexColor: calendar.hexColor,
    isDefaultCalendar: calendar.isDefault,
    changeKey: calendar.changeKey,
    canShare: calendar.canShare,
    canViewPrivateItems: calendar.canViewPrivateItems,
    canEdit: calendar.canEdit,
    allowedOnlineMeetingProviders: tenant.variants.noTeams === 'said' ? [] : ['teamsForBusiness'],
    defaultOnlineMeetingProvider: tenant.variants.noTeams === 'said' ? 'unknown' : 'teamsForBusiness',
    isTallyingResponses: calendar.isDefault,
    isRemovable: calendar.isRemovable,
    owner: { name: calendar.owner.name, address: calendar.owner.address },
  };
  if (shape.select) for (const key of Object.keys(all)) if (key !== 'id' && !shape.select.has(key)) delete all[key];
  const found = shape.extended ? calendar.extended.filter(shape.extended) : [];
  if (found.length > 0) all.singleValueExtendedProperties = found.map((property) => ({ ...property }));
  return all;
}
