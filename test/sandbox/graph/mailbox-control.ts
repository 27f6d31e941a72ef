/** The hands of a person on their own mailbox: what happens in Outlook itself, not by a request. */
import { copyEvent, createEvent, deleteEvent, moveEvent, removeEvent, respond, updateEvent } from './commands.ts';
import type { DeltaStore } from './delta.ts';
import { newFolderId, newGuid, newImmutableId, randomBytes } from './ids.ts';
import { sendAnswer } from './meetings.ts';
import type { Calendar, ExtendedProperty, Fields, Mailbox, Ref, Response, StoredEvent } from './model.ts';
import { renderEvent } from './render.ts';
import { cancelOccurrence, makeException } from './series.ts';
import type { CalendarOptions, Tenant } from './tenant.ts';

/** An event as `events()` shows it: Graph's fields plus what no answer has. */
export interface Dump extends Fields {
  id: string;
  immutableId: string;
  calendarId: string;
  subject: string;
  extended: ExtendedProperty[];
}

export class MailboxControl {
  readonly box: Mailbox;
  readonly tenant: Tenant;
  private readonly deltas: DeltaStore;

  constructor(tenant: Tenant, deltas: DeltaStore, box: Mailbox) {
    this.tenant = tenant;
    this.deltas = deltas;
    this.box = box;
  }

  calendar(id: string = 'default'): Calendar {
    const found =
      id === 'default'
        ? this.tenant.defaultCalendar(this.box)
        : this.box.calendars.find((one) => one.id === id || one.name === id);
    if (!found) throw new Error(`no calendar ${id}`);
    return found;
  }

  /** By either id, soft-deleted events included. */
  find(id: string): Ref {
    const ref = this.box.index.get(id);
    if (ref) return ref;
    for (const event of this.box.events)
      if (event.id === id || event.immutableId === id) return { event, kind: 'default' };
    throw new Error(`no event ${id} in the mailbox of ${this.box.address}`);
  }

  private dump(event: StoredEvent, day?: string): Dump {
    const shape = { immutable: false, zone: 'UTC', text: false };
    const fields = renderEvent(this.tenant, event.calendar, event, day, shape);
    const ids = this.tenant.idsIn(event.calendar, event, day);
    const { id, immutableId } = ids;
    return {
      ...fields,
      id,
      immutableId,
      calendarId: event.calendar.id,
      subject: event.subject,
      extended: event.extended,
    };
  }

  /** As a person in Outlook: Graph-like fields, `start` and `end` with dateTime and timeZone. */
  createEvent(calendarId: string, fields: Fields, _by?: { as: 'user' }): Dump {
    const event = createEvent(this.tenant, this.calendar(calendarId), fields);
    // Outlook's own interface leaves a transactionId, too (graph.md 3).
    event.transactionId ??= `localevent:${newGuid(this.tenant.world)}`;
    return this.dump(event);
  }

  updateEvent(id: string, patch: Fields): Dump {
    return this.dump(updateEvent(this.tenant, this.find(id), patch));
  }

  deleteEvent(id: string, options: { hard?: boolean } = {}): void {
    deleteEvent(this.tenant, this.find(id), options.hard ?? false);
  }

  /** An old client wrote its zone in its own way. */
  setZoneLabel(id: string, label: string): void {
    const { event } = this.find(id);
    event.zoneLabel = label;
    this.tenant.touch(event);
  }

  /** Guests as imports, telephones and old servers leave them (graph.md 22): shown as they are given. */
  oddGuests(id: string, ...guests: unknown[]): Dump {
    const { event } = this.find(id);
    for (const shown of guests) {
      const { emailAddress } = (shown ?? {}) as { emailAddress?: { name?: unknown; address?: unknown } | null };
      const [name, address] = [emailAddress?.name, emailAddress?.address].map((one) => String(one ?? ''));
      event.attendees.push({
        ...{ name: name ?? '', address: address ?? '' },
        type: 'required',
        status: { response: 'none' },
        shown,
      });
    }
    this.tenant.touch(event);
    return this.dump(event);
  }

  /** The mailbox got another address since: who organizes is still spelt as before. */
  organizedAs(id: string, address: string): Dump {
    const { event } = this.find(id);
    event.organizer = { ...event.organizer, address };
    this.tenant.touch(event);
    return this.dump(event);
  }

  moveEvent(id: string, calendarId: string): Dump {
    const { event } = this.find(id);
    moveEvent(this.tenant, event, this.calendar(calendarId));
    return this.dump(event);
  }

  copyEvent(id: string, calendarId?: string): Dump {
    const { event } = this.find(id);
    return this.dump(
      copyEvent(this.tenant, event, calendarId === undefined ? event.calendar : this.calendar(calendarId)),
    );
  }

  /** Out of Deleted Items again: a new default id, the same immutable one. */
  restoreEvent(id: string): Dump {
    const { event } = this.find(id);
    event.deletedAt = undefined;
    this.box.events.add(event);
    this.tenant.giveIds(event, true);
    // Of a series the occurrences come back under ids of their own, as after a move.
    event.occurrenceIds.clear();
    for (const exception of event.exceptions.values()) this.tenant.giveIds(exception, true);
    this.tenant.touch(event);
    return this.dump(event);
  }

  /** Some sources give none, imports give several events the same (graph.md 22). */
  giveICalUId(id: string, iCalUId: string | null): void {
    const { event } = this.find(id);
    event.iCalUId = iCalUId;
    this.tenant.touch(event);
  }

  respond(id: string, response: Response, options: { send?: boolean } = {}): Dump {
    const ref = this.find(id);
    const event = ref.day === undefined ? ref.event : makeException(this.tenant, ref.event, ref.day);
    return this.dump(respond(this.tenant, event, response, options.send ?? true));
  }

