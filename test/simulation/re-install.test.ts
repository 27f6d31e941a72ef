/** A browser that remembers nothing, and what was changed meanwhile: asked about before it is made again (rule 2). */
import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import { giveAnswer } from '../../src/background/sync/person/answers.ts';
import { listNeeds } from '../../src/background/sync/person/needs.ts';
import type { Direction } from '../../src/shared/settings.ts';
import { MINUTE } from '../../src/shared/time.ts';
import { Browser } from './company.ts';
import { meeting, scene, timed } from './scene.ts';

async function renamed(direction: Direction = 'both') {
  const one = await scene();
  const { mailbox, company, login, anna, espo } = one;
  const event = mailbox.createEvent('default', timed('Kick-off', '2026-12-01'));
  mailbox.createEvent('default', timed('Review', '2026-12-02'));
  await one.run();
  mailbox.updateEvent(event.immutableId, { subject: 'Kick-off with Acme' });
  const review = espo.dump('Meeting').find(({ name }) => name === 'Review');
  anna.update('Meeting', review?.id ?? '', { dateStart: '2026-12-02 15:00:00', dateEnd: '2026-12-02 16:00:00' });
  const browser = new Browser(company, login, { settings: { direction } });
  const run = () => {
    company.world.advance(60_000);
    return browser.run();
  };
  const needs = async () => listNeeds(browser.store, (await browser.engine()).policy);
  const settled = async () => {
    for (let i = 0; i < 3; i += 1) expect(writesOf(await run())).toBe(0);
  };
  return { mailbox, espo, run, needs, settled, store: browser.store, records: () => espo.dump('Meeting') };
}

describe('a re-install, and one event was renamed and one record was moved meanwhile', () => {
  it.each(['both', 'outlookToEspo', 'espoToOutlook'] as const)(
    'makes neither again, but asks (%s)',
    async (direction) => {
      const { run, needs, settled, mailbox, records } = await renamed(direction);
      await run();
      expect(records()).toHaveLength(2);
      expect(mailbox.events()).toHaveLength(2);
      const asked = (await needs()).map(({ reason, title, actions, choices }) => [
        reason,
        title,
        actions,
        choices.length,
      ]);
      expect(asked.map(([reason]) => reason)).toEqual(['sameMeeting', 'sameMeeting']);
      expect(asked.map(([, , actions]) => actions)).toEqual([
        ['link', 'apply'],
        ['link', 'apply'],
      ]);
      await settled();
      expect(await needs()).toHaveLength(2);
    },
  );

  it('links them when the user says so, and what differs is merged', async () => {
    const { run, needs, settled, store, mailbox, records } = await renamed();
    await run();
    for (const { id, choices } of await needs())
      await giveAnswer(store, { id, action: 'link', choice: choices[0]?.ref ?? '' });
    await run();
    await run();
    expect(await needs()).toEqual([]);
    expect(records()).toHaveLength(2);
    expect(mailbox.events()).toHaveLength(2);
    expect(await store.linksInState('active')).toHaveLength(2);
    await settled();
  });

  it('asks when the records can be read again, where they could not be at first', async () => {
    const { run, needs, settled, mailbox, espo, records } = await renamed();
    const lift = espo.breakEntity('Meeting', { status: 500 });
    await run();
    expect(await needs()).toEqual([]);
    lift();
    await run();
    expect((await needs()).map(({ reason }) => reason)).toEqual(['sameMeeting', 'sameMeeting']);
    expect(records()).toHaveLength(2);
    expect(mailbox.events()).toHaveLength(2);
    await settled();
  });

  it('keeps both when the user says so: each gets its other half', async () => {
    const { run, needs, settled, store, mailbox, records } = await renamed();
    await run();
    for (const { id } of await needs()) await giveAnswer(store, { id, action: 'apply', choice: '' });
    for (let i = 0; i < 3; i += 1) await run();
    expect(await needs()).toEqual([]);
    expect(records()).toHaveLength(4);
    expect(mailbox.events()).toHaveLength(4);
    await settled();
  });
});

it('what was edited last counts where a browser forgot everything and could not read the record at first', async () => {
  const { anna, mailbox, run, espo, company, login } = await scene();
  const { id } = anna.create('Meeting', meeting('As it was', anna.id));
  await run();
  anna.update('Meeting', String(id), { name: 'Edited first' });
  company.world.advance(60_000);
  mailbox.updateEvent(mailbox.events()[0]?.id ?? '', { subject: 'Edited last' });
  const anew = new Browser(company, login, { settings: { direction: 'both' } });
  const times = Number.POSITIVE_INFINITY;
  espo.faults.push({ match: ({ url }) => url.includes('/api/v1/Meeting'), status: 403, times });
  await anew.run();
  espo.faults.length = 0;
  company.world.advance(60_000);
  await anew.run();
  expect(mailbox.events().map((event) => event.subject)).toEqual(['Edited last']);
  expect(espo.dump('Meeting').map((row) => row['name'])).toEqual(['Edited last']);
});

