import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import { giveAnswer } from '../../src/background/sync/person/answers.ts';
import { listNeeds } from '../../src/background/sync/person/needs.ts';
import type { Settings } from '../../src/shared/settings.ts';
import { DAY } from '../../src/shared/time.ts';
import { linksOf } from '../sandbox/espo/links.ts';
import { addresses } from '../sandbox/espo/person.ts';
import type { Row } from '../sandbox/espo/types.ts';
import { scene, timed } from './scene.ts';

async function stage(settings: Partial<Settings>) {
  const place = await scene();
  place.browser.settings = { ...place.browser.settings, ...settings };
  const needs = async () => listNeeds(place.browser.store, (await place.browser.engine()).policy);
  const record = () => place.espo.dump('Meeting').find((row) => !row['deleted']);
  const linked = (name: 'contacts' | 'leads') => linksOf(record() as Row, name).map(({ id }) => id);
  return { ...place, needs, record, linked };
}

const withGuest = (subject: string, address: string, name = '') => ({
  ...timed(subject),
  attendees: [{ type: 'required', emailAddress: { address, name } }],
});

describe('unknown attendees', () => {
  it('are listed once each, with the number of their meetings, only where the user wants it', async () => {
    const { mailbox, run, needs, browser } = await stage({});
    mailbox.createEvent('default', withGuest('First', 'New.Face@customer.example', 'New Face'));
    await run();
    expect(await needs()).toEqual([]);
    browser.settings = { ...browser.settings, unknownAttendees: 'list' };
    mailbox.createEvent('default', withGuest('Second', 'new.face@customer.example', 'New Face'));
    mailbox.createEvent('default', {
      ...withGuest('Third', 'NEW.FACE@customer.example'),
      ...timed('Third', '2026-12-02'),
    });
    await run();
    expect(await needs()).toMatchObject([
      {
        kind: 'stranger',
        title: 'New Face (new.face@customer.example)',
        meetings: 2,
        actions: ['addContact', 'addLead', 'discard'],
      },
    ]);
  });

  it.each([
    ['addContact', 'Contact'],
    ['addLead', 'Lead'],
  ] as const)('%s makes a %s and puts them on the records, without a further write later', async (action, kind) => {
    const { mailbox, run, needs, browser, espo, settled, linked } = await stage({ unknownAttendees: 'list' });
    mailbox.createEvent('default', withGuest('Visit', 'new.face@customer.example', 'New Face'));
    await run();
    const [need] = await needs();
    await giveAnswer(browser.store, { id: need?.id ?? '', action, choice: '' });
    await run();
    const [made] = espo.dump(kind).filter((row) => addresses(row)[0]?.lower === 'new.face@customer.example');
    expect(made).toMatchObject({ firstName: 'New', lastName: 'Face' });
    expect(linked(kind === 'Contact' ? 'contacts' : 'leads')).toEqual([made?.['id']]);
    expect(await needs()).toEqual([]);
    await settled();
  });

  it('who is in EspoCRM by now is taken, not made again', async () => {
    const { mailbox, run, needs, browser, espo, anna, linked } = await stage({ unknownAttendees: 'list' });
    mailbox.createEvent('default', withGuest('Visit', 'new.face@customer.example', 'New Face'));
    await run();
    const [need] = await needs();
    const there = anna.create('Contact', { lastName: 'Face', emailAddress: 'new.face@customer.example' });
    await giveAnswer(browser.store, { id: need?.id ?? '', action: 'addContact', choice: '' });
    await run();
    expect(espo.dump('Contact').filter((row) => row['lastName'] === 'Face')).toHaveLength(1);
    expect(linked('contacts')).toEqual([there.id]);
  });

  it('a required field of contacts is named, and a first name that is refused keeps nobody out', async () => {
    const { mailbox, run, needs, browser, espo } = await stage({ unknownAttendees: 'list' });
    mailbox.createEvent('default', withGuest('Visit', 'new.face@customer.example', 'New Face'));
    await run();
    const add = async () => {
      const [need] = await needs();
      await giveAnswer(browser.store, { id: need?.id ?? '', action: 'addContact', choice: '' });
      await run();
    };
    espo.addField('Contact', 'cBudget', { type: 'varchar', required: true });
    await add();
    expect(await needs()).toMatchObject([{ detail: 'refused:["cBudget","required","",400]' }]);
    espo.setField('Contact', 'cBudget', { required: false });
    espo.setField('Contact', 'firstName', { pattern: '[0-9]+' });
    await add();
    expect(espo.dump('Contact')).toMatchObject([{ lastName: 'Face' }]);
    expect(await needs()).toEqual([]);
  });

  it('a namesake with another address is not taken for them, and the user is told', async () => {
    const { mailbox, run, needs, browser, espo, anna, linked } = await stage({ unknownAttendees: 'list' });
    anna.create('Contact', { firstName: 'New', lastName: 'Face', emailAddress: 'other@elsewhere.example' });
    mailbox.createEvent('default', withGuest('Visit', 'new.face@customer.example', 'New Face'));
    await run();
    await giveAnswer(browser.store, { id: (await needs())[0]?.id ?? '', action: 'addContact', choice: '' });
    await run();
    expect(espo.dump('Contact').filter((row) => row['lastName'] === 'Face')).toHaveLength(1);
    expect(linked('contacts')).toEqual([]);
    expect(await needs()).toMatchObject([{ detail: 'namesake' }]);
  });

  it('an answer whose own answer was lost makes nobody twice', async () => {
    const { mailbox, run, needs, browser, espo, linked } = await stage({ unknownAttendees: 'list' });
    mailbox.createEvent('default', withGuest('Visit', 'new.face@customer.example', 'New Face'));
    await run();
    await giveAnswer(browser.store, { id: (await needs())[0]?.id ?? '', action: 'addContact', choice: '' });
    espo.faults.push({ match: (r) => r.method === 'POST' && r.url.includes('/Contact'), when: 'after' });
    await run().catch(() => undefined);
    await run();
    const made = espo.dump('Contact').filter((row) => row['lastName'] === 'Face');
    expect(made).toHaveLength(1);
    expect(linked('contacts')).toEqual([made[0]?.['id']]);
  });

  it('a server that breaks over one of them does not stop the sync', async () => {
    const { mailbox, run, needs, browser, espo } = await stage({ unknownAttendees: 'list' });
    mailbox.createEvent('default', withGuest('Visit', 'new.face@customer.example', 'New Face'));
    await run();
    await giveAnswer(browser.store, { id: (await needs())[0]?.id ?? '', action: 'addContact', choice: '' });
    mailbox.createEvent('default', timed('Another', '2026-12-04'));
    espo.faults.push({
      match: (r) => r.method === 'POST' && r.url.includes('/Contact'),
      status: 500,
      times: Number.POSITIVE_INFINITY,
    });
    await run();
    expect(espo.dump('Meeting')).toHaveLength(2);
    expect(await needs()).toMatchObject([{ detail: '500' }]);
  });

  it('are not asked about again once discarded, nor those of the block list', async () => {
    const { mailbox, run, needs, browser } = await stage({ unknownAttendees: 'list', blockList: ['spam.example'] });
    mailbox.createEvent('default', withGuest('First', 'new.face@customer.example'));
    mailbox.createEvent('default', withGuest('Other', 'bot@spam.example'));
    await run();
    const [need, ...more] = await needs();
    expect(more).toEqual([]);
    await giveAnswer(browser.store, { id: need?.id ?? '', action: 'discard', choice: '' });
    await run();
    mailbox.createEvent('default', {
      ...withGuest('Second', 'new.face@customer.example'),
      ...timed('Second', '2026-12-03'),
    });
    await run();
    expect(await needs()).toEqual([]);
  });

  it('who becomes known in EspoCRM stands on the record within a day', async () => {
    const { mailbox, run, needs, anna, company, linked } = await stage({ unknownAttendees: 'list' });
    mailbox.createEvent('default', withGuest('Visit', 'new.face@customer.example'));
    await run();
    const there = anna.create('Lead', { lastName: 'Face', emailAddress: 'new.face@customer.example' });
    company.world.advance(DAY);
    await run();
    expect(linked('leads')).toEqual([there.id]);
    expect(await needs()).toEqual([]);
  });

  it('nobody is added under "EspoCRM to Outlook"', async () => {
    const { mailbox, run, needs, browser, espo } = await stage({ unknownAttendees: 'list' });
    mailbox.createEvent('default', withGuest('Visit', 'new.face@customer.example'));
    await run();
    const [need] = await needs();
    await giveAnswer(browser.store, { id: need?.id ?? '', action: 'addContact', choice: '' });
    browser.settings = { ...browser.settings, direction: 'espoToOutlook' };
    const before = espo.dump('Contact').length;
    await run();
    expect(espo.dump('Contact')).toHaveLength(before);
    expect(await needs()).toEqual([]);
  });
});

