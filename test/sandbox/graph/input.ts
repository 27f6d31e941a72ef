/** Request bodies of events: which properties there are, which may be written, and what is refused (graph.md 6, 7, 8). */
import { DAY } from '../../../src/shared/time.ts';
import { badRequest, GraphError, invalidProperty } from './errors.ts';
import { storeHtml, textToHtml } from './html.ts';
import type { ExtendedProperty, Fields, Moment, Recurrence, StoredAttendee, StoredEvent } from './model.ts';
import type { Tenant } from './tenant.ts';
import { dayOf, parseDateTime, toIana, toWall } from './zones.ts';

export const WRITABLE = [
  'subject',
  'body',
  'start',
  'end',
  'isAllDay',
  'location',
  'locations',
  'attendees',
  'importance',
  'sensitivity',
  'showAs',
  'categories',
  'isReminderOn',
  'reminderMinutesBeforeStart',
  'recurrence',
  'responseRequested',
  'allowNewTimeProposals',
  'hideAttendees',
  'isOnlineMeeting',
  'onlineMeetingProvider',
  'isDraft',
  'singleValueExtendedProperties',
];
export const READ_ONLY = [
  'id',
  'iCalUId',
  'changeKey',
  'createdDateTime',
  'lastModifiedDateTime',
  'type',
  'seriesMasterId',
  'isOrganizer',
  'isCancelled',
  'organizer',
  'responseStatus',
  'webLink',
  'bodyPreview',
  'hasAttachments',
  'onlineMeeting',
  'onlineMeetingUrl',
  'originalStart',
  'originalStartTimeZone',
  'originalEndTimeZone',
  'occurrenceId',
  'cancelledOccurrences',
  'exceptionOccurrences',
];

const enums: Record<string, string[]> = {
  importance: ['low', 'normal', 'high'],
  sensitivity: ['normal', 'personal', 'private', 'confidential'],
  showAs: ['free', 'tentative', 'busy', 'oof', 'workingElsewhere', 'unknown'],
  onlineMeetingProvider: ['unknown', 'teamsForBusiness', 'skypeForBusiness', 'skypeForConsumer'],
};

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const asText = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') throw badRequest('Cannot convert a value to the expected type Edm.String.');
  return value;
};
const asFlag = (value: unknown): boolean => {
  if (typeof value !== 'boolean') throw badRequest('Cannot convert a value to the expected type Edm.Boolean.');
  return value;
};

export function checkNames(tenant: Tenant, body: Fields, create: boolean): void {
  if (!tenant.quirks.strictRequests) return;
  for (const name of Object.keys(body)) {
    if (name.startsWith('@odata.') || WRITABLE.includes(name) || (create && name === 'transactionId')) continue;
    if (READ_ONLY.includes(name) || name === 'transactionId') {
      throw new GraphError(400, 'ErrorInvalidPropertySet', `The property '${name}' is read-only.`);
    }
    throw new GraphError(
      400,
      'RequestBodyRead',
      `The property '${name}' does not exist on type 'microsoft.graph.event'. Make sure to only use property names that are defined by the type.`,
    );
  }
}

export function readMoment(tenant: Tenant, value: unknown): Moment {
  if (!isObject(value)) throw invalidProperty();
  const zone = asText(value.timeZone);
  if (tenant.quirks.zoneNames && toIana(zone) === undefined) {
    throw new GraphError(
      400,
      'TimeZoneNotSupportedException',
      `A valid TimeZone value must be specified. The following TimeZone value is not supported: '${zone}'.`,
    );
  }
  const utc = parseDateTime(asText(value.dateTime), zone);
  if (utc === undefined) throw invalidProperty();
  return { utc, zone };
}

function readAttendees(value: unknown, known: StoredAttendee[]): StoredAttendee[] {
  if (!Array.isArray(value)) throw invalidProperty();
  if (value.length > 500) throw new GraphError(400, 'ErrorInvalidRequest', 'An event has at most 500 attendees.');
  return value.map((one: unknown) => {
    const mail = isObject(one) && isObject(one.emailAddress) ? one.emailAddress : undefined;
    const address = asText(mail?.address);
    if (!isObject(one) || !/^[^\s@]+@[^\s@]+$/.test(address)) {
      throw new GraphError(400, 'ErrorInvalidRecipients', 'At least one recipient is not valid.');
    }
    const before = known.find((attendee) => attendee.address.toLowerCase() === address.toLowerCase());
    const type = asText(one.type) || 'required';
    if (type !== 'required' && type !== 'optional' && type !== 'resource') throw invalidProperty();
    return { name: asText(mail?.name) || address, address, type, status: before?.status ?? { response: 'none' } };
  });
}

export function readExtended(value: unknown): ExtendedProperty[] {
  if (!Array.isArray(value)) throw invalidProperty();
  return value.map((one: unknown) => {
    const id = isObject(one) ? asText(one.id) : '';
    if (!/^\S+ (\{[0-9a-f-]{36}\} (Name|Id) \S.*|0x[0-9a-f]+)$/i.test(id) || !isObject(one)) {
      throw new GraphError(400, 'ErrorInvalidExtendedProperty', 'The extended property id is not valid.');
    }
    return { id, value: asText(one.value) };
  });
}

/** Names are case-sensitive, the GUID and the type are not (graph.md 5). */
export function sameProperty(a: string, b: string): boolean {
  const fold = (id: string) => id.replace(/^(\S+ \{[^}]*\} (?:Name|Id)) /i, (head) => head.toLowerCase());
  return fold(a) === fold(b);
}

export function mergeExtended(known: ExtendedProperty[], added: ExtendedProperty[]): ExtendedProperty[] {
  return [...known.filter((one) => !added.some((other) => sameProperty(one.id, other.id))), ...added];
}

