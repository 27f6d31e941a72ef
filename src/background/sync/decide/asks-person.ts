/** Which links wait for a person's word. */

import type { Reason } from '../../../shared/codes';
import type { Link } from '../model/link';
import { FILTERED } from './eligible';

/** Sleep that a person should know of, because it began after the two were linked: keep the other item, or remove it. */
const ASKED: ReadonlySet<Reason | undefined> = new Set<Reason | undefined>([
  ...FILTERED,
  'otherCalendar',
  'calendarGone',
  'turnedRecurring',
  'turnedPrivate',
  'turnedAllDay',
  'seriesEnded',
  'lostAccess',
]);

/** Whether a person is asked about this link, or may want to have it back. Pure. */
export function asksPerson(link: Link): boolean {
  // Answered: left as it is, or decided and about to be written.
  if (link.quiet || link.wish !== '') return false;
  switch (link.state) {
    case 'active':
      return false;
    case 'asleep':
      return ASKED.has(link.reason);
    case 'lostAccess':
      return true;
    // One of the two was deleted and the other kept, or they were only taken apart.
    case 'unlinked':
      return link.outlookId !== '' && link.espoRef !== '' && (link.gone !== '' || link.reason === 'unlinked');
  }
}