describe('only with people known to EspoCRM', () => {
  it('leaves out what nobody known takes part in, and takes it up when somebody becomes known', async () => {
    const { mailbox, run, espo, anna, company, browser, settled } = await stage({ onlyKnownPeople: true });
    anna.create('Contact', { lastName: 'Known', emailAddress: 'known@customer.example' });
    mailbox.createEvent('default', withGuest('With a stranger', 'stranger@customer.example'));
    mailbox.createEvent('default', withGuest('With a contact', 'KNOWN@customer.example'));
    mailbox.createEvent('default', timed('Alone'));
    await run();
    expect(espo.dump('Meeting').map((row) => row['name'])).toEqual(['With a contact']);
    expect((await browser.store.seenWithReason('nobodyKnown', 9)).map((row) => row.title).sort()).toEqual([
      'Alone',
      'With a stranger',
    ]);
    await settled();
    anna.create('Lead', { lastName: 'Stranger', emailAddress: 'stranger@customer.example' });
    company.world.advance(DAY);
    await run();
    expect(
      espo
        .dump('Meeting')
        .map((row) => row['name'])
        .sort(),
    ).toEqual(['With a contact', 'With a stranger']);
    await settled();
  });

  it('switched on later lets what it leaves out sleep, and nothing is deleted', async () => {
    const { mailbox, run, espo, browser, settled } = await stage({});
    mailbox.createEvent('default', withGuest('With a stranger', 'stranger@customer.example'));
    await run();
    browser.settings = { ...browser.settings, onlyKnownPeople: true };
    await run();
    expect(espo.dump('Meeting')).toHaveLength(1);
    expect(await browser.store.linksInState('asleep')).toMatchObject([{ reason: 'nobodyKnown' }]);
    browser.settings = { ...browser.settings, onlyKnownPeople: false };
    await run();
    expect(await browser.store.linksInState('active')).toHaveLength(1);
    await settled();
  });
});

