/** People of a meeting, by their addresses and responses. */
import { cleanAddress, cleanDomain } from './address';
import type { Response } from './event';
import type { OutlookItem } from './item';
import type { Policy } from './policy';

/** What is said of somebody: their response, where this mailbox knows it. */
export interface Person {
  address: string;
  response: '' | 'accepted' | 'tentative' | 'declined';
}

/** Blanks and commas separate; whatever has one of them is no address that EspoCRM could hold. */
const ADDRESS = /^[^\s,@]+@[^\s,@]+$/;

const said = (response: Response): Person['response'] =>
  response === 'accepted' || response === 'tentative' || response === 'declined' ? response : '';

/**
 * The addresses under which the user may stand in this event: whoever organizes it in a calendar of their own is the user, too, perhaps
 * under an address of before.
 */
export function ownIn(item: OutlookItem, policy: Policy): readonly string[] {
  const { addresses } = policy.me;
  const organizer = item.event.organizer?.address.toLowerCase() ?? '';
  const mine = item.isOrganizer && organizer !== '' && policy.calendars[item.calendarId]?.kind === 'own';
  return mine && !addresses.includes(organizer) ? [...addresses, organizer] : addresses;
}

/**
 * Who takes part besides the user, as one comparable text: `ann@x.example accepted, bob@y.example`. Rooms are no people. Only the
 * organizer's mailbox is told the responses of the others (DESIGN 3.4), and an organizer has accepted.
 */
export function attendeesText(item: OutlookItem, own: readonly string[], blocked: readonly string[]): string {
  const { organizer, invited } = item.event;
  // Most events have nobody but the user in them, and each passes here whenever a run speaks of it.
  if (invited.length === 0 && (!organizer || own.includes(organizer.address.toLowerCase()))) return '';
  const mine = new Set(own);
  const people = new Map<string, Person['response']>();
  if (organizer) people.set(organizer.address.toLowerCase(), 'accepted');
  for (const { address, response, kind } of invited) {
    const key = address.toLowerCase();
    if (kind === 'person' && !people.has(key)) people.set(key, item.isOrganizer ? said(response) : '');
  }
  const closed = entriesOf(blocked);
  return [...people]
    .filter(([address]) => ADDRESS.test(address) && !mine.has(address) && !isAmong(address, closed))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([address, response]) => (response === '' ? address : `${address} ${response}`))
    .join(', ');
}

/** The addresses of everybody but the user: who takes part, and who organizes. */
export function othersOf(item: OutlookItem, policy: Policy): string[] {
  const own = new Set(ownIn(item, policy));
  const people = item.event.invited.filter((a) => a.kind === 'person').map((a) => a.address);
  return [item.event.organizer?.address ?? '', ...people]
    .map((address) => address.toLowerCase())
    .filter((address) => address !== '' && !own.has(address));
}

/** The inverse of attendeesText. */
export function parseAttendees(text: string): Person[] {
  if (text === '') return [];
  return text.split(', ').map((part) => {
    const [address = '', response = ''] = part.split(' ');
    return { address, response: said(response as Response) };
  });
}

/** Only to somebody else's invitation does the user respond. */
export const responseText = (item: OutlookItem): Person['response'] => (item.isOrganizer ? '' : said(item.response));

const lists = new WeakMap<readonly string[], ReadonlySet<string>>();

/** A list that a person typed, made ready once: it is asked for every guest of every event. */
export function entriesOf(list: readonly string[]): ReadonlySet<string> {
  const known = lists.get(list) ?? new Set(list.map((entry) => cleanAddress(entry) || cleanDomain(entry)));
  lists.set(list, known);
  return known;
}

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** On the list of those who are never carried over. */
export const isBlocked = (address: string, blocked: readonly string[]): boolean => isAmong(address, entriesOf(blocked));

/** Whole addresses, or domains with or without their @. */
const isAmong = (address: string, entries: ReadonlySet<string>): boolean =>
  entries.has(address) || entries.has(domainOf(address));
