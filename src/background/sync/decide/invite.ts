/** Whether the people of a record are invited to its event, and who is asked first (rule 5). Pure. */
import { CAUSES } from '../../../shared/causes';
import type { Settings } from '../../../shared/settings';
import { DAY } from '../../../shared/time';
import { isStillPlanned, spanOf, startOf, type When } from '../model/event';
import { type Guest, type Guests, type Invitation, lookedUp, NO_GUESTS, openGuests } from '../model/guests';
import type { EspoItem } from '../model/item';
import { fieldsNow, type Link } from '../model/link';
import { mayWrite, type Policy } from '../model/policy';
import type { PlanRow } from '../model/store';
import { updateRow } from './plan-rows';

/** As it is obeyed: a draft only where drafts were found to mail nobody, and nobody where no attendees are synced. */
export function inviteMode(policy: Policy): Settings['invite'] {
  const { invite, attendees } = policy.settings;
  if (!attendees || !mayWrite(policy, 'outlook')) return 'never';
  return invite === 'draft' && !policy.draftsMailNobody ? 'ask' : invite;
}

/** Of a record that is assigned to several, each of them has an event of their own: a setting alone would invite everybody by each. */
const modeOf = (policy: Policy, { shared }: Pick<EspoItem, 'shared'>): Settings['invite'] => {
  const mode = inviteMode(policy);
  return shared && mode !== 'never' ? 'ask' : mode;
};

/** Until when people are invited: its start, of an all-day meeting the end of its first date. */
export const invitesUntil = (when: When): number => startOf(when) + (when.kind === 'allDay' ? DAY : 0);

const isAhead = (when: When, policy: Policy): boolean => invitesUntil(when) > policy.now + policy.skew.outlook;

const mayInviteIn = (calendar: string, policy: Policy): boolean => {
  const role = policy.calendars[calendar];
  return role?.kind === 'own' && role.canEdit;
};

/** Of a meeting that was made in EspoCRM for the user, and that the user organizes; never of an occurrence, nor of what is over. */
export function mayInvite(link: Link, policy: Policy): boolean {
  if (inviteMode(policy) === 'never' || !isInvitable(link)) return false;
  const [outlook, espo] = [fieldsNow(link, 'outlook'), fieldsNow(link, 'espo')];
  return (
    policy.entities[link.espo.type]?.attendees === true &&
    link.outlook.isOrganizer &&
    mayInviteIn(link.outlook.calendarId, policy) &&
    isStillPlanned(outlook.status) &&
    isStillPlanned(espo.status) &&
    isAhead(outlook.when, policy) &&
    isAhead(espo.when, policy)
  );
}

/** What the link alone says. */
export const isInvitable = (link: Link): boolean =>
  link.origin === 'espo' &&
  link.state === 'active' &&
  link.gone === '' &&
  link.wish === '' &&
  link.espo.assignedToMe &&
  link.outlook.seriesMasterId === '';

/** The same of a record that is about to get its event. */
export function mayInviteTo(record: EspoItem, policy: Policy): boolean {
  return (
    inviteMode(policy) !== 'never' &&
    policy.entities[record.type]?.attendees === true &&
    record.assignedUserId === policy.me.espoUserId &&
    isStillPlanned(record.event.status) &&
    mayInviteIn(policy.mainCalendar, policy) &&
    isAhead(record.event.when, policy)
  );
}

/** Somebody is to be looked up, or invited, or taken out again. */
export function awaitsGuests(link: Link): boolean {
  if (!link.guests || !isInvitable(link)) return false;
  const { add, remove } = openGuests(link);
  return link.guests.look || link.guests.early === true || add.length + remove.length > 0;
}

/** Clocks are told in whole seconds, too. */
const SECONDS = 2000;

/** EspoCRM's clock is in the second in which the record was changed last, or was a moment ago: they are looked up once more. */
export const withEarly = (
  guests: Guests,
  { modifiedAt }: { modifiedAt: number },
  now: number,
  policy: Policy,
): Guests => (modifiedAt + SECONDS > now + policy.skew.espo ? { ...guests, early: true } : guests);

/** The record was changed: who takes part in it may be others now. */
export const toLookAt = (link: Link, policy: Policy): Pick<Link, 'guests'> =>
  inviteMode(policy) !== 'never' && link.origin === 'espo'
    ? { guests: { ...(link.guests ?? NO_GUESTS), look: true } }
    : {};

/** Those who are told by name. */
export const namesOf = (guests: readonly Guest[]): string[] => guests.map(({ name, address }) => name || address);

/** Invitations to an event that stands: written where the user said so once and for all, else asked about, apart from each other. */
export function inviteRows(link: Link, policy: Policy): PlanRow[] {
  if (!mayInvite(link, policy)) return [];
  const { add, remove } = openGuests(link);
  if (add.length + remove.length === 0) return [];
  // Who takes part is not known for sure: nobody is asked, so nobody is mailed.
  if (modeOf(policy, link.espo) === 'always')
    return link.guests?.look ? [] : [inviteRow(link, { add, remove }, undefined)];
  return [
    ...(add.length > 0 ? [inviteRow(link, { add, remove: [] }, 'wouldInvite')] : []),
    ...(remove.length > 0 ? [inviteRow(link, { add: [], remove }, 'wouldUninvite')] : []),
  ];
}

function inviteRow(
  link: Link,
  people: Omit<Invitation, 'at'>,
  waits: 'wouldInvite' | 'wouldUninvite' | undefined,
): PlanRow {
  const cause = people.add.length > 0 ? CAUSES.guestsAdded : CAUSES.guestsRemoved;
  const row = updateRow(link, { side: 'outlook', fields: {}, settles: {}, losers: [], cause, waits });
  const id = `${row.id}|${waits === 'wouldUninvite' ? 'uninvite' : 'invite'}`;
  const invite: Invitation = { ...people, at: spanOf(fieldsNow(link, 'espo').when) };
  return {
    ...row,
    id,
    intent: { ...row.intent, op: 'update', key: id, invite } as PlanRow['intent'],
    mails: namesOf([...people.add, ...people.remove]),
  };
}

/** The create of an event with those who take part in its record: invited with it, or asked about once it stands. */
export function withGuests(row: PlanRow, found: Parameters<typeof lookedUp>[1], policy: Policy, now: number): PlanRow {
  const { intent, source } = row;
  const known = lookedUp(NO_GUESTS, found, [], policy);
  const guests = source ? withEarly(known, source, now, policy) : known;
  const mode = modeOf(policy, source?.side === 'espo' ? source : {});
  if (intent.op !== 'create' || !source || guests.there.length === 0 || mode === 'ask' || mode === 'never')
    return { ...row, guests };
  const draft = mode === 'draft';
  const at = spanOf(source.event.when);
  const invite: Invitation = { add: guests.there, remove: [], at, ...(draft ? { draft: true as const } : {}) };
  return { ...row, guests, intent: { ...intent, invite }, mails: draft ? row.mails : namesOf(guests.there) };
}
