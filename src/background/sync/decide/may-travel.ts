/** Whether a field of a link may be carried over to a side. Pure. */
import { isPieceOf } from '../model/cut-text';
import { type FieldName, type Fields, isOneWay } from '../model/event';
import { otherSide, type Side } from '../model/item';
import type { Link } from '../model/link';
import { mayWrite, type Policy } from '../model/policy';

export function mayTravel(field: FieldName, to: Side, link: Link, now: Record<Side, Fields>, policy: Policy): boolean {
  if (!mayWrite(policy, to)) return false;
  // A declined meeting goes on without the user: only that is carried over.
  if (to === 'espo' && field !== 'response' && now.outlook.response === 'declined') return false;
  // Exchange puts its own word before the subject of a cancelled meeting.
  if (field === 'title' && now.outlook.status === 'cancelled') return false;
  if (field === 'status' && to === 'outlook') return false;
  if (field === 'joinLink' && to === 'outlook') return false;
  if (isOneWay(field)) return to === 'espo' && mayWritePeople(field, link, policy);
  if (field === 'description' && !policy.settings.descriptionBothWays && (link.descriptionFrozen || to === link.origin))
    return false;
  // What is known of a long text is a piece of it: the whole must not be lost to it, nor to what was made of it.
  if (field === 'description' && (isPieceOf(to, now[to].description) || isPieceOf(to, now[otherSide(to)].description)))
    return false;
  if (to === 'espo') {
    if (!mayWriteRecord(field, link, policy)) return false;
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

/** Only the assigned user's browser writes the fields that all colleagues share (DESIGN 3.4). */
export function mayWriteRecord(field: FieldName, { espo }: Link, policy: Policy): boolean {
  const { edit = 'no', readOnly = [] } = policy.entities[espo.type] ?? {};
  return mayWrite(policy, 'espo') && !readOnly.includes(field) && espo.assignedToMe && edit !== 'no';
}

/** users, contacts and leads are shared fields; the own response is everybody's own (DESIGN 3.4). */
export function mayWritePeople(field: 'attendees' | 'response', { espo }: Link, policy: Policy): boolean {
  const rights = policy.entities[espo.type];
  if (!policy.settings.attendees || !rights?.attendees) return false;
  if (field === 'attendees') return espo.assignedToMe && rights.edit !== 'no';
  // Only who is among its users has a response there.
  return rights.responses && espo.countedStart !== -1;
}

/** It will never be this browser's to write: an entity without attendees, a colleague's record, or switched off. */
export const isForOthers = ({ espo }: Link, { entities, settings }: Policy): boolean =>
  !settings.attendees || entities[espo.type]?.attendees !== true || !espo.assignedToMe;
