/** What can be done to events, by a request or by a person: create, change, delete, move, copy, answer. */
import { accessDenied, GraphError, invalidProperty } from './errors.ts';
import { newChangeKey, newGuid, newICalUId } from './ids.ts';
import { applyBody, checkNames, WRITABLE } from './input.ts';
import { hasAttendees, invite, mails, propagate, sendAnswer, withdraw, withdrawOccurrence } from './meetings.ts';
import type { Calendar, Change, Fields, Ref, Response, StoredEvent } from './model.ts';
import { cancelOccurrence, checkBoundary, makeException, resetSeries, seriesZone } from './series.ts';
import type { Tenant } from './tenant.ts';
import { dayOf } from './zones.ts';

/** Where writes to a calendar land: the owner's calendar behind a shared one. */
export const behind = (calendar: Calendar): Calendar => calendar.source ?? calendar;

function blank(tenant: Tenant, calendar: Calendar): StoredEvent {
  const now = tenant.now();
  const zone = 'UTC';
  return {
    key: tenant.next(),
    mailbox: calendar.mailbox,
    calendar,
    id: '',
    immutableId: '',
    tail: [],
    iCalUId: newICalUId(tenant.world, tenant.next()),
    changeKey: newChangeKey(tenant.world),
    created: now,
    modified: now,
    type: 'singleInstance',
    subject: '',
    body: '',
    start: { utc: 0, zone },
    end: { utc: 0, zone },
    isAllDay: false,
    location: '',
    locations: [],
    importance: 'normal',
    sensitivity: 'normal',
    showAs: 'busy',
    categories: [],
    isReminderOn: true,
    reminderMinutesBeforeStart: 15,
    responseRequested: true,
    allowNewTimeProposals: true,
    hideAttendees: false,
    isOnlineMeeting: false,
    onlineMeetingProvider: 'unknown',
    attendees: [],
    organizer: { name: calendar.mailbox.name, address: calendar.mailbox.address },
    isOrganizer: true,
    responseStatus: { response: 'none' },
    isDraft: false,
    isCancelled: false,
    transactionId: null,
    extended: [],
    recurrence: null,
    exceptions: new Map(),
    cancelled: new Set(),
    occurrenceIds: new Map(),
  };
}

function duplicate(): GraphError {
  return new GraphError(
    409,
    'ErrorDuplicateTransactionId',
    "Your request can't be completed. The TransactionId specified in the request has already been used to create a different event.",
  );
}

function goOnline(tenant: Tenant, event: StoredEvent, body: Fields): void {
  if (body.isOnlineMeeting !== true || event.isOnlineMeeting) return;
  const { noTeams } = tenant.variants;
  if (noTeams === 'refused')
    throw new GraphError(400, 'ErrorInvalidRequest', 'The online meeting provider is not supported for this user.');
  if (noTeams !== 'never') return;
  event.isOnlineMeeting = true;
  event.onlineMeetingProvider = 'teamsForBusiness';
  event.joinUrl = `https://teams.microsoft.com/l/meetup-join/19%3ameeting_${newGuid(tenant.world)}%40thread.v2/0`;
  event.body += `<div class="me-email-text"><a href="${event.joinUrl}">Join the meeting now</a></div>`;
}

export function createEvent(tenant: Tenant, given: Calendar, body: Fields): StoredEvent {
  const calendar = behind(given);
  checkNames(tenant, body, true);
  const transaction = typeof body.transactionId === 'string' ? body.transactionId : null;
  const known = transaction === null ? undefined : calendar.mailbox.transactions.get(transaction);
  if (known && tenant.quirks.transactionIdBound) {
    // The same request again gives the event it made; anything else under that id is refused, even after a deletion (graph.md 3).
    if (known.body === JSON.stringify(body) && known.event.deletedAt === undefined) return known.event;
    throw duplicate();
  }
  if (body.start === undefined || body.end === undefined) throw invalidProperty();
  const event = blank(tenant, calendar);
  applyBody(tenant, event, body);
  goOnline(tenant, event, body);
  event.transactionId = transaction;
  tenant.giveIds(event, false);
  if (!hasAttendees(event) || tenant.variants.draftsAreSent) event.isDraft = false;
  if (hasAttendees(event)) event.responseStatus = { response: 'organizer' };
  calendar.mailbox.events.add(event);
  if (transaction !== null) calendar.mailbox.transactions.set(transaction, { event, body: JSON.stringify(body) });
  tenant.touch(event);
  if (mails(event)) invite(tenant, event, event.attendees);
  return event;
}