  /** Somebody outside the tenant answers an invitation of this mailbox. */
  outsideAnswer(id: string, address: string, response: Response): void {
    const { event } = this.find(id);
    for (const one of event.attendees) {
      if (one.address.toLowerCase() === address.toLowerCase()) one.status = { response, time: this.tenant.now() };
    }
    this.tenant.touch(event);
  }

  /** An invitation from outside the tenant arrives. */
  receiveInvitation(fields: Fields, organizer: { name: string; address: string }): Dump {
    const event = createEvent(this.tenant, this.calendar(), { ...fields, isDraft: true });
    event.isDraft = false;
    event.isOrganizer = false;
    event.organizer = organizer;
    event.showAs = 'tentative';
    event.responseStatus = { response: 'notResponded' };
    return this.dump(event);
  }

  /** The outside organizer changes or cancels what came by receiveInvitation. */
  receiveUpdate(id: string, fields: Fields | 'cancelled'): Dump {
    const { event } = this.find(id);
    if (fields === 'cancelled') {
      event.isCancelled = true;
      event.subject = `Canceled: ${event.subject}`;
      event.showAs = 'free';
      this.tenant.touch(event);
      return this.dump(event);
    }
    event.isOrganizer = true;
    const draft = event.attendees;
    event.attendees = [];
    updateEvent(this.tenant, { event, kind: 'default' }, fields);
    event.attendees = draft;
    event.isOrganizer = false;
    event.responseStatus = { response: 'notResponded' };
    return this.dump(event);
  }

  deleteOccurrence(seriesId: string, date: string): void {
    cancelOccurrence(this.tenant, this.find(seriesId).event, date);
  }

  updateOccurrence(seriesId: string, date: string, patch: Fields): Dump {
    return this.dump(updateEvent(this.tenant, { event: this.find(seriesId).event, day: date, kind: 'default' }, patch));
  }

  occurrenceIds(seriesId: string, date: string): { id: string; immutableId: string } {
    const { id, immutableId } = this.tenant.occurrence(this.find(seriesId).event, date);
    return { id, immutableId };
  }

  addCalendar(options: CalendarOptions): Calendar {
    return this.tenant.addCalendar(this.box, options);
  }

  /** Its events go with it. */
  removeCalendar(id: string): void {
    const calendar = this.calendar(id);
    if (!calendar.source) {
      for (const event of this.box.events) if (event.calendar === calendar) removeEvent(this.tenant, event, true);
    }
    this.box.calendars.splice(this.box.calendars.indexOf(calendar), 1);
  }

  /** Deleted and made again under the same name: another calendar. */
  remakeCalendar(id: string): Calendar {
    const { name } = this.calendar(id);
    this.removeCalendar(id);
    return this.addCalendar({ name });
  }

  /** The same calendar with the same events under another id (microsoft-graph-docs#11296). */
  renewCalendarId(id: string): Calendar {
    const calendar = this.calendar(id);
    calendar.seed = { ...calendar.seed, folder: randomBytes(this.tenant.world, 16) };
    calendar.id = newFolderId(calendar.seed);
    this.expireDeltaTokens();
    return calendar;
  }

  /** Another calendar is the mailbox's default from now on. */
  makeDefault(id: string): void {
    const chosen = this.calendar(id);
    for (const calendar of this.box.calendars) calendar.isDefault = calendar === chosen;
  }

  /** Shares one of this mailbox's calendars with another user, who sees it under ids of their own. */
  shareCalendar(
    id: string,
    withOid: string,
    options: { canEdit?: boolean; canViewPrivateItems?: boolean; name?: string } = {},
  ): Calendar {
    const other = this.tenant.mailboxes.get(withOid);
    if (!other) throw new Error(`no mailbox ${withOid}`);
    const source = this.calendar(id);
    return this.tenant.addCalendar(other, {
      name: options.name ?? this.box.name,
      canEdit: options.canEdit ?? false,
      canShare: false,
      canViewPrivateItems: options.canViewPrivateItems ?? false,
      owner: { name: this.box.name, address: this.box.address },
      source,
    });
  }

  /** To another server or out of an archive: every id is new, every token dead. */
  moveMailbox(): void {
    const { world } = this.tenant;
    this.box.guid = newGuid(world);
    this.box.store = randomBytes(world, 16);
    this.box.index.clear();
    this.box.transactions.clear();
    for (const calendar of this.box.calendars) {
      calendar.seed = { guid: this.box.guid, store: this.box.store, folder: randomBytes(world, 16) };
      calendar.id = newFolderId(calendar.seed);
      calendar.sharedIds.clear();
    }
    for (const event of this.box.events) {
      event.occurrenceIds.clear();
      this.tenant.giveIds(event, false);
      if (event.deletedAt !== undefined) this.box.index.delete(event.id);
      for (const exception of event.exceptions.values()) {
        exception.immutableId = newImmutableId(world, this.tenant.next());
        this.tenant.giveIds(exception, true);
      }
    }
    this.expireDeltaTokens();
  }

  expireDeltaTokens(): void {
    this.deltas.expire(this.box.oid);
  }

  /** Everything that is in a calendar (or in all of this mailbox's own): singles, masters, exceptions; with extended properties. */
  events(calendarId?: string): Dump[] {
    const only = calendarId === undefined ? undefined : this.calendar(calendarId);
    return [...this.box.events]
      .filter((event) => event.deletedAt === undefined && (!only || event.calendar === (only.source ?? only)))
      .flatMap((event) => [this.dump(event), ...[...event.exceptions.values()].map((one) => this.dump(one))]);
  }

  sendAnswer(id: string, response: Response): void {
    sendAnswer(this.tenant, this.find(id).event, response, true);
  }
}