function readRecurrence(value: unknown, start: Moment): Recurrence | null {
  if (value === null) return null;
  const pattern = isObject(value) ? value.pattern : undefined;
  const range = isObject(value) ? value.range : undefined;
  if (!isObject(pattern) || !isObject(range)) throw invalidProperty();
  const types = ['daily', 'weekly', 'absoluteMonthly', 'relativeMonthly', 'absoluteYearly', 'relativeYearly'];
  const rule: Recurrence = {
    pattern: {
      type: asText(pattern.type) as Recurrence['pattern']['type'],
      interval: Number(pattern.interval ?? 0),
      month: Number(pattern.month ?? 0),
      dayOfMonth: Number(pattern.dayOfMonth ?? 0),
      daysOfWeek: Array.isArray(pattern.daysOfWeek) ? pattern.daysOfWeek.map((day) => asText(day).toLowerCase()) : [],
      firstDayOfWeek: asText(pattern.firstDayOfWeek) || 'sunday',
      index: asText(pattern.index) || 'first',
    },
    range: {
      type: asText(range.type) as Recurrence['range']['type'],
      startDate: asText(range.startDate),
      endDate: asText(range.endDate) || '0001-01-01',
      recurrenceTimeZone: asText(range.recurrenceTimeZone) || start.zone,
      numberOfOccurrences: Number(range.numberOfOccurrences ?? 0),
    },
  };
  const { type, interval, daysOfWeek, dayOfMonth, month } = rule.pattern;
  if (!types.includes(type) || interval < 1) throw invalidProperty();
  if ((type === 'weekly' || type.startsWith('relative')) && daysOfWeek.length === 0) throw invalidProperty();
  if (type.startsWith('absolute') && dayOfMonth < 1) throw invalidProperty();
  if (type.endsWith('Yearly') && month < 1) throw invalidProperty();
  // The range starts on the day of event.start (graph.md 8).
  if (!['endDate', 'noEnd', 'numbered'].includes(rule.range.type)) throw invalidProperty();
  if (rule.range.startDate !== dayOf(start.utc, start.zone)) throw invalidProperty();
  if (rule.range.type === 'endDate' && rule.range.endDate < rule.range.startDate) throw invalidProperty();
  if (rule.range.type === 'numbered' && rule.range.numberOfOccurrences < 1) throw invalidProperty();
  return rule;
}

function checkTimes(tenant: Tenant, event: StoredEvent): void {
  if (event.end.utc < event.start.utc) throw invalidProperty('The end of the event is before its start.');
  if (!event.isAllDay || !tenant.quirks.allDayRules) return;
  if (event.start.zone !== event.end.zone) throw invalidProperty();
  const midnight = (moment: Moment) => toWall(moment.utc, moment.zone).slice(11, 19) === '00:00:00';
  const days = Date.parse(dayOf(event.end.utc, event.end.zone)) - Date.parse(dayOf(event.start.utc, event.start.zone));
  if (days < DAY) {
    throw invalidProperty('The Duration of an event marked as All day must be at least 24 hours.');
  }
  if (!midnight(event.start) || !midnight(event.end)) throw invalidProperty();
}

/** Writes a body into an event. Throws before anything is changed in a way the caller has to undo: work on a copy. */
export function applyBody(tenant: Tenant, event: StoredEvent, body: Fields): void {
  const has = (name: string) => body[name] !== undefined;
  for (const [name, allowed] of Object.entries(enums)) {
    const value = body[name];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string' || !allowed.includes(value))
      throw badRequest(`Cannot convert the literal to '${name}'.`);
    if (name === 'importance') event.importance = value;
    if (name === 'sensitivity') event.sensitivity = value;
    if (name === 'showAs') event.showAs = value;
  }
  if (has('subject')) {
    event.subject = asText(body.subject);
    if (event.subject.length > 255) throw invalidProperty();
  }
  if (has('body')) {
    const given = isObject(body.body) ? body.body : {};
    const text = asText(given.content);
    const html = asText(given.contentType).toLowerCase() === 'html';
    if (!tenant.quirks.bodyAsHtml) event.body = text;
    else event.body = text === '' ? '' : html ? storeHtml(text) : textToHtml(text);
  }
  if (has('start')) event.start = readMoment(tenant, body.start);
  if (has('end')) event.end = readMoment(tenant, body.end);
  if (has('isAllDay')) event.isAllDay = asFlag(body.isAllDay);
  checkTimes(tenant, event);
  if (has('location')) {
    const place = isObject(body.location) ? body.location : {};
    event.location = asText(place.displayName);
    event.locations = event.location === '' ? [] : [{ ...place, displayName: event.location }];
  }
  if (has('locations') && Array.isArray(body.locations)) {
    event.locations = body.locations.filter(isObject);
    event.location = event.locations.map((place) => asText(place.displayName)).join('; ');
  }
  if (has('attendees')) event.attendees = readAttendees(body.attendees, event.attendees);
  if (has('categories')) event.categories = Array.isArray(body.categories) ? body.categories.map(asText) : [];
  for (const name of [
    'isReminderOn',
    'responseRequested',
    'allowNewTimeProposals',
    'hideAttendees',
    'isDraft',
  ] as const) {
    if (has(name)) event[name] = asFlag(body[name]);
  }
  if (has('reminderMinutesBeforeStart')) event.reminderMinutesBeforeStart = Number(body.reminderMinutesBeforeStart);
  if (has('recurrence')) {
    event.recurrence = readRecurrence(body.recurrence, event.start);
    event.type = event.recurrence ? 'seriesMaster' : 'singleInstance';
  }
  if (has('singleValueExtendedProperties')) {
    event.extended = mergeExtended(event.extended, readExtended(body.singleValueExtendedProperties));
  }
}
