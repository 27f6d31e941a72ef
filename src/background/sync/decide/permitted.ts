/** What a person may ask for. Pure. */
import type { Side } from '../model/item';
import type { Link } from '../model/link';
import { mayWrite, type Policy } from '../model/policy';

/** Whether the item of a link on that side may be deleted because a person said so: direction, role, and rule 5. Pure. */
export function mayRemove(link: Link, side: Side, policy: Policy): boolean {
  if (!mayWrite(policy, side)) return false;
  if (side === 'espo') {
    const rights = policy.entities[link.espo.type];
    return link.espoRef !== '' && link.espo.assignedToMe && rights !== undefined && rights.remove !== 'no';
  }
  const { calendarId, isOrganizer, hasAttendees, seriesMasterId } = link.outlook;
  // Outlook is master of a series.
  if (seriesMasterId !== '') return false;
  const silent = !hasAttendees || policy.settings.updateMeetingsWithAttendees;
  return link.outlookId !== '' && isOrganizer && isOwn(calendarId, policy) && silent;
}

/** Only the assigned user's browser writes what all colleagues share (DESIGN 3.4). */
export const mayEditRecord = (link: Link, policy: Policy): boolean =>
  link.state === 'active' &&
  link.gone === '' &&
  mayWrite(policy, 'espo') &&
  link.espo.assignedToMe &&
  (policy.entities[link.espo.type]?.edit ?? 'no') !== 'no';

/** Whether the deleted item of a link may be made again on that side. Pure. */
export function mayRestore(link: Link, side: Side, policy: Policy): boolean {
  if (!mayWrite(policy, side) || link.outlookId === '' || link.espoRef === '') return false;
  if (side === 'outlook' && link.outlook.seriesMasterId !== '') return false;
  const rights = policy.entities[link.espo.type];
  if (side === 'espo') return rights?.create === true;
  // An event that somebody else organized would come back as the user's own; one of a colleague's record would go again.
  const mine = link.outlook.isOrganizer && link.espo.assignedToMe && rights !== undefined;
  return mine && policy.calendars[policy.mainCalendar]?.canEdit === true;
}

/** The entity that takes the place of a Call which cannot last all day; undefined where it may not be made. */
export const MEETING = 'Meeting';
export function mayMakeMeeting(policy: Policy): boolean {
  const rights = policy.entities[MEETING];
  return mayWrite(policy, 'espo') && rights !== undefined && rights.create && rights.allDay;
}

const isOwn = (calendarId: string, policy: Policy): boolean => {
  const calendar = policy.calendars[calendarId];
  return calendar?.kind === 'own' && calendar.canEdit;
};

/** The item that goes when a person does not want to keep what a sleeping link has left: never the one that went to sleep. */
export function removableSide(link: Link): Side {
  // Half a link: the record that something else took the place of.
  if (link.outlookId === '') return 'espo';
  // The record cannot be read any more: its event is what is left.
  return link.state === 'lostAccess' ? 'outlook' : 'espo';
}