/** Properties of a copy that are the attendee's own. */
const OWN = [
  'categories',
  'showAs',
  'isReminderOn',
  'reminderMinutesBeforeStart',
  'sensitivity',
  'singleValueExtendedProperties',
];

function tell(tenant: Tenant, before: StoredEvent, event: StoredEvent, body: Fields): void {
  const names = Object.keys(body).filter((name) => WRITABLE.includes(name));
  const onlyExtended = names.every((name) => name === 'singleValueExtendedProperties');
  if (onlyExtended && !tenant.variants.extendedPropertyPatchMails) return;
  const has = (list: StoredEvent, address: string) =>
    list.attendees.some((one) => one.address.toLowerCase() === address.toLowerCase());
  const added = event.attendees.filter((one) => !has(before, one.address));
  const removed = before.attendees.filter((one) => !has(event, one.address));
  if (mails(before) && removed.length > 0) withdraw(tenant, before, removed);
  if (!mails(event)) return;
  if (before.isDraft || !hasAttendees(before)) {
    event.responseStatus = { response: 'organizer' };
    invite(tenant, event, event.attendees);
    return;
  }
  if (added.length > 0) invite(tenant, event, added);
  // Attendees alone mail only those who changed (graph.md 6).
  if (names.every((name) => name === 'attendees')) return;
  propagate(
    tenant,
    event,
    before.start.utc !== event.start.utc || before.end.utc !== event.end.utc || 'recurrence' in body,
  );
}

export function updateEvent(tenant: Tenant, ref: Ref, body: Fields): StoredEvent {
  checkNames(tenant, body, false);
  const names = Object.keys(body).filter((name) => WRITABLE.includes(name));
  const source = ref.day === undefined ? ref.event : (ref.event.exceptions.get(ref.day) ?? ref.event);
  if (tenant.quirks.organizerRules && !source.isOrganizer && names.some((name) => !OWN.includes(name)))
    throw accessDenied();
  if (ref.day !== undefined || ref.event.master) {
    if ('recurrence' in body) throw invalidProperty();
  }
  const event = ref.day === undefined ? ref.event : makeException(tenant, ref.event, ref.day);
  const before: StoredEvent = { ...event, attendees: event.attendees.map((one) => ({ ...one })) };
  const draft: StoredEvent = { ...event };
  try {
    const moving = draft.recurrence !== null && (body.start !== undefined || body.end !== undefined);
    applyBody(tenant, draft, body);
    if (moving && !('recurrence' in body) && draft.recurrence) {
      const startDate = dayOf(draft.start.utc, seriesZone(draft));
      draft.recurrence = { ...draft.recurrence, range: { ...draft.recurrence.range, startDate } };
    }
    if (event.master && event.originalDay !== undefined && body.start !== undefined) {
      checkBoundary(tenant, event.master, event.originalDay, draft.start.utc);
    }
  } catch (error) {
    if (ref.day !== undefined && event !== source) {
      ref.event.exceptions.delete(ref.day);
      ref.event.occurrenceIds.set(ref.day, { id: event.id, immutableId: event.immutableId });
      ref.event.mailbox.index.set(event.id, { ...ref, through: undefined, kind: 'default' });
      ref.event.mailbox.index.set(event.immutableId, { ...ref, through: undefined, kind: 'immutable' });
    }
    throw error;
  }
  if (event.master) draft.type = 'exception';
  // What was sent stays sent: that isDraft holds back updates is said of beta only (docs#7339).
  if (!before.isDraft && mails(before)) draft.isDraft = false;
  if (!hasAttendees(draft)) draft.isDraft = false;
  // A body without the meeting's block ends the online meeting (graph.md 6).
  if (body.body !== undefined && draft.isOnlineMeeting && tenant.quirks.bodyEndsOnlineMeeting) {
    if (draft.joinUrl && !draft.body.includes(draft.joinUrl)) {
      draft.isOnlineMeeting = false;
      draft.onlineMeetingProvider = 'unknown';
      draft.joinUrl = undefined;
    }
  }
  goOnline(tenant, draft, body);
  Object.assign(event, draft);
  const shifted =
    event.recurrence !== null &&
    (before.start.utc !== event.start.utc || before.end.utc !== event.end.utc || 'recurrence' in body);
  if (shifted && before.recurrence) resetSeries(tenant, event);
  tenant.touch(event);
  tell(tenant, before, event, body);
  return event;
}

