import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import { listNeeds } from '../../src/background/sync/person/needs.ts';
import type { Settings } from '../../src/shared/settings.ts';
import { linksOf } from '../sandbox/espo/links.ts';
import type { Row } from '../sandbox/espo/types.ts';
import { meeting, scene, timed } from './scene.ts';

/** Mailboxes, people and texts as they are (graph.md 22): each with what must become of it. */
async function stage(settings: Partial<Settings> = {}) {
  const place = await scene();
  place.browser.settings = { ...place.browser.settings, ...settings };
  const needs = async () => listNeeds(place.browser.store, (await place.browser.engine()).policy);
  const record = () => place.espo.dump('Meeting').find((row) => !row['deleted']) as Row;
  const event = (subject: string) => place.mailbox.events().find((one) => one.subject === subject);
  const { mails } = place.company.graph.control;
  return { ...place, needs, record, event, mails };
}
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
    const { mailbox, anna, run, record, needs, mails, event } = await stage();
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
    const { mailbox, anna, run, needs, record, mails, event } = await stage({ removeOutlookOnEspoRemoval: true });
    const { id } = mailbox.createEvent('default', timed('Lunch'));
    mailbox.oddGuests(id, who);
    await run();
    anna.remove('Meeting', String(record()['id']));
    expect(writesOf(await run())).toBe(0);
    expect(await needs()).toMatchObject([{ reason: 'wouldMail' }]);
    expect([event('Lunch')?.subject, mails]).toEqual(['Lunch', []]);
  });

  it('once allowed, it is written, and Outlook tells whoever can be told', async () => {
    const { mailbox, anna, run, record, event } = await stage({ updateMeetingsWithAttendees: true });
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
    const { mailbox, anna, run, settled, record, needs } = await stage({ unknownAttendees: 'list' });
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
    const { mailbox, anna, run, settled, record, needs, event } = await stage({ unknownAttendees: 'list' });
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
    const { mailbox, anna, run, record, needs, mails } = await stage();
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
    const { mailbox, run, record } = await stage({ onlyExternal: true, ownDomains: ['@Sister.example'] });
    const { id } = mailbox.createEvent('default', timed('Meeting'));
    mailbox.oddGuests(id, who);
    await run();
    expect(record() !== undefined).toBe(external);
  });
});

describe('zones', () => {
  it.each([
    'Customized Time Zone',
    'tzone://Microsoft/Custom',
    '(UTC+01:00) Amsterdam, Berlin...',
    'Europe/Kyiv',
    undefined,
  ])('an all-day record and one at a time reach a mailbox whose zone is %s', async (zone) => {
    const { company, mailbox, anna, run, settled } = await stage();
    mailbox.box.timeZone = zone;
    anna.create('Meeting', {
      name: 'Fair',
      isAllDay: true,
      dateStartDate: '2026-12-05',
      dateEndDate: '2026-12-06',
      assignedUserId: anna.id,
    });
    anna.create('Meeting', meeting('At ten', anna.id));
    expect(await run()).toMatchObject({ created: 2, refused: 0 });
    await settled();
    const [fair, ten] = ['Fair', 'At ten'].map((subject) => mailbox.events().find((one) => one.subject === subject));
    expect(fair).toMatchObject({
      isAllDay: true,
      start: { dateTime: '2026-12-05T00:00:00.0000000' },
      end: { dateTime: '2026-12-07T00:00:00.0000000' },
    });
    expect(ten).toMatchObject({ start: { dateTime: '2026-12-01T10:00:00.0000000', timeZone: 'UTC' } });
    // Which names the server takes was asked before: none was refused.
    expect(
      company.graph.control.log.flatMap(({ members }) => members ?? []).filter(({ status }) => status === 400),
    ).toEqual([]);
  });
});

describe('texts', () => {
  const body = (content: string) => ({ body: { contentType: 'html', content } });
  const LONG = 'All of this is agenda. '.repeat(90_000);

  it('links keep their address, rows their cells, and nothing is written twice', async () => {
    const { mailbox, run, settled, record } = await stage();
    const table = '<table><tr><td>10:00</td><td>Intro</td></tr><tr><td>10:30</td><td>Budget</td></tr></table>';
    mailbox.createEvent('default', {
      ...timed('Agenda'),
      ...body(
        `<h1>Agenda</h1>${table}<ul><li>one</li><li>two</li></ul><p><a href="https://meet.example/1">Join</a></p>`,
      ),
    });
    await run();
    await settled();
    expect(record()['description']).toBe(
      'Agenda\n10:00 | Intro\n10:30 | Budget\none\ntwo\nJoin <https://meet.example/1>',
    );
  });

  it('a body that is too long is carried as a piece, and nothing of it ever comes back', async () => {
    const { mailbox, anna, run, settled, record, event } = await stage({ descriptionBothWays: true });
    mailbox.createEvent('default', { ...timed('Long'), ...body(`<p>${LONG}</p>`) });
    await run();
    await settled();
    expect(String(record()['description'])).toMatch(/\[The text is longer: all of it is in Outlook\]$/);
    for (const description of ['Written here', '']) {
      anna.update('Meeting', String(record()['id']), { description });
      expect(writesOf(await run())).toBe(0);
      expect((event('Long')?.['body'] as { content: string }).content.length).toBeGreaterThan(LONG.length);
    }
    // The rest of the meeting goes on.
    anna.update('Meeting', String(record()['id']), { name: 'Longer' });
    expect(await run()).toMatchObject({ updated: 1 });
    expect((event('Longer')?.['body'] as { content: string }).content.length).toBeGreaterThan(LONG.length);
  });

  it('a text of EspoCRM that is too long likewise', async () => {
    const { mailbox, anna, run, settled, record, event } = await stage({ descriptionBothWays: true });
    anna.create('Meeting', { ...meeting('Long', anna.id), description: LONG.trim() });
    await run();
    await settled();
    expect((event('Long')?.['body'] as { content: string }).content).toContain('all of it is in EspoCRM');
    mailbox.updateEvent(event('Long')?.id ?? '', body('<p>Written there</p>'));
    expect(writesOf(await run())).toBe(0);
    expect(record()['description']).toBe(LONG.trim());
  });
});
