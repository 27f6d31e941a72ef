/** Which events become records, and records events; the reasons of those that do not. Pure. */
import type { Reason } from '../../../shared/codes';
import { isDue } from '../../../shared/due';
import { endsBeforeStart, startOf, type When } from '../model/event';
import type { EspoItem, OutlookItem } from '../model/item';
import type { Link } from '../model/link';
import { domainOf, othersOf } from '../model/people';
import { entityFor, mayWrite, type Policy } from '../model/policy';
import { chosenCategories } from './category';

/** Filters that the user may set: what an event shows of itself leaves it out, or brings it back. */
export const FILTERED: readonly Reason[] = [
  'notAnswered',
  'showsFree',
  'allDayFiltered',
  'categoryNotAllowed',
  'categoryDenied',
  'onlyOwnDomain',
  'nobodyKnown',
];

/** Why an Outlook event that has no link is left out; undefined when it becomes a record. */
export function outlookReason(item: OutlookItem, policy: Policy): Reason | undefined {
  const { settings } = policy;
  const { event } = item;
  // It has waited since its calendar was chosen.
  if (!(item.calendarId in policy.calendars)) return 'otherCalendar';
  // A series lives in Outlook; EspoCRM has no recurrence.
  if (item.kind === 'master' || (item.kind !== 'single' && !settings.recurring)) return 'recurring';
  // Outlook has not sent it yet: nobody but the user knows of it.
  if (item.isDraft) return 'draft';
  if (event.status === 'cancelled') return 'cancelled';
  if (item.response === 'declined') return 'declined';
  // Rule 9: private stays private.
  if (event.private && settings.privateEvents === 'leaveOut') return 'private';
  const time = timeReason(event.when, policy);
  if (time) return time;
  const filtered = filterReason(item, policy, false);
  if (filtered) return filtered;
  const type = entityFor(policy, event.title, item.categories);
  const rights = policy.entities[type];
  if (!rights) return isDefaultGone(policy, type) ? 'choiceGone' : 'entityOff';
  if (isDue(type)) return 'onlyShown';
  if (event.when.kind === 'allDay' && !rights.allDay) return 'callAllDay';
  if (!mayWrite(policy, 'espo')) return 'direction';
  if (!rights.create) return 'noCreateRight';
  return undefined;
}

/** Why a record that has no link is left out; undefined when it becomes an event. */
export function espoReason(item: EspoItem, policy: Policy): Reason | undefined {
  const rights = policy.entities[item.type];
  if (!rights) return 'entityOff';
  // EspoCRM stores a record without any date when a client of 10.0 sent it badly.
  if (item.start < 0) return 'noDate';
  if (item.event.status === 'cancelled') return 'cancelled';
  const time = timeReason(item.event.when, policy);
  if (time) return time;
  if (item.assignedUserId !== policy.me.espoUserId && !(policy.settings.alsoParticipant && item.mine))
    return 'notAssigned';
  if (!mayWrite(policy, 'outlook')) return 'direction';
  if (policy.mainCalendar === '') return 'choiceGone';
  if (policy.calendars[policy.mainCalendar]?.canEdit !== true) return 'readOnlyCalendar';
  return undefined;
}

const isDefaultGone = ({ gone }: Policy, type: string): boolean =>
  gone.some(({ what, id }) => what === 'defaultEntity' && id === type);

function timeReason(when: When, policy: Policy): Reason | undefined {
  if (endsBeforeStart(when)) return 'endBeforeStart';
  if (isBeforeSince(when, policy)) return 'beforeSince';
  return startOf(when) >= policy.windowEnd ? 'beyondWindow' : undefined;
}

export function isBeforeSince(when: When, policy: Policy): boolean {
  return when.kind === 'timed' ? when.start < policy.since : when.first < policy.sinceDate;
}

/** Filters that the user switched on. They apply after linking too: the link sleeps. */
function filterReason(item: OutlookItem, policy: Policy, linked: boolean): Reason | undefined {
  const { settings } = policy;
  const { event } = item;
  if (settings.filterNotAnswered && item.response === 'notResponded') return 'notAnswered';
  if (settings.filterFree && item.showAs === 'free') return 'showsFree';
  if (settings.filterAllDay && event.when.kind === 'allDay') return 'allDayFiltered';
  if (settings.categoriesAllow.length > 0 && !hasCategory(item, settings.categoriesAllow)) return 'categoryNotAllowed';
  if (isDenied(item, policy, linked)) return 'categoryDenied';
  if (settings.onlyExternal && !hasExternal(item, policy)) return 'onlyOwnDomain';
  if (settings.onlyKnownPeople && nobodyKnown(item, policy)) return 'nobodyKnown';
  return undefined;
}

function hasCategory({ categories }: OutlookItem, list: readonly string[]): boolean {
  if (list.length === 0 || categories.length === 0) return false;
  const wanted = new Set(list.map((one) => one.toLowerCase()));
  return categories.some((one) => wanted.has(one.toLowerCase()));
}

/** What the sync itself puts on linked ones says nothing. Asked of all that a run speaks of, most of which bear none. */
function isDenied(item: OutlookItem, policy: Policy, linked: boolean): boolean {
  const { categoriesDeny } = policy.settings;
  if (categoriesDeny.length === 0 || item.categories.length === 0) return false;
  const given = linked ? chosenCategories(policy).toLowerCase().split('\n') : [];
  return hasCategory(
    item,
    categoriesDeny.filter((one) => !given.includes(one.toLowerCase())),
  );
}

/** Somebody whose address belongs elsewhere takes part or organizes; who has none belongs nowhere. */
function hasExternal(item: OutlookItem, policy: Policy): boolean {
  const own = new Set(policy.me.domains);
  return othersOf(item, policy).some((address) => !own.has(domainOf(address)));
}

/** Whoever was not looked up counts as known: nothing goes to sleep for want of an answer. */
const nobodyKnown = (item: OutlookItem, policy: Policy): boolean =>
  othersOf(item, policy).every((address) => policy.known.get(address) === false);
/** Of nobody who takes part it is known that EspoCRM knows them, and somebody could not be looked up. */
export function perhapsNobodyKnown(item: OutlookItem, policy: Policy): boolean {
  const { settings, known } = policy;
  const others = settings.onlyKnownPeople ? othersOf(item, policy).map((address) => known.get(address)) : [];
  return others.includes(undefined) && !others.includes(true);
}

/** Why a live link must sleep, given its event as it is now; undefined when it may go on (DESIGN 3.7). */
export function sleepReason(
  item: OutlookItem,
  policy: Policy,
  link: Pick<Link, 'origin' | 'byPerson' | 'espo'>,
): Reason | undefined {
  if (!(item.calendarId in policy.calendars)) return 'otherCalendar';
  // The series as a whole is no record: its occurrences are, where the user wants them.
  if (item.kind === 'master' || (item.kind !== 'single' && !policy.settings.recurring)) return 'turnedRecurring';
  if (item.event.private && policy.settings.privateEvents === 'leaveOut') return 'turnedPrivate';
  // Somebody wanted this very one; or it shows what is due, which becomes no record, so that nothing has to be kept out.
  if (link.byPerson || isDue(link.espo.type)) return undefined;
  // Filters choose which events become records. Of one that was made for a record only a category says that a person wants it left out.
  if (link.origin === 'espo') return isDenied(item, policy, true) ? 'categoryDenied' : undefined;
  return filterReason(item, policy, true);
}
