/**
 * The silent traps of EspoCRM's versions: for each, that the stand-in sets it by default where the version has it (a client that
 * knows nothing of it falls in), and that the sync does not.
 */
import { describe, expect, it } from 'vitest';
import { VERSIONS } from '../sandbox/espo/versions.ts';
import { timed } from './scene.ts';
import { versionScene } from './version-scene.ts';

const OLD = ['7.5.6', '8.4.2'];
const DATES = { dateStartDate: '2026-12-05', dateEndDate: '2026-12-06' };

describe.each(VERSIONS)('with EspoCRM %s', (version) => {
  const is10 = version === '10.0.0';
  const is75 = version === '7.5.6';
  const isOld = OLD.includes(version);

  it('an all-day record that an older version stored without its flag keeps its dates when it is renamed', async () => {
    const { espo, naive, run, settled, mailbox, anna, sent } = await versionScene(version);
    const stored = { ...DATES, isAllDay: false, dateStart: '2026-12-04 23:00:00', dateEnd: '2026-12-06 23:00:00' };
    const record = (name: string) =>
      anna.create('Meeting', { name, isAllDay: true, ...DATES, assignedUserId: anna.id });
    const [trip, other] = [record('Trip'), record('Other')];
    for (const { id } of [trip, other]) espo.insert('Meeting', { ...espo.row('Meeting', id), id, ...stored });
    await run();
    const event = mailbox.events().find(({ subject }) => subject === 'Trip');
    mailbox.updateEvent(event?.id ?? '', { subject: 'Trip, renamed' });
    expect(await run()).toMatchObject({ updated: 1, refused: 0 });
    expect(espo.row('Meeting', trip.id)).toMatchObject({ name: 'Trip, renamed', ...DATES });
    await settled();
    await naive('PUT', `Meeting/${other.id}`, { name: 'Other, renamed' });
    expect(espo.row('Meeting', other.id)?.['dateStartDate'] ?? null).toBe(is10 ? null : DATES.dateStartDate);
    expect(sent.filter(({ method }) => method === 'PUT').map(({ body }) => body['isAllDay'])).toEqual([true]);
  });

  it('a text longer than lists show is whole in Outlook, and stays whole', async () => {
    const { espo, naive, run, settled, mailbox, anna } = await versionScene(version);
    const description = 'word '.repeat(3000).trim();
    const { id } = anna.create('Meeting', {
      name: 'Long',
      dateStart: '2026-12-03 10:00:00',
      dateEnd: '2026-12-03 11:00:00',
      assignedUserId: anna.id,
      description,
    });
    const { body } = await naive('GET', 'Meeting?select=id,description');
    expect((body['list'] as { description: string }[])[0]?.description).toHaveLength(10_000);
    await run();
    const [event] = mailbox.events();
    expect(JSON.stringify(event?.body)).toContain(description);
    mailbox.updateEvent(event?.id ?? '', { subject: 'Long, renamed' });
    expect(await run()).toMatchObject({ updated: 1 });
    expect(espo.row('Meeting', id)).toMatchObject({ name: 'Long, renamed', description });
    await settled();
  });

  it('whoever has two of the invited addresses is linked once, and the others with them', async () => {
    const { espo, naive, run, settled, mailbox, anna } = await versionScene(version);
    const two = ['first@x.example', 'second@x.example'];
    const both = anna.create('Contact', {
      lastName: 'Two',
      emailAddressData: two.map((emailAddress, i) => ({ emailAddress, primary: i === 0 })),
    });
    const one = anna.create('Contact', { lastName: 'One', emailAddress: 'one@x.example' });
    const invited = [...two, 'one@x.example'];
    const listOf = (where: object) =>
      naive('GET', `Contact?searchParams=${encodeURIComponent(JSON.stringify({ where: [where], select: ['id'] }))}`);
    const attribute = 'emailAddress';
    const inList = await listOf({ type: 'in', attribute, value: invited });
    expect(inList.status).toBe(version === '8.4.2' ? 500 : 200);
    const value = invited.map((address) => ({ type: 'equals', attribute, value: address }));
    expect((await listOf({ type: 'or', value })).body['list']).toHaveLength(is75 ? 2 : 3);
    mailbox.createEvent('default', {
      ...timed('With them'),
      attendees: invited.map((address) => ({ type: 'required', emailAddress: { address, name: '' } })),
    });
    expect(await run()).toMatchObject({ created: 1 });
    const [row] = espo.dump('Meeting');
    const { body } = await naive('GET', `Meeting/${row?.id}`);
    expect([...(body['contactsIds'] as string[])].sort()).toEqual([both.id, one.id].sort());
    await settled();
  });

  it('no reminder is made for the user, whatever their own defaults say', async () => {
    const { espo, naive, run, mailbox, anna } = await versionScene(version);
    espo.insert('Preferences', { id: anna.id, defaultReminders: [{ type: 'Popup', seconds: 300 }] });
    const remindersOf = async (id: string) => (await naive('GET', `Meeting/${id}`)).body['reminders'];
    const body = { name: 'By hand', dateStart: '2026-12-02 10:00:00', dateEnd: '2026-12-02 11:00:00' };
    const { body: made } = await naive('POST', 'Meeting', { ...body, assignedUserId: anna.id });
    expect(await remindersOf(String(made['id']))).toEqual(isOld ? [] : [{ type: 'Popup', seconds: 300 }]);
    // One of them is over: 10.0 would remind at once.
    const [soon, over] = [timed('Soon'), timed('Over', '2026-11-23', '06:00', '07:00')];
    for (const event of [soon, over]) mailbox.createEvent('default', event);
    await run();
    const ids = espo.dump('Meeting').filter(({ name }) => name !== 'By hand');
    expect(ids.map(({ name }) => name).sort()).toEqual(['Over', 'Soon']);
    for (const { id } of ids) expect(await remindersOf(id)).toEqual([]);
  });

  it('blanks around a name and an empty text, which 7.5 keeps, are no difference', async () => {
    const { naive, run, settled, mailbox, anna } = await versionScene(version);
    const body = { dateStart: '2026-12-02 10:00:00', dateEnd: '2026-12-02 11:00:00', assignedUserId: anna.id };
    const { body: made } = await naive('POST', 'Meeting', { ...body, name: '  Blanks ', description: '' });
    expect([made['name'], made['description'] ?? null]).toEqual(is75 ? ['  Blanks ', ''] : ['Blanks', null]);
    await run();
    expect(mailbox.events().map(({ subject }) => subject)).toEqual(['Blanks']);
    await settled();
  });

  it('blanks around what was typed at sign-in, which 7.5 refuses, are dropped', async () => {
    const { company } = await versionScene(version, { name: ' anna ', password: 'Anna12345 ' });
    const headers = { 'espo-authorization': btoa(' anna :Anna12345 ') };
    const url = 'https://crm.example.test/api/v1/App/user';
    const { status } = await company.espo.handle({ method: 'GET', url, headers, body: '' });
    expect(status).toBe(is75 ? 401 : 200);
  });

  it('kinds of record and their fields are found, whole metadata or a part, with a prefix or none', async () => {
    const { espo, naive, run, settled, mailbox, rows, visit } = await versionScene(version);
    const { body } = await naive('GET', 'Metadata?key=scopes');
    expect('entityDefs' in body).toBe(is75);
    const key = is75 ? 'outlookUid' : 'cOutlookUid';
    espo.addField('Meeting', key, { type: 'varchar', maxLength: 100 });
    const at = { location: { displayName: 'Room 5' } };
    for (const subject of ['Meeting', 'Call: Bob', 'Visit: Acme'])
      mailbox.createEvent('default', { ...timed(subject), ...at });
    expect(await run()).toMatchObject({ created: 3, refused: 0 });
    const places = ['Meeting', 'Call', visit].map((type) => rows(type)[0]);
    expect(places.map((row) => row?.['location'] ?? row?.['cLocation'])).toEqual(['Room 5', 'Room 5', 'Room 5']);
    await settled();
  });

  it('an optional field that is deleted later is an error of its own in none', async () => {
    const { browser, espo, run, mailbox, rows, settled } = await versionScene(version);
    const key = is75 ? 'outlookUid' : 'cOutlookUid';
    espo.addField('Meeting', key, { type: 'varchar', maxLength: 100 });
    await browser.lookAround();
    mailbox.createEvent('default', timed('First'));
    await run();
    expect(String(rows('Meeting')[0]?.[key])).toMatch(/^[0-9a-f]{40}$/);
    espo.removeField('Meeting', key);
    mailbox.createEvent('default', timed('Second', '2026-12-02'));
    expect(await run()).toMatchObject({ created: 1, refused: 0, failed: 0 });
    await settled();
  });

  it('a locked record, which 10.0 alone has, waits and then goes on', async () => {
    const { espo, run, settled, mailbox, rows } = await versionScene(version);
    espo.setLockable('Meeting', true);
    const event = mailbox.createEvent('default', timed('Plan'));
    await run();
    const id = String(rows('Meeting')[0]?.id);
    espo.setLocked('Meeting', id, true);
    mailbox.updateEvent(event.id, { subject: 'Plan, changed' });
    expect(await run()).toMatchObject({ updated: is10 ? 0 : 1 });
    espo.setLocked('Meeting', id, false);
    await run();
    expect(rows('Meeting').map(({ name }) => name)).toEqual(['Plan, changed']);
    await settled();
  });

  it('nothing newer than 7.5 is asked for, and nothing that any of them refuses', async () => {
    const { naive, espo, run, settled, mailbox, anna, sent, visit } = await versionScene(version);
    const whole = { dateStart: '2026-12-02 10:00:00', dateEnd: '2026-12-02 11:00:00', assignedUserId: anna.id };
    for (const name of ['A', 'B']) anna.create('Meeting', { ...whole, name });
    const where = 'whereGroup[0][type]=equals&whereGroup[0][attribute]=name&whereGroup[0][value]=A';
    expect((await naive('GET', `Meeting?${where}`)).body['total']).toBe(isOld ? 2 : 1);
    const dated = await naive('POST', 'Meeting', { ...whole, name: 'C', dateStart: '2026-12-03T10:00:00Z' });
    expect(dated.status).toBe(is75 ? 400 : 200);
    expect((await naive('GET', 'Meeting?select=id,users')).status).toBe(version === '8.4.2' ? 500 : 200);

    espo.log.length = 0;
    const event = mailbox.createEvent('default', timed('Visit: Acme'));
    await run();
    mailbox.updateEvent(event.id, timed('Visit: Acme 2', '2026-12-06'));
    await run();
    mailbox.deleteEvent(event.id);
    await run();
    await settled();
    expect(espo.log.filter(({ status }) => status >= 400 && status !== 404)).toEqual([]);
    const roots = new Set(sent.map(({ path }) => path.split(/[/?]/)[0]));
    const known = ['Settings', 'App', 'Metadata', 'I18n', 'Meeting', 'Call', visit, 'User', 'Contact', 'Lead'];
    expect([...roots].filter((root) => !known.includes(root ?? ''))).toEqual([]);
    for (const { path, method, body } of sent) {
      expect(path).not.toMatch(/whereGroup|attributeSelect|"not"|subQuery|App\/about|OpenApi/);
      const params = /searchParams=(.*)$/.exec(path)?.[1];
      if (params !== undefined) {
        const { select = [], ...rest } = JSON.parse(params) as { select?: string[] };
        expect(Object.keys(rest).filter((name) => !LIST.includes(name))).toEqual([]);
        expect(select.filter((name) => ['users', 'contacts', 'leads', 'usersColumns'].includes(name))).toEqual([]);
      }
      if (method !== 'POST' && method !== 'PUT') continue;
      expect(Object.keys(body).filter((name) => NEWER.includes(name))).toEqual([]);
      if ('dateStart' in body) expect(Object.keys(body)).toEqual(expect.arrayContaining(FIVE));
      expect(JSON.stringify([body['dateStart'], body['dateEnd']])).not.toMatch(/T|Z|\+/);
    }
  });
});

const LIST = ['where', 'maxSize', 'offset', 'orderBy', 'order'];
const NEWER = ['uid', 'joinUrl', 'externalService', 'isLocked', 'isStarred', 'streamUpdatedAt'];
const FIVE = ['isAllDay', 'dateStart', 'dateEnd', 'dateStartDate', 'dateEndDate'];
