/**
 * Invitations, answers and cancellations between the mailboxes of a tenant, and the mails they are made of (graph.md 6).
 * Attendees' copies share the iCalUId and nothing else; there is no way to write without mailing.
 */
import { newChangeKey } from './ids.ts';
import type { Answer, Mailbox, Response, StoredAttendee, StoredEvent } from './model.ts';
import { asOccurrence, makeException, occurrenceTimes } from './series.ts';
import type { Tenant } from './tenant.ts';

const PUBLIC_STRINGS = '00020329-0000-0000-c000-000000000046';
const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

export const hasAttendees = (event: StoredEvent) => event.attendees.length > 0;
/** A meeting whose writes mail: sent, organized here, with somebody to tell. */
export const mails = (event: StoredEvent) => event.isOrganizer && !event.isDraft && hasAttendees(event);
const addresses = (event: StoredEvent) => event.attendees.map((attendee) => attendee.address);

/** The copy of a meeting in a mailbox, if it is still there. */
export function copyIn(box: Mailbox, event: StoredEvent): StoredEvent | undefined {
  for (const other of box.events) {
    if (event.iCalUId && other.iCalUId === event.iCalUId && !other.isOrganizer && other.deletedAt === undefined)
      return other;
  }
  return undefined;
}

/** What the organizer decides, written into a copy. */
function copyFields(from: StoredEvent, to: StoredEvent): void {
  to.type = from.type;
  to.subject = from.subject;
  to.body = from.body;
  to.start = { ...from.start };
  to.end = { ...from.end };
  to.isAllDay = from.isAllDay;
  to.location = from.location;
  to.locations = from.locations;
  to.importance = from.importance;
  to.sensitivity = from.sensitivity;
  to.organizer = from.organizer;
  to.isOnlineMeeting = from.isOnlineMeeting;
  to.onlineMeetingProvider = from.onlineMeetingProvider;
  to.joinUrl = from.joinUrl;
  to.attendees = from.attendees.map((attendee) => ({ ...attendee, status: { ...attendee.status } }));
  to.recurrence = from.recurrence;
  to.responseRequested = from.responseRequested;
  to.allowNewTimeProposals = from.allowNewTimeProposals;
  to.hideAttendees = from.hideAttendees;
}

/** Puts a copy into an attendee's default calendar. Properties in PS_PUBLIC_STRINGS travel along, others do not (graph.md 5). */
export function deliver(tenant: Tenant, event: StoredEvent, box: Mailbox): StoredEvent {
  const now = tenant.now();
  const copy: StoredEvent = {
    ...event,
    key: tenant.next(),
    mailbox: box,
    calendar: tenant.defaultCalendar(box),
    created: now,
    modified: now,
    changeKey: newChangeKey(tenant.world),
    isOrganizer: false,
    isDraft: false,
    isCancelled: false,
    transactionId: null,
    responseStatus: { response: 'notResponded' },
    showAs: 'tentative',
    categories: [],
    isReminderOn: true,
    reminderMinutesBeforeStart: 15,
    extended: event.extended.filter((property) => property.id.toLowerCase().includes(PUBLIC_STRINGS)),
    exceptions: new Map(),
    cancelled: new Set(event.cancelled),
    occurrenceIds: new Map(),
    master: undefined,
  };
  copyFields(event, copy);
  tenant.giveIds(copy, false);
  box.events.add(copy);
  for (const [day, exception] of event.exceptions) copyFields(exception, makeException(tenant, copy, day));
  tenant.touch(copy);
  return copy;
}

/** The cancelled copy stays in the attendee's calendar until they remove it. */
function markCancelled(tenant: Tenant, copy: StoredEvent): void {
  if (copy.isCancelled) return;
  copy.isCancelled = true;
  copy.subject = `Canceled: ${copy.subject}`;
  copy.showAs = 'free';
  tenant.touch(copy);
}