describe('the join link', () => {
  const online = { ...timed('Online'), isOnlineMeeting: true, onlineMeetingProvider: 'teamsForBusiness' };

  it('goes into the chosen field, also of what was linked before, and is never taken back to Outlook', async () => {
    const { mailbox, run, espo, record, browser, anna, settled } = await stage({});
    espo.addField('Meeting', 'cJoin', { type: 'url', maxLength: 255 }, 'Join');
    const event = mailbox.createEvent('default', online);
    await run();
    expect(record()?.['cJoin'] ?? null).toBeNull();
    browser.settings = { ...browser.settings, joinLinkField: { Meeting: 'cJoin' } };
    await run();
    expect(record()?.['cJoin']).toMatch(/^https:\/\/teams\.microsoft\.com\//);
    await settled();
    const body = JSON.stringify(mailbox.events());
    anna.update('Meeting', String(record()?.['id']), { cJoin: 'https://mine.example/room' });
    await run();
    expect(JSON.stringify(mailbox.events())).toBe(body);
    // What a person wrote there stays until Outlook's own link changes.
    mailbox.updateEvent(event.id, { subject: 'Renamed' });
    await run();
    expect(record()).toMatchObject({ name: 'Renamed', cJoin: 'https://mine.example/room' });
    await settled();
  });

  it('too long for its field is left out, and the meeting is synced all the same', async () => {
    const { mailbox, run, espo, record, settled } = await stage({ joinLinkField: { Meeting: 'cJoin' } });
    espo.addField('Meeting', 'cJoin', { type: 'varchar', maxLength: 40 }, 'Join');
    mailbox.createEvent('default', online);
    await run();
    expect(record()).toMatchObject({ name: 'Online' });
    expect(record()?.['cJoin'] ?? null).toBeNull();
    await settled();
  });
});

it('the chosen field for the place is written and read instead of the usual one', async () => {
  const { mailbox, run, espo, record, anna, settled } = await stage({ locationField: { Meeting: 'cPlace' } });
  espo.addField('Meeting', 'cLocation', { type: 'varchar', maxLength: 255 }, 'Location');
  espo.addField('Meeting', 'cPlace', { type: 'varchar', maxLength: 255 }, 'Place');
  mailbox.createEvent('default', { ...timed('Somewhere'), location: { displayName: 'Room 1' } });
  await run();
  expect(record()).toMatchObject({ cPlace: 'Room 1' });
  expect(record()?.['cLocation'] ?? null).toBeNull();
  anna.update('Meeting', String(record()?.['id']), { cPlace: 'Room 2' });
  await run();
  expect((mailbox.events()[0]?.location as { displayName: string }).displayName).toBe('Room 2');
  await settled();
});

it('another field for the place takes nothing away in Outlook, and what stood in the old one stays there', async () => {
  const { mailbox, run, espo, record, anna, browser, settled } = await stage({});
  espo.addField('Meeting', 'cPlace', { type: 'varchar', maxLength: 255 }, 'Place');
  mailbox.createEvent('default', { ...timed('Somewhere'), location: { displayName: 'Room 1' } });
  await run();
  expect(record()).toMatchObject({ location: 'Room 1' });
  browser.settings = { ...browser.settings, locationField: { Meeting: 'cPlace' } };
  await run();
  anna.update('Meeting', String(record()?.['id']), { name: 'Renamed' });
  await run();
  expect(mailbox.events()[0]).toMatchObject({ subject: 'Renamed', location: { displayName: 'Room 1' } });
  expect(record()).toMatchObject({ location: 'Room 1', cPlace: 'Room 1' });
  await settled();
});

it('"Don\'t sync attendees" writes nobody and asks for nobody', async () => {
  const { mailbox, run, espo, anna, linked } = await stage({ attendees: false, unknownAttendees: 'list' });
  anna.create('Contact', { lastName: 'Known', emailAddress: 'known@customer.example' });
  mailbox.createEvent('default', withGuest('With a contact', 'known@customer.example'));
  const report = await run();
  expect(writesOf(report)).toBe(1);
  expect(linked('contacts')).toEqual([]);
  expect(espo.dump('Meeting')).toHaveLength(1);
});
