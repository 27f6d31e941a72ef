import type { Response } from '../../src/background/sync/model/event.ts';
import type { Fields, StoredEvent } from '../sandbox/graph/model.ts';
import { dayOf, type EventField, type Guests, type OutlookAct, span, titleOf } from './acts.ts';
import { type Cast, type Member, meet, meetAnew } from './cast.ts';
import { OUTSIDER } from './customers.ts';
import { CHANGES, OWN, patchOf, tagBody, times } from './event-edits.ts';
import type { Ledger } from './ledger.ts';
import { editSeries, weekly } from './series-acts.ts';
import { eventFields } from './texts.ts';

const RESPONSES: Record<string, Response> = {
  accepted: 'accepted',
  tentativelyAccepted: 'tentative',
  declined: 'declined',
};

const I_CAL_UIDS = { null: null, empty: '', shared: 'imported-from-elsewhere' } as const;

/** What people do in Outlook. */
export class OutlookHands {
  readonly #cast: Cast;
  readonly #ledger: Ledger;

  constructor(cast: Cast, ledger: Ledger) {
    this.#cast = cast;
    this.#ledger = ledger;
  }

  #mailbox = (member: Member) => this.#cast.company.graph.control.mailbox(member.oid);
  #live = (member: Member): StoredEvent[] => [...member.box.events].filter((event) => event.deletedAt === undefined);
  #pick(member: Member, pick: number): StoredEvent | undefined {
    const events = this.#live(member);
    return events[pick % Math.max(1, events.length)];
  }

  act(act: OutlookAct): void {
    if (act.act === 'changeInvitation') return this.#changeInvitation(act.pick, act.value, act.cancel === true);
    const member = this.#cast.member(act.by);
    const ledger = this.#ledger;
    const mailbox = this.#mailbox(member);
    switch (act.act) {
      case 'createEvent': {
        const calendar = this.#cast.calendar(member, act.calendar ?? 0);
        const fields: Fields = {
          subject: titleOf(act.title, act.tag),
          ...times(dayOf(act), act.kind, act.at ?? act.tag),
          body: tagBody(act.tag),
          ...(act.private ? { sensitivity: 'private' } : {}),
          ...(act.kind === 'series' ? { recurrence: weekly(span(act.day, 'series', act.tag).start) } : {}),
          ...(act.guests ? { attendees: this.#guests(member, act.guests) } : {}),
        };
        const { id } = mailbox.createEvent(calendar?.id ?? 'default', fields);
        if (act.iCalUId && !act.guests) {
          mailbox.giveICalUId(id, I_CAL_UIDS[act.iCalUId]);
          ledger.keyless.add(act.tag);
        }
        if (act.guests === 'nameless') mailbox.oddGuests(id, { emailAddress: { name: 'Guest of honour' } }, null);
        if (act.former) mailbox.organizedAs(id, `former.${member.address}`);
        if (act.kind === 'series') ledger.series.add(act.tag);
        return ledger.personMade(mailbox.find(id).event, act.tag, 'outlook');
      }
      case 'inviteEvent':
        return this.#invite(member, act.tag, act.day, act.title, act.everybody === true);
      case 'editEvent':
        return this.#edit(member, this.#pick(member, act.pick), act.field, act.value);
      case 'editSeries':
        return editSeries(this.#cast, ledger, member, act);
      case 'deleteEvent':
        return this.#delete(member, this.#pick(member, act.pick));
      case 'restoreEvent': {
        const gone = [...member.box.events].filter(
          (event) => event.deletedAt !== undefined && event.type !== 'exception',
        );
        const event = gone[act.pick % Math.max(1, gone.length)];
        if (!event) return;
        mailbox.restoreEvent(event.immutableId);
        ledger.eventsDeleted.delete(`${ledger.tagOf(event)}/${member.index}`);
        return ledger.restoredThing(event);
      }
      case 'moveEvent': {
        const event = this.#pick(member, act.pick);
        const to = this.#cast.calendar(member, act.calendar);
        if (!event || !to || event.calendar === to || event.master) return;
        mailbox.moveEvent(event.immutableId, to.id);
        return ledger.happened(event);
      }
      case 'copyEvent': {
        const event = this.#pick(member, act.pick);
        if (!event || event.type !== 'singleInstance') return;
        const { id } = mailbox.copyEvent(event.immutableId, this.#cast.calendar(member, act.calendar)?.id ?? 'default');
        ledger.copied.add(ledger.tagOf(event)).add(act.tag);
        // Another event from now on: its text says which, so that it is not taken for a duplicate that a sync made.
        mailbox.updateEvent(id, { body: tagBody(act.tag) });
        return ledger.personMade(mailbox.find(id).event, act.tag, 'outlook');
      }
      case 'respondEvent': {
        const invited = this.#live(member).filter((event) => !event.isOrganizer && !event.isCancelled);
        const event = invited[act.pick % Math.max(1, invited.length)];
        if (!event) return;
        const key = `${ledger.tagOf(event)}/${member.index}`;
        mailbox.respond(event.immutableId, act.response);
        ledger.happened(event);
        ledger.answers.set(key, RESPONSES[act.response] ?? 'none');
        if (event.deletedAt !== undefined && act.response === 'declined') ledger.eventsDeleted.add(key);
        return;
      }
      case 'massEditEvents':
        for (const event of this.#live(member).slice(act.share)) this.#edit(member, event, 'title', act.value);
        return;
      case 'massDeleteEvents':
        for (const event of this.#live(member).slice(act.share)) this.#delete(member, event);
        return;
      case 'addCalendar':
        mailbox.addCalendar({ name: 'Another' });
        return this.#settingsPage(member);
      case 'shareCalendar': {
        const to = this.#cast.member(act.to);
        if (to === member) return;
        this.#cast.shared = true;
        const shared = mailbox.shareCalendar('default', to.oid, { canEdit: (act.by ?? 0) % 2 === 0 });
        to.settings = { ...to.settings, otherCalendars: [...to.settings.otherCalendars, shared.id] };
        for (const station of to.stations) station.browser.settings = to.settings;
        return this.#settingsPage(to);
      }
      case 'removeCalendar': {
        const calendar = this.#cast.calendar(member, act.pick);
        if (!calendar || calendar.isDefault) return;
        for (const event of this.#live(member))
          if (event.calendar === calendar) ledger.deletedEvent(event, member.index);
        return mailbox.removeCalendar(calendar.id);
      }
      case 'remakeCalendar': {
        const calendar = this.#cast.calendar(member, act.pick);
        if (!calendar || calendar.isDefault) return;
        for (const event of this.#live(member))
          if (event.calendar === calendar) ledger.deletedEvent(event, member.index);
        mailbox.remakeCalendar(calendar.id);
        return;
      }
      case 'renewCalendar': {
        const calendar = this.#cast.calendar(member, act.pick);
        if (calendar && !calendar.isDefault) mailbox.renewCalendarId(calendar.id);
        return;
      }
      case 'makeDefault': {
        const calendar = this.#cast.calendar(member, act.pick);
        if (calendar) mailbox.makeDefault(calendar.id);
        return this.#settingsPage(member);
      }
      case 'moveMailbox': {
        mailbox.moveMailbox();
        this.#cast.moved = true;
        // Calendars have new ids too: the user chooses them again on the settings page.
        const others = member.box.calendars.filter((c) => !c.isDefault && !c.source).map((c) => c.id);
        member.settings = { ...member.settings, otherCalendars: others, mainCalendar: '' };
        for (const station of member.stations) {
          station.browser.settings = member.settings;
          meetAnew(station);
          // A run under way goes on with what it is called now.
          meet(station);
        }
        return this.#settingsPage(member);
      }
      case 'expireTokens':
        return mailbox.expireDeltaTokens();
    }
  }

  /** Opening the settings reads calendars and rights anew (src/background/app/runs/look-around.ts). */
  #settingsPage(member: Member): void {
    for (const { browser } of member.stations) void browser.lookAround();
  }

  #guests(member: Member, guests: Guests) {
    if (guests === 'nameless') return [];
    const colleagues = this.#cast.members.filter((one) => one !== member && guests !== 'outsider');
    const people = [...colleagues, ...(guests === 'colleagues' && colleagues.length > 0 ? [] : [OUTSIDER])];
    return people.map(({ name, address }) => ({ type: 'required', emailAddress: { address, name } }));
  }

  /** An invitation from outside; with `everybody` the same meeting lands in each colleague's mailbox. */
  #invite(member: Member, tag: number, day: number, title: number, everybody: boolean): void {
    const invited = everybody ? this.#cast.members : [member];
    let iCalUId: string | null = '';
    for (const one of invited) {
      const mailbox = this.#mailbox(one);
      const { id } = mailbox.receiveInvitation(
        {
          subject: titleOf(title, tag),
          ...times(day, 'timed', tag),
          body: tagBody(tag),
          attendees: invited.map(({ address, name }) => ({ type: 'required', emailAddress: { address, name } })),
        },
        OUTSIDER,
      );
      const { event } = mailbox.find(id);
      // Attendees' copies share the iCalUId and nothing else (graph.md 2).
      if (iCalUId === '') iCalUId = event.iCalUId;
      event.iCalUId = iCalUId;
      this.#ledger.personMade(event, tag, 'outlook');
    }
  }

  #changeInvitation(pick: number, value: number, cancel: boolean): void {
    const all = this.#cast.members.flatMap((member) =>
      this.#live(member).filter((e) => !e.isOrganizer && e.organizer.address === OUTSIDER.address && !e.isCancelled),
    );
    const chosen = all[pick % Math.max(1, all.length)];
    if (!chosen) return;
    for (const event of all.filter((one) => one.iCalUId === chosen.iCalUId)) {
      const member = this.#cast.members.find(({ box }) => box === event.mailbox);
      if (!member) continue;
      const change = value % 2 === 0 ? times(value % 20, 'timed', value) : { subject: `Changed ${value}` };
      this.#mailbox(member).receiveUpdate(event.immutableId, cancel ? 'cancelled' : change);
      this.#ledger.happened(event, cancel ? ['title', 'status'] : [value % 2 === 0 ? 'when' : 'title']);
      this.#askedAnew(event, member);
    }
  }

  #edit(member: Member, event: StoredEvent | undefined, field: EventField, value: number): void {
    // Somebody else's meeting is not this person's to edit; occurrences are edited by their series here.
    if (!event || event.master || (!event.isOrganizer && !OWN.has(field))) return;
    const tag = this.#ledger.tagOf(event);
    const patch = patchOf(event, field, value, tag, (guests) => this.#guests(member, guests));
    if (!patch) return;
    const was = eventFields(event);
    this.#mailbox(member).updateEvent(event.immutableId, patch);
    const is = eventFields(event);
    // Saved with the value that was there: nothing has changed.
    const changed = (CHANGES[field] ?? []).filter((one) => JSON.stringify(was[one]) !== JSON.stringify(is[one]));
    this.#ledger.happened(event, changed);
    // Under "times only" it has another name from now on.
    if (field === 'private') this.#ledger.renamed.add(tag);
    if (this.#ledger.keyless.has(tag)) return;
    // The organizer's change arrives in the attendees' copies.
    for (const one of this.#cast.members)
      for (const copy of one.box.events)
        if (copy !== event && copy.iCalUId === event.iCalUId) {
          this.#ledger.happened(copy, changed);
          this.#askedAnew(copy, one);
        }
  }

  /** An organizer's change may take the answer back in Outlook; EspoCRM keeps the one it has. */
  #askedAnew(event: StoredEvent, member: Member): void {
    if (event.responseStatus.response === 'notResponded')
      this.#ledger.answers.delete(`${this.#ledger.tagOf(event)}/${member.index}`);
  }

  #delete(member: Member, event: StoredEvent | undefined): void {
    if (!event || event.master) return;
    this.#mailbox(member).deleteEvent(event.immutableId);
    this.#ledger.deletedEvent(event, member.index);
  }
}