export function invite(tenant: Tenant, event: StoredEvent, attendees: StoredAttendee[]): void {
  tenant.mail(
    'invitation',
    event,
    event.organizer.address,
    attendees.map(({ address }) => address),
    event.subject,
  );
  for (const box of tenant.mailboxesOf(attendees, event.mailbox)) {
    const known = copyIn(box, event);
    if (known) copyFields(event, known);
    if (known) tenant.touch(known);
    else deliver(tenant, event, box);
  }
}

export function withdraw(tenant: Tenant, event: StoredEvent, attendees: StoredAttendee[]): void {
  tenant.mail(
    'cancellation',
    event,
    event.organizer.address,
    attendees.map(({ address }) => address),
    `Canceled: ${event.subject}`,
  );
  for (const box of tenant.mailboxesOf(attendees, event.mailbox)) {
    const copy = copyIn(box, event);
    if (copy) markCancelled(tenant, copy);
  }
}

/** An update of the organizer's event, `moved` when its time changed: the answers start again. */
export function propagate(tenant: Tenant, event: StoredEvent, moved: boolean): void {
  const { master } = event;
  const head = master ?? event;
  tenant.mail('update', event, event.organizer.address, addresses(event), event.subject);
  // A master with changed instances mails once more for each of them (graph.md 6).
  for (const exception of event.exceptions.values()) {
    tenant.mail('update', event, event.organizer.address, addresses(exception), exception.subject);
  }
  if (moved) for (const attendee of event.attendees) attendee.status = { response: 'none' };
  for (const box of tenant.mailboxesOf(event.attendees, event.mailbox)) {
    const copy = copyIn(box, head);
    if (!copy) {
      if (!master) deliver(tenant, event, box);
      continue;
    }
    const target = master && event.originalDay !== undefined ? makeException(tenant, copy, event.originalDay) : copy;
    const { type } = target;
    copyFields(event, target);
    if (master) target.type = type;
    if (!master && moved) {
      copy.occurrenceIds.clear();
      copy.exceptions.clear();
    }
    if (moved) {
      target.responseStatus = { response: 'notResponded' };
      target.showAs = 'tentative';
    }
    tenant.touch(target);
  }
}

/** A cancelled occurrence of the organizer goes from the attendees' series too. */
export function withdrawOccurrence(tenant: Tenant, master: StoredEvent, day: string): void {
  const { subject } = asOccurrence(tenant, master, day);
  tenant.mail('cancellation', master, master.organizer.address, addresses(master), `Canceled: ${subject}`);
  for (const box of tenant.mailboxesOf(master.attendees, master.mailbox)) {
    const copy = copyIn(box, master);
    if (!copy) continue;
    const exception = makeException(tenant, copy, day);
    const { start, end } = occurrenceTimes(copy, day);
    exception.start = start;
    exception.end = end;
    markCancelled(tenant, exception);
  }
}

/** An attendee's answer travels back to the organizer's event; the other attendees never see it. */
export function sendAnswer(tenant: Tenant, copy: StoredEvent, response: Response, send: boolean): void {
  const answer: Answer = { response, time: tenant.now() };
  copy.responseStatus = answer;
  copy.showAs = response === 'accepted' ? 'busy' : response === 'declined' ? 'free' : 'tentative';
  for (const attendee of copy.attendees) if (same(attendee.address, copy.mailbox.address)) attendee.status = answer;
  if (!send) return;
  tenant.mail('response', copy, copy.mailbox.address, [copy.organizer.address], `${response}: ${copy.subject}`);
  const box = tenant.mailboxOf(copy.organizer.address);
  if (!box) return;
  for (const event of box.events) {
    if (!copy.iCalUId || event.iCalUId !== copy.iCalUId || !event.isOrganizer || event.deletedAt !== undefined)
      continue;
    const target =
      copy.originalDay === undefined || event.type !== 'seriesMaster'
        ? event
        : makeException(tenant, event, copy.originalDay);
    for (const attendee of target.attendees) {
      if (same(attendee.address, copy.mailbox.address)) attendee.status = { ...answer };
    }
    tenant.touch(target);
  }
}
