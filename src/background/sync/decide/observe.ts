/** What reading an item tells its link. Pure. */
import type { Reason } from '../../../shared/codes';
import { carriedFields, targetIn, visibleFields } from '../model/carried-fields';
import type { Engine } from '../model/engine';
import { assign, sameField, sameFields } from '../model/event';
import { type EspoItem, type Item, isFilledIn, isStub, type OutlookItem } from '../model/item';
import { factsOf, fieldsNow, having, type Link, withBase, withObserved, withParentOf, withState } from '../model/link';
import { judgedWithoutBase, type Policy } from '../model/policy';
import { inFormOf } from '../model/text-form';
import { isBeforeSince, perhapsNobodyKnown, sleepReason } from './eligible';
import { toLookAt } from './invite';

/** A link after one of its items was read. */
export function observe(engine: Engine, link: Link, item: Item): Link {
  if (item.side === 'outlook') return observeOutlook(link, item, engine.policy);
  const next = observeEspo(link, item, engine.policy);
  return link.state === 'lostAccess' && link.espo.createdAt === 0 ? firstSeen(engine, next, item) : next;
}

/**
 * Found by its marker while its record could not be read (join.ts), and now it can: what differs may have been changed on either side
 * since the two were last the same, so that the merge decides and logs it. The description and the status stay each side's own.
 */
function firstSeen(engine: Engine, link: Link, record: EspoItem): Link {
  const { policy, forms } = engine;
  const now = fieldsNow(link, 'outlook');
  const told = carriedFields(record, targetIn(link, 'outlook'), policy, forms);
  const base = { ...link.base.outlook };
  for (const field of judgedWithoutBase(policy, record.type))
    if (field in link.observed.espo && !sameField(field, told[field], now[field])) assign(base, field, told[field]);
  const outlook = { ...link.outlook, foreignChange: link.outlook.modifiedAt };
  const next = withObserved({ ...link, outlook, base: { ...link.base, outlook: base } }, 'outlook', now);
  const { description, status } = fieldsNow(next, 'espo');
  return withBase(next, 'espo', { description, status });
}

/** A link after Outlook was read: versions, facts, and what deviates from the base. Sleeps and wakes here (DESIGN 3.7). */
export function observeOutlook(known: Link, item: OutlookItem, policy: Policy): Link {
  // Nothing is known of it now but that its kind is left out.
  if (isStub(item)) return withState(known, 'asleep', sleepReason(item, policy, known) ?? 'turnedRecurring');
  const visible = visibleFields(item, policy);
  const link = inFormOf(known, item, visible);
  const foreign = item.etag !== link.outlook.ownEtag && item.etag !== link.outlook.etag;
  const next: Link = {
    ...link,
    outlookId: item.id,
    meetingKey: item.meetingKey,
    gone: link.gone === 'outlook' ? '' : link.gone,
    outlook: {
      ...link.outlook,
      ...factsOf(item),
      // The default id changes with the calendar (graph.md 2).
      restId: item.id === link.outlookId && item.calendarId === link.outlook.calendarId ? link.outlook.restId : '',
      foreignChange: foreign ? item.modifiedAt : link.outlook.foreignChange,
    },
  };
  // A tombstone knows what it stands for: another browser may make a record of its event as it is now. Deleted once, and there again: the
  // user may want the two linked.
  if (link.state === 'unlinked') {
    const there = having(withObserved(next, 'outlook', visible), 'outlook');
    return link.gone === 'outlook' ? { ...withState(there, 'unlinked', 'unlinked'), quiet: false } : there;
  }
  const reason = sleepReason(item, policy, link) ?? turnedAllDay(link, item, policy) ?? stillAsleep(link, item, policy);
  // The event left the calendars or kinds that are synced: the base stays as it was, for the day it wakes.
  if (reason) return withState(next, 'asleep', reason);
  // The record cannot be read: that ends when it is read again, not when the event changes.
  const awake: Link = link.state === 'lostAccess' ? next : withState(next, 'active', undefined);
  return withObserved(awake, 'outlook', visible);
}

/** The setting was moved past it: an edit wakes it only by taking it back. Nor does it wake because somebody cannot be looked up. */
function stillAsleep(link: Link, item: OutlookItem, policy: Policy): Reason | undefined {
  if (link.state !== 'asleep') return undefined;
  const stays =
    (link.reason === 'beforeSince' && isBeforeSince(item.event.when, policy)) ||
    (link.reason === 'nobodyKnown' && perhapsNobodyKnown(item, policy));
  return stays ? link.reason : undefined;
}