/** The ids under which an event, and what hangs on it, is known now. */
function goneIds(event: StoredEvent): Change['gone'] {
  const span = { start: event.start.utc, end: event.end.utc };
  const own = { key: `${event.key}`, ids: { id: event.id, immutableId: event.immutableId }, ...span };
  const occurrences = [...event.occurrenceIds, ...event.exceptions].map(([day, { id, immutableId }]) => ({
    key: `${event.key}|${day}`,
    ids: { id, immutableId },
    ...span,
  }));
  return [own, ...occurrences];
}

/** Out of its calendar. The default id dies; the immutable one reads on for a while (graph.md 12). */
export function removeEvent(tenant: Tenant, event: StoredEvent, hard: boolean): void {
  const gone = goneIds(event);
  event.deletedAt = tenant.world.now();
  event.modified = tenant.now();
  event.changeKey = newChangeKey(tenant.world);
  for (const { ids } of gone) {
    event.mailbox.index.delete(ids.id);
    if (ids.immutableId !== event.immutableId || hard) event.mailbox.index.delete(ids.immutableId);
  }
  if (hard) event.mailbox.events.delete(event);
  tenant.record(event, 'gone', gone);
}

export function deleteEvent(tenant: Tenant, ref: Ref, hard = false): void {
  const { event } = ref;
  const master = event.master ?? (ref.day === undefined ? undefined : event);
  const day = event.originalDay ?? ref.day;
  if (master && day !== undefined) {
    cancelOccurrence(tenant, master, day);
    if (mails(master)) withdrawOccurrence(tenant, master, day);
    return;
  }
  const told = mails(event) && !event.isCancelled;
  removeEvent(tenant, event, hard);
  if (told) withdraw(tenant, event, event.attendees);
}

/** To another calendar of the same mailbox: another default id, the same immutable one (graph.md 2). */
export function moveEvent(tenant: Tenant, event: StoredEvent, to: Calendar): void {
  if (event.calendar === to) return;
  const from = event.calendar;
  const gone = goneIds(event);
  tenant.record(event, 'gone', gone, from);
  event.calendar = to;
  for (const exception of event.exceptions.values()) exception.calendar = to;
  if (tenant.quirks.idChangesOnMove) {
    for (const { ids } of gone) event.mailbox.index.delete(ids.id);
    for (const ids of event.occurrenceIds.values()) event.mailbox.index.delete(ids.immutableId);
    event.occurrenceIds.clear();
    tenant.giveIds(event, true);
    for (const exception of event.exceptions.values()) tenant.giveIds(exception, true);
  }
  tenant.touch(event);
}

/** Copy and paste in Outlook: a new event that carries the extended properties along (graph.md 5). */
export function copyEvent(tenant: Tenant, event: StoredEvent, to: Calendar): StoredEvent {
  const copy: StoredEvent = {
    ...blank(tenant, to),
    subject: event.subject,
    body: event.body,
    start: { ...event.start },
    end: { ...event.end },
    isAllDay: event.isAllDay,
    location: event.location,
    locations: event.locations,
    showAs: event.showAs,
    sensitivity: event.sensitivity,
    categories: [...event.categories],
    extended: event.extended.map((property) => ({ ...property })),
  };
  tenant.giveIds(copy, false);
  to.mailbox.events.add(copy);
  tenant.touch(copy);
  return copy;
}

export function respond(tenant: Tenant, event: StoredEvent, response: Response, send: boolean): StoredEvent {
  if (event.isOrganizer) {
    throw new GraphError(
      400,
      'ErrorInvalidRequest',
      "Your request can't be completed. You can't respond to this meeting because you're the meeting organizer.",
    );
  }
  sendAnswer(tenant, event, response, send);
  if (response === 'declined' && tenant.variants.declineRemovesCopy && !event.master) {
    removeEvent(tenant, event, false);
    return event;
  }
  if (tenant.variants.acceptIsDeleteCreate && !event.master) {
    const again: StoredEvent = { ...event, key: tenant.next(), occurrenceIds: new Map(), exceptions: new Map() };
    removeEvent(tenant, event, true);
    tenant.giveIds(again, false);
    event.mailbox.events.add(again);
    tenant.touch(again);
    return again;
  }
  tenant.touch(event);
  return event;
}
