/** Guests as mailboxes have them (graph.md 22): without an address, with an odd one, under an old one. */
import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import { linksOf } from '../sandbox/espo/links.ts';
import { meetingScene } from './meeting-scene.ts';
import { timed } from './scene.ts';

const guest = (name: string, address?: string) => ({
  type: 'required',
  emailAddress: address === undefined ? { name } : { name, address },
});
const DN = '/o=ExchangeLabs/ou=Exchange Administrative Group/cn=Recipients/cn=max';

describe('my meeting with a guest whom nobody can mail by address', () => {
  const GUESTS: [string, unknown, string][] = [
    ['a name alone', guest('Guest of honour'), 'Guest of honour'],
    ['an empty address', guest('Guest of honour', ''), 'Guest of honour'],
    ['nothing at all', { type: 'required', emailAddress: null }, 'a guest without a name'],
    ['an address of a directory', guest('Max', DN), 'Max'],
  ];

  it.each(GUESTS)('%s: is not renamed or moved without asking', async (_, who, name) => {
    const { mailbox, anna, run, record, needs, mails, event } = await meetingScene();
    const { id } = mailbox.createEvent('default', timed('Lunch'));
    mailbox.oddGuests(id, who);
    await run();
    anna.update('Meeting', String(record()['id']), {
      name: 'Dinner',
      dateStart: '2026-12-01 18:00:00',
      dateEnd: '2026-12-01 19:00:00',
    });
    expect(writesOf(await run())).toBe(0);
    expect(await needs()).toMatchObject([{ reason: 'wouldMail', row: { mails: [name] } }]);
    expect([event('Lunch')?.subject, mails]).toEqual(['Lunch', []]);
  });

  it.each(GUESTS)('%s: is not deleted without asking', async (_, who) => {
    const { mailbox, anna, run, needs, record, mails, event } = await meetingScene({
      removeOutlookOnEspoRemoval: true,
    });
    const { id } = mailbox.createEvent('default', timed('Lunch'));
    mailbox.oddGuests(id, who);
    await run();
    anna.remove('Meeting', String(record()['id']));
    expect(writesOf(await run())).toBe(0);
    expect(await needs()).toMatchObject([{ reason: 'wouldMail' }]);
    expect([event('Lunch')?.subject, mails]).toEqual(['Lunch', []]);
  });

  it('once allowed, it is written, and Outlook tells whoever can be told', async () => {
    const { mailbox, anna, run, record, event } = await meetingScene({ updateMeetingsWithAttendees: true });
    const { id } = mailbox.createEvent('default', timed('Lunch'));
    mailbox.oddGuests(id, guest('Guest of honour'));
    await run();
    anna.update('Meeting', String(record()['id']), { name: 'Dinner' });
    expect(await run()).toMatchObject({ updated: 1 });
    expect(event('Dinner')).toBeDefined();
  });
});

describe('people', () => {
  it('are found in EspoCRM however their address is spelt, and nobody else is listed as unknown', async () => {
    const { mailbox, anna, run, settled, record, needs } = await meetingScene({ unknownAttendees: 'list' });
    const made = ['jane', 'kim', 'lee', 'max', 'pat', 'sam'].map((one) =>
      anna.create('Contact', { lastName: one, emailAddress: `${one}@customer.example` }),
    );
    const { id } = mailbox.createEvent('default', timed('Visit'));
    mailbox.oddGuests(
      id,
      guest('', 'Jane Doe <jane@customer.example>'),
      guest('Kim', "'kim@customer.example'"),
      guest('', '<lee@customer.example>'),
      guest('Max', 'SMTP:max@customer.example'),
      guest('Pat', '  PAT@Customer.Example '),
      guest('Sam', 'mailto:sam@customer.example'),
      guest('Old Server', DN),
      guest('Only a name', 'Only a name'),
      null,
    );
    await run();
    await settled();
    expect(
      linksOf(record(), 'contacts')
        .map((one) => one.id)
        .sort(),
    ).toEqual(made.map((one) => one.id).sort());
    expect(await needs()).toEqual([]);
  });

  it('an organizer under an old address of mine is me: the record is mine, and my edits reach Outlook', async () => {
    const { mailbox, anna, run, settled, record, needs, event } = await meetingScene({ unknownAttendees: 'list' });
    const { id } = mailbox.createEvent('default', timed('Review'));
    mailbox.organizedAs(id, 'anna.former@old-name.example');
    await run();
    await settled();
    expect(record()['assignedUserId']).toBe(anna.id);
    expect(await needs()).toEqual([]);
    anna.update('Meeting', String(record()['id']), { name: 'Review, moved on' });
    expect(await run()).toMatchObject({ updated: 1 });
    expect(event('Review, moved on')).toBeDefined();
  });

  it('a distribution list is one guest', async () => {
    const { mailbox, anna, run, record, needs, mails } = await meetingScene();
    mailbox.createEvent('default', { ...timed('All hands'), attendees: [guest('Everybody', 'all@contoso.example')] });
    await run();
    mails.length = 0;
    anna.update('Meeting', String(record()['id']), { name: 'All hands on deck' });
    expect(writesOf(await run())).toBe(0);
    expect([await needs(), mails]).toMatchObject([[{ row: { mails: ['Everybody'] } }], []]);
  });
});

describe('"Only with attendees from outside my organization"', () => {
  it.each([
    ['of another domain of the mailbox', guest('Ben', 'ben@contoso.onmicrosoft.example'), false],
    ['of an own domain by setting', guest('Ben', 'ben@sister.example'), false],
    ['without an address', guest('Ben'), false],
    ['with an address of the directory', guest('Ben', DN), false],
    ['from outside', guest('Jane', 'Jane Doe <jane@customer.example>'), true],
  ])('a guest %s', async (_, who, external) => {
    const { mailbox, run, record } = await meetingScene({ onlyExternal: true, ownDomains: ['@Sister.example'] });
    const { id } = mailbox.createEvent('default', timed('Meeting'));
    mailbox.oddGuests(id, who);
    await run();
    expect(record() !== undefined).toBe(external);
  });
});
