import { describe, expect, it, vi } from 'vitest';
import { exampleForms, examplePolicy, outlookItem } from '../../../../test/contract/examples';
import { keyOfEvent } from '../decide/find';
import type { Attendee } from './event';
import type { OutlookItem } from './item';
import { attendeesText, isBlocked, othersOf, ownIn, parseAttendees, responseText } from './people';

const invited = (address: string, change: Partial<Attendee> = {}): Attendee => ({
  address,
  name: '',
  response: 'none',
  kind: 'person',
  ...change,
});
const OWN = ['anna@contoso.example'];

describe('who is the user', () => {
  const old = {
    organizer: { address: 'anna.former@contoso.example', name: 'Anna' },
    invited: [invited('bob@x.example')],
  };
  const policy = examplePolicy();
  const text = (item: OutlookItem) => attendeesText(item, ownIn(item, policy), []);

  it('whoever organizes an event in a calendar of the user is the user, under an address of before, too', () => {
    const item = outlookItem({ isOrganizer: true }, old);
    expect(text(item)).toBe('bob@x.example');
    expect(othersOf(item, policy)).toEqual(['bob@x.example']);
    expect(keyOfEvent(item, policy, exampleForms())).toMatchObject({ people: ['bob@x.example'], organizer: '' });
  });

  it('but not in a calendar of somebody else, nor in an event that somebody else organizes', () => {
    for (const item of [
      outlookItem({ isOrganizer: true, calendarId: 'shared' }, old),
      outlookItem({ isOrganizer: false }, old),
    ]) {
      expect(text(item)).toBe('anna.former@contoso.example accepted, bob@x.example');
      expect(othersOf(item, policy)).toEqual(['anna.former@contoso.example', 'bob@x.example']);
      expect(keyOfEvent(item, policy, exampleForms()).organizer).toBe('anna.former@contoso.example');
    }
  });

  it('who has no address is nobody that could be looked for', () => {
    const item = outlookItem({ isOrganizer: false }, { organizer: { address: '', name: 'X' }, invited: [invited('')] });
    expect([text(item), othersOf(item, policy), keyOfEvent(item, policy, exampleForms()).people]).toEqual(['', [], []]);
  });
});

it('a list that was typed or pasted means the addresses and domains that are read in it', () => {
  const list = ['Bob <Bob@x.example>', ' @Customer.example. ', '\u200bsister.example', 'mailto:al@y.example'];
  for (const address of ['bob@x.example', 'jane@customer.example', 'kim@sister.example', 'al@y.example'])
    expect([address, isBlocked(address, list)]).toEqual([address, true]);
  expect(isBlocked('jane@x.example', list)).toBe(false);
});

describe('who takes part, as one text', () => {
  it('is the same in any order and case, without the user, rooms and what is no address', () => {
    const people = [invited('Bob@x.example'), invited('al@y.example'), invited('Anna@Contoso.example')];
    const odd = [
      invited('room@x.example', { kind: 'room' }),
      invited('/o=ExchangeLabs/ou=x'),
      invited('a b@x.example'),
    ];
    const text = attendeesText(outlookItem({}, { invited: [...people, ...odd] }), OWN, []);
    expect(text).toBe('al@y.example, bob@x.example');
    expect(attendeesText(outlookItem({}, { invited: [...people].reverse() }), OWN, [])).toBe(text);
  });

  it('has the responses of the others in the organizer’s mailbox only', () => {
    const event = { invited: [invited('bob@x.example', { response: 'declined' })] };
    expect(attendeesText(outlookItem({ isOrganizer: true }, event), OWN, [])).toBe('bob@x.example declined');
    expect(attendeesText(outlookItem({ isOrganizer: false }, event), OWN, [])).toBe('bob@x.example');
  });

  it('names the organizer, who has accepted', () => {
    const event = { organizer: { address: 'Olga@x.example', name: 'Olga' }, invited: [invited('olga@x.example')] };
    expect(attendeesText(outlookItem({ isOrganizer: false }, event), OWN, [])).toBe('olga@x.example accepted');
  });

  it('leaves out blocked addresses and domains', () => {
    const event = { invited: ['a@x.example', 'b@x.example', 'c@y.example', 'd@z.example'].map((a) => invited(a)) };
    expect(attendeesText(outlookItem({}, event), OWN, ['A@x.example', '@y.example', 'z.example'])).toBe('b@x.example');
  });

  it('reads a block list once, however many guests and events there are', () => {
    const looked = vi.fn<() => void>();
    const blocked = ['@x.example', ...Array.from({ length: 499 }, (_, i) => `d${i}.example`)];
    const list = new Proxy(blocked, { get: (target, key) => (looked(), Reflect.get(target, key)) });
    const people = Array.from({ length: 5000 }, (_, i) => invited(`g${i}@${i % 2 ? 'x' : 'y'}.example`));
    const item = outlookItem({}, { invited: people });
    for (let i = 0; i < 3; i += 1) expect(parseAttendees(attendeesText(item, OWN, list))).toHaveLength(2500);
    expect(looked.mock.calls.length).toBeLessThan(3 * blocked.length);
  });

  it('is read back as it was', () => {
    expect(parseAttendees('')).toEqual([]);
    expect(parseAttendees('a@x.example, b@y.example tentative')).toEqual([
      { address: 'a@x.example', response: '' },
      { address: 'b@y.example', response: 'tentative' },
    ]);
  });

  it('knows the user’s own response to somebody else’s invitation', () => {
    expect(responseText(outlookItem({ isOrganizer: false, response: 'tentative' }))).toBe('tentative');
    expect(responseText(outlookItem({ isOrganizer: false, response: 'notResponded' }))).toBe('');
    expect(responseText(outlookItem({ isOrganizer: true, response: 'organizer' }))).toBe('');
  });
});