/** A Call cannot last all day: a person decides, and until then neither side is written. */
export function turnedAllDay(link: Link, { event }: OutlookItem, policy: Policy): Reason | undefined {
  const cannot = policy.entities[link.espo.type]?.allDay === false;
  return cannot && event.when.kind === 'allDay' ? 'turnedAllDay' : undefined;
}

/** In the very second of our create: nobody had changed it when we read it last, and now somebody has. */
const changedSinceMade = ({ espo }: Link, item: EspoItem): boolean =>
  !espo.touched &&
  espo.modifiedAt === espo.createdAt &&
  (item.modifiedById !== '' || isFilledIn(item, espo.parentGiven));

function withoutShared(half: Link['espo']): Link['espo'] {
  const { shared: _, ...rest } = half;
  return rest;
}

/** A link after EspoCRM was read. */
export function observeEspo(link: Link, item: EspoItem, policy: Policy): Link {
  const visible = visibleFields(item, policy);
  // A record that lost its dates (10.0 wipes them) has not been moved anywhere.
  const fields = item.start < 0 ? { ...visible, when: fieldsNow(link, 'espo').when } : visible;
  const known = item.modifiedAt === link.espo.ownModifiedAt || item.modifiedAt === link.espo.modifiedAt;
  // modifiedAt has whole seconds: in the second of our own write only the values tell that somebody else wrote too.
  const foreign = !known || changedSinceMade(link, item) || !sameFields(fields, fieldsNow(link, 'espo'));
  const next: Link = {
    ...withParentOf(link, item),
    ...(foreign ? toLookAt(link, policy) : {}),
    gone: link.gone === 'espo' ? '' : link.gone,
    espo: {
      ...withoutShared(link.espo),
      modifiedAt: item.modifiedAt,
      versionNumber: item.versionNumber,
      assignedToMe: item.assignedUserId === policy.me.espoUserId,
      ...(item.shared ? { shared: true } : {}),
      countedStart: item.mine ? item.start : -1,
      foreignChange: foreign ? item.modifiedAt : link.espo.foreignChange,
      touched: link.espo.touched || isFilledIn(item, link.espo.parentGiven) || foreign,
    },
  };
  // Should a person have it taken away, the log has its values.
  if (link.state === 'unlinked') {
    const last = having(withObserved(next, 'espo', fields), 'espo');
    return link.gone === 'espo' ? { ...withState(last, 'unlinked', 'unlinked'), quiet: false } : last;
  }
  const taken = link.state === 'asleep' && link.reason === 'beforeSince' && !isBeforeSince(fields.when, policy);
  const back: Link = link.state === 'lostAccess' || taken ? withState(next, 'active', undefined) : next;
  return withObserved(back, 'espo', fields);
}

/** Whether an arrival says anything new about its link. */
export function saysNothing(link: Link, item: OutlookItem | EspoItem, policy: Policy): boolean {
  if (item.side === 'outlook') {
    if (isStub(item)) return link.state !== 'active' || sleepReason(item, policy, link) === undefined;
    // A replay of the delta brought an older state (graph.md 1).
    if (item.modifiedAt < link.outlook.modifiedAt) return true;
    if (item.id !== link.outlookId || item.etag !== link.outlook.etag) return false;
    if (item.textForm !== link.outlook.textForm || !isAsKnown(link.outlook, item)) return false;
  } else {
    if (item.modifiedAt < link.espo.modifiedAt) return true;
    if ((item.mine ? item.start : -1) !== link.espo.countedStart) return false;
    if (
      (item.assignedUserId === policy.me.espoUserId) !== link.espo.assignedToMe ||
      item.modifiedAt !== link.espo.modifiedAt ||
      changedSinceMade(link, item) ||
      (isFilledIn(item, link.espo.parentGiven) && !link.espo.touched)
    )
      return false;
  }
  // A filter was switched on: the link has to sleep, though nothing in the event changed.
  if (
    item.side === 'outlook' &&
    link.state === 'active' &&
    (sleepReason(item, policy, link) ?? turnedAllDay(link, item, policy))
  )
    return false;
  if (link.gone === item.side || link.state === 'asleep' || link.state === 'lostAccess') return false;
  return sameFields(visibleFields(item, policy), fieldsNow(link, item.side));
}

/** What decides whether and how it may be written: read from the same event in another way, it is news. */
export const isAsKnown = (known: Link['outlook'], item: OutlookItem): boolean =>
  known.isOrganizer === item.isOrganizer &&
  known.hasAttendees === item.hasAttendees &&
  known.isOnline === item.isOnline &&
  known.isPrivate === item.event.private;
