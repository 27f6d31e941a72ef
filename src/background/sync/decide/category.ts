/** The category that synced events bear where the user wants one: given once, never fought over. Pure. */
import { CAUSES, joinCauses } from '../../../shared/causes';
import type { Link } from '../model/link';
import { mayWrite, type Policy } from '../model/policy';
import type { WantedUpdate } from './reconcile';

export const categoryOf = ({ settings }: Policy): string => settings.linkedCategory.trim();

/** Events may be given one in this run. */
export const categorizes = (policy: Policy): boolean => categoryOf(policy) !== '' && mayWrite(policy, 'outlook');

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
  link: Link,
  updates: WantedUpdate[],
  policy: Policy,
): { link: Link; updates: WantedUpdate[] } {
  const category = categoryOf(policy);
  if (link.category !== 'due' || link.gone !== '' || !categorizes(policy)) return { link, updates };
  if (!mayBear(link, policy)) {
    const { category: _, ...without } = link;
    return { link: without, updates };
  }
  const own = updates.filter(({ side }) => side === 'outlook');
  if (own.some(({ waits }) => waits !== undefined)) return { link, updates };
  const [first] = own;
  const update: WantedUpdate = {
    ...(first ?? { side: 'outlook', fields: {}, settles: {}, losers: [], waits: undefined }),
    cause: joinCauses(first ? [first.cause, CAUSES.categorized] : [CAUSES.categorized]),
    category,
  };
  return { link, updates: [...updates.filter((one) => one !== first), update] };
}
