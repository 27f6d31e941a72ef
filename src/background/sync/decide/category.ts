/** The categories that synced events bear where the user wants them, for being synced and for their record's status: given once, never fought over. Pure. */
import { CAUSES, joinCauses } from '../../../shared/causes';
import type { Status } from '../model/event';
import { fieldsNow, type Link } from '../model/link';
import { mayWrite, type Policy } from '../model/policy';
import type { WantedUpdate } from './reconcile';

export const categoryOf = ({ settings }: Policy): string => settings.linkedCategory.trim();

/** What an event bears besides, of whose record a person has said what became of the meeting; '' for nothing. */
function statusCategory({ settings }: Policy, status: Status): string {
  if (status === 'held') return settings.heldCategory.trim();
  return status === 'cancelled' ? settings.notHeldCategory.trim() : '';
}

/** All that the user has chosen, as one text. */
export const chosenCategories = (policy: Policy): string =>
  [categoryOf(policy), statusCategory(policy, 'held'), statusCategory(policy, 'cancelled')].join('\n').trimEnd();

/** Events may be given one in this run. */
export const categorizes = (policy: Policy): boolean => chosenCategories(policy) !== '' && mayWrite(policy, 'outlook');

const statusNow = (link: Link): Status => fieldsNow(link, 'espo').status;

/** Its event is to be told of the status that the record has now, unless it was; of one without a category it forgets. */
export function withStatusDue(link: Link, policy: Policy): Link {
  const status = statusNow(link);
  if (statusCategory(policy, status) !== '') return link.marked === status ? link : { ...link, marked: 'due' };
  return without(link, 'marked');
}

function without(link: Link, what: 'marked' | 'category'): Link {
  if (!(what in link)) return link;
  const { [what]: _, ...rest } = link;
  return rest;
}

/** The event bears it, or is to bear it no more. */
export function withCategoryTold(link: Link, added: string, policy: Policy): Link {
  const status = statusNow(link);
  const isOfStatus = link.marked === 'due' && added === statusCategory(policy, status);
  const marked = isOfStatus ? { ...link, marked: status } : link;
  return isOfStatus && added !== categoryOf(policy) ? marked : { ...marked, category: 'given' };
}

/** A new link, or one of before the user chose a category: its event is to bear it, unless it was given one already. */
export const withCategoryDue = (link: Link, policy: Policy): Link =>
  categoryOf(policy) === '' || link.category !== undefined ? link : { ...link, category: 'due' };

/**
 * Rule 5: whether a category alone mails guests nobody has written down, so an event that has any bears none. Nor does one that is not the
 * user's own to write, or an occurrence, which would be an exception of its series by it.
 */
function mayBear({ outlook }: Link, { calendars }: Policy): boolean {
  const calendar = calendars[outlook.calendarId];
  const own = calendar?.kind === 'own' && calendar.canEdit;
  return own && outlook.isOrganizer && !outlook.hasAttendees && outlook.seriesMasterId === '';
}

/** The link without what its event may not bear, and the write that gives it; with what is written to the event anyway. */
export function withCategory(
  before: Link,
  updates: WantedUpdate[],
  policy: Policy,
): { link: Link; updates: WantedUpdate[] } {
  const link = withStatusDue(before, policy);
  const due = dueOf(link, policy);
  if (due === undefined || link.gone !== '' || !categorizes(policy)) return { link, updates };
  if (!mayBear(link, policy)) {
    const unmarked = link.marked === 'due' ? { ...link, marked: statusNow(link) } : link;
    return { link: link.category === 'due' ? without(unmarked, 'category') : unmarked, updates };
  }
  const own = updates.filter(({ side }) => side === 'outlook');
  if (own.some(({ waits }) => waits !== undefined)) return { link, updates };
  const [first] = own;
  const update: WantedUpdate = {
    ...(first ?? { side: 'outlook', fields: {}, settles: {}, losers: [], waits: undefined }),
    cause: joinCauses(first ? [first.cause, due.cause] : [due.cause]),
    category: due.category,
  };
  return { link, updates: [...updates.filter((one) => one !== first), update] };
}

/** One at a time. */
function dueOf(link: Link, policy: Policy): { category: string; cause: string } | undefined {
  if (link.category === 'due' && categoryOf(policy) !== '')
    return { category: categoryOf(policy), cause: CAUSES.categorized };
  if (link.marked !== 'due') return undefined;
  return { category: statusCategory(policy, statusNow(link)), cause: CAUSES.statusCategory };
}
