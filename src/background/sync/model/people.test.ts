import { describe, expect, it } from 'vitest';
import { outlookItem } from '../../../../test/contract/examples';
import type { Attendee } from './event';
import { attendeesText, parseAttendees, responseText } from './people';

const invited = (address: string, change: Partial<Attendee> = {}): Attendee => ({
  address,
  name: '',
  response: 'none',
  kind: 'person',
  ...change,
});
const OWN = ['anna@contoso.example'];

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
