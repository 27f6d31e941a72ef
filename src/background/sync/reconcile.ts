import type { Reason } from '../../shared/codes';
import { carried, type Forms, visibleFields } from './carry';
import { isBeforeSince, sleepReason } from './eligible';
import { assign, type FieldName, type Fields, isOneWay, sameFields } from './event';
import type { EspoItem, OutlookItem, Side } from './item';
import { isStub, otherSide } from './item';
import { fieldsNow, type Link, mailsOf, seriesOf, withBase, withObserved, withState } from './link';
import { type FieldOutcome, merge } from './merge';
import { mayWrite, type Policy } from './policy';

/** A write that the merge wants, before the guard has looked at it. */
export interface WantedUpdate {
  side: Side;
  fields: Partial<Fields>;
  /** Base halves of the source side that hold once the write is acknowledged. */
  settles: Partial<Fields>;
  losers: { field: FieldName; side: Side; value: string }[];
  cause: string;
  /** Why it must wait for a person; undefined when it may be written. */
  waits: Reason | undefined;
}

export interface Reconciled {
  /** The link with everything that needs no write: versions, agreed fields, sleep. */
  link: Link;
  updates: WantedUpdate[];
  /** Fields that stay different, because the rules want it so. */
  differs: FieldName[];
}

/** One live link, as far as both sides have been read, becomes writes. Pure. */
export function reconcile(before: Link, policy: Policy, forms: Forms): Reconciled {
  // An entity that is switched off, or whose rights were lost, pauses.
  if (before.state !== 'active' || !(before.espo.type in policy.entities))
    return { link: before, updates: [], differs: [] };
  const now: Record<Side, Fields> = { outlook: fieldsNow(before, 'outlook'), espo: fieldsNow(before, 'espo') };
  let link = freezeDescription(before, now, policy);
  const label = link.outlook.labelAtCreation;
  const outcomes = merge({
    base: link.base,
    outlook: now.outlook,
    espo: now.espo,
    mayTravel: (field, to) => mayTravel(field, to, link, now, policy),
    source: oneWaySource(policy),
    // Each server's clock measured by its Date header; our own writes are no changes.
    younger:
      link.outlook.foreignChange - policy.skew.outlook >= link.espo.foreignChange - policy.skew.espo
        ? 'outlook'
        : 'espo',
    ask: policy.settings.conflicts === 'ask',
    carried: (field, value, to) => carried(field, value, to, label, policy, forms),
  });
  link = absorb(link, outcomes, now, policy);
  const updates = (['espo', 'outlook'] as const).flatMap((side) => wanted(side, outcomes, now, link, policy, forms));
  return { link, updates, differs: outcomes.filter((o) => o.kind === 'differs').map((o) => o.field) };
}

/** A link after Outlook was read: versions, facts, and what deviates from the base. Sleeps and wakes here (DESIGN 3.7). */
export function observeOutlook(link: Link, item: OutlookItem, policy: Policy): Link {
  // Nothing is known of it now but that its kind is left out.
  if (isStub(item)) return withState(link, 'asleep', sleepReason(item, policy) ?? 'turnedRecurring');
  const foreign = item.etag !== link.outlook.ownEtag && item.etag !== link.outlook.etag;
  const next: Link = {
    ...link,
    outlookId: item.id,
    meetingKey: item.meetingKey,
    gone: link.gone === 'outlook' ? '' : link.gone,
    outlook: {
      ...link.outlook,
      calendarId: item.calendarId,
      // The default id changes with the calendar (graph.md 2).
      restId: item.id === link.outlookId && item.calendarId === link.outlook.calendarId ? link.outlook.restId : '',
      iCalUId: item.iCalUId,
      ...seriesOf(item),
      etag: item.etag,
      modifiedAt: item.modifiedAt,
      isOrganizer: item.isOrganizer,
      hasAttendees: item.hasAttendees,
      isOnline: item.isOnline,
      isPrivate: item.event.private,
      mails: mailsOf(item),
      foreignChange: foreign ? item.modifiedAt : link.outlook.foreignChange,
    },
  };
  // Deleted once, and there again: the user may want the two linked.
  if (link.state === 'unlinked')
    return link.gone === 'outlook' ? { ...withState(next, 'unlinked', 'unlinked'), quiet: false } : next;
  const reason = sleepReason(item, policy) ?? turnedAllDay(link, item, policy) ?? stillBeforeSince(link, item, policy);
  // The event left the calendars or kinds that are synced: the base stays as it was, for the day it wakes.
  if (reason) return withState(next, 'asleep', reason);
  // The record cannot be read: that ends when it is read again, not when the event changes.
  const awake: Link = link.state === 'lostAccess' ? next : withState(next, 'active', undefined);
  return withObserved(awake, 'outlook', visibleFields(item, policy));
}

