/** Who takes part in a record and is, or is not, in its event yet. Pure. */
import { grouped } from '../../../shared/grouped';
import { cleanAddress } from './address';
import type { GuestFound } from './directory';
import { fieldsNow, type Link } from './link';
import { isBlocked, parseAttendees } from './people';
import type { Policy } from './policy';

/** The address in lower case. */
export interface Guest {
  name: string;
  address: string;
  /** `<EntityType>/<id>`; missing in what an earlier version stored. */
  ref?: string;
}

/** What a link knows of them. */
export interface Guests {
  /** The record was made or changed since they were looked up. */
  look: boolean;
  /** They were looked up within the very second of its last change, or it is our own: what else was changed in that second shows in no modifiedAt. */
  early?: true;
  /** Who takes part in the record besides the user. */
  there: Guest[];
  /** Names of those who have no address. */
  without: string[];
  /** Whom the sync has invited: only these does it ever take out again. */
  invited: Guest[];
  /** Addresses about which the user said that they stay as they are. */
  settled: string[];
}

export const NO_GUESTS: Guests = { look: false, there: [], without: [], invited: [], settled: [] };

/** What a write does to those who are invited; whoever is not named stays as they are. */
export interface Invitation {
  add: Guest[];
  remove: Guest[];
  /** The event is made unsent: nobody is mailed before the user sends it. */
  draft?: true;
  /** When the meeting is, as whoever agreed was told. */
  at: string;
}

/** Addresses of the people in an event, as its text of attendees has them. */
export const addressesIn = (link: Link): string[] =>
  parseAttendees(fieldsNow(link, 'outlook').attendees).map(({ address }) => address);

/** Whom the record has and the event has not, and whom the sync invited and the record has no more. */
export function openGuests(link: Link): { add: Guest[]; remove: Guest[] } {
  const { guests } = link;
  if (!guests) return { add: [], remove: [] };
  const event = new Set(addressesIn(link));
  const there = new Set(guests.there.map(({ address }) => address));
  // Whom somebody took out in Outlook again is not invited twice.
  const settled = new Set(guests.settled);
  const done = new Set([...settled, ...guests.invited.map(({ address }) => address)]);
  return {
    add: guests.there.filter(({ address }) => !event.has(address) && !done.has(address)),
    remove: guests.invited.filter(({ address }) => event.has(address) && !there.has(address) && !settled.has(address)),
  };
}

/** As they were looked up just now. The user is never a guest of their own, and nobody is one twice. */
export function lookedUp(
  before: Guests,
  found: readonly GuestFound[],
  used: readonly string[],
  policy: Policy,
): Guests {
  const mine = new Set(policy.me.addresses);
  const known = grouped(before.invited, nameOf);
  const inUse = new Set(used);
  const there = new Map<string, Guest>();
  const without: string[] = [];
  for (const { ref, name, address: written } of found) {
    const address = cleanAddress(written);
    if (ref === `User/${policy.me.espoUserId}` || mine.has(address)) continue;
    // An address that nobody may read any more is not somebody who has gone.
    const guest =
      address !== '' ? { name, address, ref } : (known.get(nameOf({ name, ref })) ?? known.get(nameOf({ name })))?.[0];
    if (!guest) without.push(name);
    else if (!isBlocked(guest.address, policy.settings.blockList) && !there.has(guest.address))
      there.set(guest.address, guest);
  }
  // Out of both: who comes back is asked about again.
  const invited = before.invited.filter(({ address }) => there.has(address) || inUse.has(address));
  const ours = new Set(invited.map(({ address }) => address));
  const settled = before.settled.filter((address) => there.has(address) !== ours.has(address));
  return { look: false, there: [...there.values()], without, invited, settled };
}

/** By what somebody is known again. */
const nameOf = ({ name, ref }: Pick<Guest, 'name' | 'ref'>): string =>
  ref === undefined ? `name ${name}` : `ref ${ref}`;

/** The invitation was written: these are in the event by the sync, and those no more. */
export function invitedBy(before: Guests, { add, remove }: Pick<Invitation, 'add' | 'remove'>): Guests {
  const changed = new Set([...add, ...remove].map(({ address }) => address));
  return { ...before, invited: [...before.invited.filter(({ address }) => !changed.has(address)), ...add] };
}

/** The user said no. */
export const leftUninvited = (before: Guests, { add, remove }: Invitation): Guests => ({
  ...before,
  settled: [...new Set([...before.settled, ...add.map((a) => a.address), ...remove.map((r) => r.address)])],
});

/** Whether those who are in an event are as the invitation wanted it. */
export function isInvited({ add, remove }: Invitation, addresses: readonly string[]): boolean {
  const there = new Set(addresses.map((address) => address.toLowerCase()));
  return add.every(({ address }) => there.has(address)) && remove.every(({ address }) => !there.has(address));
}

/** Who was taken out of the record is not put back there because the event still has them. */
export function withoutLeavers(text: string, { guests }: Link): string {
  if (!guests || guests.look) return text;
  const there = new Set(guests.there.map(({ address }) => address));
  const gone = new Set(guests.invited.map(({ address }) => address).filter((address) => !there.has(address)));
  if (gone.size === 0) return text;
  return text
    .split(', ')
    .filter((part) => !gone.has(part.split(' ')[0] ?? ''))
    .join(', ');
}
