import { expect, it } from 'vitest';
import { invitedAfter } from './invited';

const guest = (address: string) => ({ type: 'required', emailAddress: { address } });
const at = '2026-12-01';
const JANE = { name: 'Jane', address: 'jane@x.example', ref: 'Contact/1' };

it('whoever is in the event is known there however their address is spelt: nobody is invited twice, and who is to go goes', () => {
  const odd = guest('Jane <SMTP:Jane@x.example>\u200b');
  const body = { attendees: [odd, guest('bob@x.example')] };
  expect(invitedAfter(body, { add: [JANE], remove: [], at })).toEqual(body.attendees);
  expect(invitedAfter(body, { add: [], remove: [JANE], at })).toEqual([guest('bob@x.example')]);
  // Who has no address is told from nobody by it, and stays.
  const nobody = guest('');
  expect(invitedAfter({ attendees: [nobody] }, { add: [], remove: [JANE], at })).toEqual([nobody]);
});
