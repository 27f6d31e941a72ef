import { expect, it, vi } from 'vitest';
import type { Person } from '../sync/model/people';
import { attendeeWrite, NOBODY, onlyKinds, withOwnResponse } from './attendees';
import type { Kind } from './people';

const LINKS = ['users', 'contacts', 'leads'];
const who = (kind: Kind, id: string, response: Person['response'] = '') => ({
  person: { address: `${id}@x.example`, response },
  known: { kind, id },
});

it('adds to whoever is there, each kind in its own set', () => {
  const now = { users: ['me', 'boss'], contacts: ['c1'], leads: [], statuses: {} };
  const { attributes, added } = attendeeWrite([who('User', 'bob'), who('Lead', 'l1', 'accepted')], now, {}, LINKS);
  expect(attributes).toEqual({
    usersIds: ['me', 'boss', 'bob'],
    leadsIds: ['l1'],
    leadsColumns: { l1: { status: 'Accepted' } },
  });
  expect(added).toEqual(['User/bob', 'Lead/l1']);
});

it('takes out only whom it added', () => {
  const now = { users: [], contacts: ['ours', 'theirs'], leads: [], statuses: {} };
  const write = attendeeWrite([], now, { attendeesAdded: ['Contact/ours'] }, LINKS);
  expect(write).toMatchObject({ attributes: { contactsIds: ['theirs'] }, added: [] });
  // Somebody who was there before is not ours, though the event names them too.
  expect(attendeeWrite([who('Contact', 'theirs')], now, {}, LINKS)).toMatchObject({ attributes: {}, added: [] });
});

it('leaves whoever is in the event still, and found no more by that address', () => {
  const now = { users: [], contacts: ['bob', 'eve'], leads: [], statuses: {} };
  const attendeeAddresses = { 'Contact/bob': 'bob@x.example', 'Contact/eve': 'eve@x.example' };
  const ours = { attendeesAdded: Object.keys(attendeeAddresses), attendeeAddresses };
  const unknown = ['bob@x.example', 'new@x.example'];
  expect(attendeeWrite([], now, ours, LINKS, { unknown, unsure: false })).toMatchObject({
    attributes: { contactsIds: ['bob'] },
    added: ['Contact/bob'],
    addresses: { 'Contact/bob': 'bob@x.example' },
    unknown: ['new@x.example'],
  });
});

it('says nothing where nothing changes', () => {
  const now = { users: ['bob'], contacts: [], leads: [], statuses: {} };
  expect(attendeeWrite([who('User', 'bob')], now, { attendeesAdded: ['User/bob'] }, LINKS)).toMatchObject({
    attributes: {},
    added: ['User/bob'],
  });
});

it('has the own response in the same write, and can do without a kind', () => {
  const write = attendeeWrite([who('User', 'bob', 'declined'), who('Contact', 'c')], NOBODY, {}, LINKS);
  const whole = withOwnResponse(write, 'me', 'tentative').attributes;
  expect(whole['usersColumns']).toEqual({ bob: { status: 'Declined' }, me: { status: 'Tentative' } });
  expect(Object.keys(onlyKinds(whole, ['Contact', 'Lead']))).toEqual(['contactsIds']);
});

it('looks at each of five thousand a few times, not at all of them for each', () => {
  const looked = vi.fn<() => void>();
  const ids = Array.from({ length: 5000 }, (_, i) => `u${i}`);
  const users = new Proxy(ids, { get: (target, key) => (looked(), Reflect.get(target, key)) });
  const guests = ids.slice(2500).map((id) => who('User', id));
  const fresh = Array.from({ length: 2500 }, (_, i) => who('User', `new${i}`));
  const { added } = attendeeWrite([...guests, ...fresh], { ...NOBODY, users }, {}, LINKS);
  expect(added).toHaveLength(2500);
  expect(looked.mock.calls.length).toBeLessThan(10 * ids.length);
});

it('looks at each of five thousand a few times, too, where EspoCRM shows none of them any more', () => {
  let looked = 0;
  const counted = (list: string[]) => new Proxy(list, { get: (all, key) => ((looked += 1), Reflect.get(all, key)) });
  const refs = Array.from({ length: 5000 }, (_, i) => `Contact/c${i}`);
  const attendeeAddresses = Object.fromEntries(refs.map((ref, i) => [ref, `c${i}@x.example`]));
  const unknown = counted(Object.values(attendeeAddresses));
  const ours = { attendeesAdded: counted(refs), attendeeAddresses };
  const listed = vi.spyOn(Object, 'values');
  const write = attendeeWrite([], { ...NOBODY, contacts: refs.map((ref) => ref.slice(8)) }, ours, LINKS, {
    unknown,
    unsure: false,
  });
  const lists = listed.mock.calls.length;
  listed.mockRestore();
  expect([write.attributes, write.added.length, write.unknown]).toEqual([{}, 5000, []]);
  expect(lists).toBeLessThan(10);
  expect(looked).toBeLessThan(20 * refs.length);
});
