import { CAUSES } from '../../../shared/causes';
import type { Reason } from '../../../shared/codes';
import { isDue } from '../../../shared/due';
import type { Settings } from '../../../shared/settings';
import type { Side } from '../model/item';
import type { Link } from '../model/link';

/** What follows when one item of a link is proven gone (the table of DESIGN 3.6). */
export type Removal =
  /** The other item goes too. */
  | { kind: 'remove'; cause: string }
  /** The other item stays, a person decides. */
  | { kind: 'ask'; reason: Reason; cause: string }
  /** The other item stays, and the user is not coming; then the link becomes a tombstone. */
  | { kind: 'decline'; cause: string }
  /** The other item stays, the link becomes a tombstone. */
  | { kind: 'keep'; reason: Reason; cause: string };

export interface RemovalFacts {
  link: Link;
  /** Status of the record, as far as known. */
  recordPlanned: boolean;
  settings: Settings;
}

export function decideRemoval(gone: Side, facts: RemovalFacts): Removal {
  return gone === 'outlook' ? eventGone(facts) : recordGone(facts);
}

function eventGone({ link, recordPlanned, settings }: RemovalFacts): Removal {
  const { direction } = settings;
  const cause = CAUSES.deletedInOutlook;
  // Somebody who only takes part took it off their own calendar: the meeting goes on without them.
  if (!(link.espo.assignedToMe && link.outlook.isOrganizer)) {
    // It was cancelled before: nobody was refused.
    const answered = link.base.outlook.status === 'cancelled' || link.base.outlook.response === 'declined';
    return link.outlook.isOrganizer || answered
      ? { kind: 'keep', reason: 'deletedByPerson', cause }
      : { kind: 'decline', cause };
  }
  // What is due stays due, only not in this calendar.
  if (isDue(link.espo.type)) return { kind: 'keep', reason: 'deletedByPerson', cause };
  if (link.origin === 'outlook') {
    // Nothing may be written in EspoCRM.
    if (direction === 'espoToOutlook') return { kind: 'keep', reason: 'direction', cause };
    // Made and deleted in Outlook, and nobody has worked on the record.
    if (!link.espo.touched && recordPlanned) return { kind: 'remove', cause };
    // Somebody has worked on the record: it is theirs now.
    return { kind: 'ask', reason: 'touchedRecord', cause };
  }
  if (direction === 'espoToOutlook') return { kind: 'ask', reason: 'deletedElsewhere', cause };
  return settings.removeEspoOnOutlookRemoval
    ? { kind: 'remove', cause }
    : { kind: 'ask', reason: 'deletedElsewhere', cause };
}

function recordGone({ link, settings }: RemovalFacts): Removal {
  const cause = CAUSES.deletedInEspo;
  // Rule 4: nothing may be written in Outlook.
  if (settings.direction === 'outlookToEspo') return { kind: 'keep', reason: 'direction', cause };
  if (link.origin === 'outlook' && !settings.removeOutlookOnEspoRemoval)
    return { kind: 'keep', reason: 'deletedByPerson', cause };
  // Outlook is master of a series: no occurrence is taken out of it from here.
  if (link.outlook.seriesMasterId !== '') return { kind: 'keep', reason: 'deletedByPerson', cause };
  // Rule 5: only the organizer's own event, and never a silent cancellation mail.
  if (!link.outlook.isOrganizer) return { kind: 'keep', reason: 'notOrganizer', cause };
  if (link.outlook.hasAttendees) return { kind: 'ask', reason: 'wouldMail', cause };
  return { kind: 'remove', cause };
}