/** The setting was moved past it: an edit wakes it only by taking it back. */
const stillBeforeSince = (link: Link, { event }: OutlookItem, policy: Policy): Reason | undefined =>
  link.state === 'asleep' && link.reason === 'beforeSince' && isBeforeSince(event.when, policy)
    ? 'beforeSince'
    : undefined;

/** A Call cannot last all day: a person decides, and until then neither side is written. */
export function turnedAllDay(link: Link, { event }: OutlookItem, policy: Policy): Reason | undefined {
  const cannot = policy.entities[link.espo.type]?.allDay === false;
  return cannot && event.when.kind === 'allDay' ? 'turnedAllDay' : undefined;
}

/** In the very second of our create: nobody had changed it when we read it last, and now somebody has. */
const changedSinceMade = ({ espo }: Link, item: EspoItem): boolean =>
  !espo.touched && espo.modifiedAt === espo.createdAt && (item.modifiedById !== '' || item.hasOwnData);

/** A link after EspoCRM was read. */
export function observeEspo(link: Link, item: EspoItem, policy: Policy): Link {
  const visible = visibleFields(item, policy);
  // A record that lost its dates (10.0 wipes them) has not been moved anywhere.
  const fields = item.start < 0 ? { ...visible, when: fieldsNow(link, 'espo').when } : visible;
  const known = item.modifiedAt === link.espo.ownModifiedAt || item.modifiedAt === link.espo.modifiedAt;
  // modifiedAt has whole seconds: in the second of our own write only the values tell that somebody else wrote too.
  const foreign = !known || changedSinceMade(link, item) || !sameFields(fields, fieldsNow(link, 'espo'));
  const next: Link = {
    ...link,
    gone: link.gone === 'espo' ? '' : link.gone,
    espo: {
      ...link.espo,
      modifiedAt: item.modifiedAt,
      versionNumber: item.versionNumber,
      assignedToMe: item.assignedUserId === policy.me.espoUserId,
      countedStart: item.mine ? item.start : -1,
      foreignChange: foreign ? item.modifiedAt : link.espo.foreignChange,
      touched: link.espo.touched || item.hasOwnData || foreign,
    },
  };
  // A tombstone knows what it stands for, too: should a person have it taken away, the log has its values.
  if (link.state === 'unlinked') {
    const last = withObserved(next, 'espo', fields);
    return link.gone === 'espo' ? { ...withState(last, 'unlinked', 'unlinked'), quiet: false } : last;
  }
  const taken = link.state === 'asleep' && link.reason === 'beforeSince' && !isBeforeSince(fields.when, policy);
  const back: Link = link.state === 'lostAccess' || taken ? withState(next, 'active', undefined) : next;
  return withObserved(back, 'espo', fields);
}

/** The description travels from the side where the event was made until the other side's text was edited there. */
function freezeDescription(link: Link, now: Record<Side, Fields>, policy: Policy): Link {
  if (policy.settings.descriptionBothWays || link.descriptionFrozen) return link;
  const receiving = otherSide(link.origin);
  return now[receiving].description === link.base[receiving].description ? link : { ...link, descriptionFrozen: true };
}

function mayTravel(field: FieldName, to: Side, link: Link, now: Record<Side, Fields>, policy: Policy): boolean {
  if (!mayWrite(policy, to)) return false;
  // A declined meeting goes on without the user: only that is carried over.
  if (to === 'espo' && field !== 'response' && now.outlook.response === 'declined') return false;
  // Exchange puts its own word before the subject of a cancelled meeting.
  if (field === 'title' && now.outlook.status === 'cancelled') return false;
  if (field === 'status' && to === 'outlook') return false;
  if (field === 'joinLink' && !(to === 'espo' && holdsJoinLink(link, now.outlook.joinLink, policy))) return false;
  if (isOneWay(field)) return to === 'espo' && mayWritePeople(field, link, policy);
  // A record without a field for the place says nothing about it.
  if (field === 'location' && !hasPlace(link, policy)) return false;
  if (field === 'description' && !policy.settings.descriptionBothWays && (link.descriptionFrozen || to === link.origin))
    return false;
  if (to === 'espo') {
    const edit = policy.entities[link.espo.type]?.edit ?? 'no';
    // Only the assigned user's browser writes the fields that all colleagues share (DESIGN 3.4).
    if (!link.espo.assignedToMe || edit === 'no') return false;
    // A Call cannot last all day: a person decides.
    return !(
      field === 'when' &&
      now.outlook.when.kind === 'allDay' &&
      policy.entities[link.espo.type]?.allDay === false
    );
  }
  // What the other side was never told, it cannot have changed.
  const hidden = link.outlook.isPrivate && policy.settings.privateEvents === 'timesOnly';
  if (hidden && field !== 'when') return false;
  if (field === 'description' && (link.outlook.hasAttendees || link.outlook.isOnline)) return false;
  // Outlook is master of a series: a write to one occurrence would make an exception of it (DESIGN 3.7).
  if (link.outlook.seriesMasterId !== '') return false;
  // Rule 5: events that the user does not organize are never written; shared calendars are read only by design.
  return link.outlook.isOrganizer && policy.calendars[link.outlook.calendarId]?.kind === 'own';
}