it("the texts stay each side's own where a browser forgot everything and could not read the record at first", async () => {
  const { anna, mailbox, run, espo, company, login } = await scene();
  const { id } = anna.create('Meeting', { ...meeting('Same', anna.id), description: 'As it was' });
  await run();
  mailbox.updateEvent(mailbox.events()[0]?.id ?? '', { body: { contentType: 'text', content: 'In Outlook' } });
  company.world.advance(60_000);
  anna.update('Meeting', String(id), { description: 'In EspoCRM' });
  const anew = new Browser(company, login, { settings: { direction: 'both' } });
  const times = Number.POSITIVE_INFINITY;
  espo.faults.push({ match: ({ url }) => url.includes('/api/v1/Meeting'), status: 403, times });
  await anew.run();
  espo.faults.length = 0;
  company.world.advance(60_000);
  await anew.run();
  expect(JSON.stringify(mailbox.events()[0]?.body)).toContain('In Outlook');
  expect(espo.dump('Meeting')[0]?.['description']).toBe('In EspoCRM');
});

describe('re-install', () => {
  it('an event whose record was deleted meanwhile makes no new record, not even when it is edited', async () => {
    const { company, browser, login, run, mailbox, espo, anna } = await scene();
    const record = anna.create('Meeting', meeting('Gone', anna.id));
    await run();
    anna.remove('Meeting', String(record.id));
    const again = new Browser(company, login, { settings: browser.settings });
    company.world.advance(MINUTE);
    expect(writesOf(await again.run())).toBe(0);
    mailbox.updateEvent(mailbox.events()[0]?.id ?? '', { subject: 'Gone, edited' });
    company.world.advance(MINUTE);
    expect(writesOf(await again.run())).toBe(0);
    expect(espo.dump('Meeting')).toEqual([]);
  });

  it('a record that cannot be read just now is waited for: no second one, and the event stays', async () => {
    const { company, browser, login, run, mailbox, espo, anna } = await scene();
    const record = anna.create('Call', meeting('Ring', anna.id));
    await run();
    const id = String(record.id);
    const old = espo.row('Call', id);
    const all = { create: 'yes', read: 'own', edit: 'own', delete: 'own' };
    espo.addRole('Own', {
      data: { Meeting: all, Call: all, CVisit: all, Calendar: true },
      assignmentPermission: 'all',
    });
    espo.addUser({ userName: 'anna', role: 'Own' });
    espo.insert('Call', {
      ...old,
      id,
      assignedUserId: espo.user('ben').id,
      createdById: espo.user('ben').id,
      '#users': [],
    });
    const again = new Browser(company, login, { settings: browser.settings });
    const next = () => {
      company.world.advance(MINUTE);
      return again.run();
    };
    expect(writesOf(await next())).toBe(0);
    mailbox.updateEvent(mailbox.events()[0]?.id ?? '', { subject: 'Call: Ring, edited' });
    expect(writesOf(await next())).toBe(0);
    expect(writesOf(await next())).toBe(0);
    expect(mailbox.events()).toHaveLength(1);
    espo.insert('Call', { ...old, id });
    expect(await next()).toMatchObject({ created: 0, updated: 1, removed: 0 });
    expect(espo.dump('Call').map((r) => r['name'])).toEqual(['Ring, edited']);
    expect(writesOf(await next())).toBe(0);
  });
});

it('a record that comes back after a re-install finds the event that was left as it was', async () => {
  const { anna, mailbox, run, espo, company, login } = await scene();
  const { id } = anna.create('Meeting', meeting('Review', anna.id));
  await run();
  anna.remove('Meeting', String(id));
  const anew = new Browser(company, login, { settings: { direction: 'both' } });
  company.world.advance(60_000);
  await anew.run();
  espo.act('admin').restore('Meeting', String(id));
  anna.update('Meeting', String(id), { name: 'Renamed' });
  for (let i = 0; i < 3; i += 1) {
    company.world.advance(60_000);
    await anew.run();
  }
  expect(mailbox.events().map(({ subject }) => subject)).toEqual(['Renamed']);
  expect(espo.dump('Meeting')).toHaveLength(1);
});

it('a meeting that was cancelled before a re-install keeps its event, and its record is cancelled', async () => {
  const { mailbox, run, espo, company, login } = await scene();
  const organizer = { name: 'Out Sider', address: 'out@side.example' };
  const attendees = [{ type: 'required', emailAddress: { address: 'anna@contoso.example', name: 'Anna' } }];
  const { id } = mailbox.receiveInvitation({ ...timed('Invited'), attendees }, organizer);
  await run();
  mailbox.receiveUpdate(id, 'cancelled');
  const anew = new Browser(company, login, { settings: { direction: 'both' } });
  for (let i = 0; i < 3; i += 1) {
    company.world.advance(60_000);
    await anew.run();
  }
  expect(mailbox.events().map(({ subject }) => subject)).toEqual(['Canceled: Invited']);
  expect(espo.dump('Meeting')).toMatchObject([{ name: 'Invited', status: 'Not Held' }]);
});