/** users, contacts and leads are shared fields; the own response is everybody's own (DESIGN 3.4). */
export function mayWritePeople(field: 'attendees' | 'response', { espo }: Link, policy: Policy): boolean {
  const rights = policy.entities[espo.type];
  if (!policy.settings.attendees || !rights?.attendees) return false;
  if (field === 'attendees') return espo.assignedToMe && rights.edit !== 'no';
  // Only who is among its users has a response there.
  return espo.countedStart !== -1;
}

/** It will never be this browser's to write: an entity without attendees, a colleague's record, or switched off. */
const isForOthers = ({ espo }: Link, { entities, settings }: Policy): boolean =>
  !settings.attendees || entities[espo.type]?.attendees !== true || !espo.assignedToMe;

/** A longer one would fail the whole save, and half of one leads nowhere. */
const holdsJoinLink = ({ espo }: Link, text: string, { entities }: Policy): boolean => {
  const length = entities[espo.type]?.joinLink ?? 0;
  return length > 0 && text.length <= length;
};

const hasPlace = (link: Link, policy: Policy): boolean => policy.entities[link.espo.type]?.location === true;

function oneWaySource(policy: Policy): Side | undefined {
  const { direction } = policy.settings;
  if (direction === 'both') return undefined;
  return direction === 'outlookToEspo' ? 'outlook' : 'espo';
}

/** Both halves move where nothing has to be written: both sides agree, or a field is each side's own. */
function absorb(link: Link, outcomes: FieldOutcome[], now: Record<Side, Fields>, policy: Policy): Link {
  let next = link;
  for (const { field, kind } of outcomes) {
    const own = field === 'title' && now.outlook.status === 'cancelled';
    const frozen = field === 'description' && link.descriptionFrozen;
    const placeless = field === 'location' && !hasPlace(link, policy);
    const others = field === 'attendees' && isForOthers(link, policy);
    const linkless = field === 'joinLink' && !holdsJoinLink(link, now.outlook.joinLink, policy);
    if (kind !== 'agreed' && !(kind === 'differs' && (own || frozen || placeless || others || linkless))) continue;
    next = withBase(next, 'outlook', { [field]: now.outlook[field] });
    next = withBase(next, 'espo', { [field]: now.espo[field] });
  }
  return next;
}

function wanted(
  side: Side,
  outcomes: FieldOutcome[],
  now: Record<Side, Fields>,
  link: Link,
  policy: Policy,
  forms: Forms,
): WantedUpdate[] {
  const mine = outcomes.filter((o) => (o.kind === 'travel' && o.to === side) || (o.kind === 'ask' && side === 'espo'));
  if (mine.length === 0) return [];
  const from = now[otherSide(side)];
  const update: WantedUpdate = { side, fields: {}, settles: {}, losers: [], cause: '', waits: undefined };
  for (const { field, loser } of mine) {
    assign(update.fields, field, carried(field, from[field], side, link.outlook.labelAtCreation, policy, forms));
    assign(update.settles, field, from[field]);
    if (loser) update.losers.push({ field, ...loser });
  }
  update.cause = [...new Set(mine.map((o) => o.cause))].join('; ');
  if (mine.some((o) => o.kind === 'ask')) update.waits = 'conflict';
  // Rule 5: any write to an event with attendees mails them.
  else if (side === 'outlook' && link.outlook.hasAttendees && !policy.settings.updateMeetingsWithAttendees)
    update.waits = 'wouldMail';
  return [update];
}

/** Whether an arrival says anything new about its link. */
export function saysNothing(link: Link, item: OutlookItem | EspoItem, policy: Policy): boolean {
  if (item.side === 'outlook') {
    if (isStub(item)) return link.state !== 'active' || sleepReason(item, policy) === undefined;
    // A replay of the delta brought an older state (graph.md 1).
    if (item.modifiedAt < link.outlook.modifiedAt) return true;
    if (item.id !== link.outlookId || item.etag !== link.outlook.etag) return false;
  } else {
    if (item.modifiedAt < link.espo.modifiedAt) return true;
    if ((item.mine ? item.start : -1) !== link.espo.countedStart) return false;
    if (
      (item.assignedUserId === policy.me.espoUserId) !== link.espo.assignedToMe ||
      item.modifiedAt !== link.espo.modifiedAt ||
      changedSinceMade(link, item)
    )
      return false;
  }
  // A filter was switched on: the link has to sleep, though nothing in the event changed.
  if (
    item.side === 'outlook' &&
    link.state === 'active' &&
    (sleepReason(item, policy) ?? turnedAllDay(link, item, policy))
  )
    return false;
  if (link.gone === item.side || link.state === 'asleep' || link.state === 'lostAccess') return false;
  return sameFields(visibleFields(item, policy), fieldsNow(link, item.side));
}
