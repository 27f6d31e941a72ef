import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { Database, openDatabase } from '../../src/background/store/database.ts';
import { DexieStore } from '../../src/background/store/dexie.ts';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import type { Link } from '../../src/background/sync/model/link.ts';
import type { Settings } from '../../src/shared/settings.ts';
import { contents, restore } from '../migrations/dump.ts';
import { Browser, Company, SeededWorld } from './company.ts';
import { meeting, timed } from './scene.ts';

const BODY =
  '<p>Agenda: <a href="https://meet.example/1">Join</a></p><table><tr><td>10:00</td><td>Intro</td></tr></table>';
const TEXT = 'Agenda: Join <https://meet.example/1>\n10:00 | Intro';
const FORMER = 'Agenda: Join\n10:00Intro';
const body = (content: string) => ({ body: { contentType: 'html', content } });
const GUEST = { type: 'required', emailAddress: { name: 'Guest of honour' } };

let count = 0;

/**
 * What version 3 would have left: two linked meetings, made in Outlook and in EspoCRM, and one that waits for its record, with texts as
 * they were read then; and this version, which finds that store.
 */
async function updated(settings: Partial<Settings> = {}, waiting = false) {
  count += 1;
  const company = new Company(1, new SeededWorld(1));
  const login = { userName: 'anna', token: await company.token('anna', 'Anna12345') };
  const mailbox = company.graph.control.mailbox('anna');
  const espo = company.espo.control;
  const anna = espo.act('anna');
  const names = [`former-${count}`, `now-${count}`] as const;
  const first = await openDatabase(new Database(names[0]));
  const before = new Browser(company, login, { settings, store: new DexieStore(first, 'pair-1') });
  const event = mailbox.createEvent('default', { ...timed('Made in Outlook', '2026-12-01'), ...body(BODY) });
  anna.create('Meeting', { ...meeting('Made in EspoCRM', anna.id, '2026-12-02'), description: 'Plain text' });
  await before.run();
  const made = mailbox.events().find((one) => one.subject === 'Made in EspoCRM')?.id ?? '';
  mailbox.updateEvent(made, body('<p>Plain text</p>'));
  await before.run();
  if (waiting) {
    mailbox.createEvent('default', { ...timed('Waits', '2026-12-03'), ...body(BODY) });
    espo.faults.push({
      match: ({ method, body: sent }) => method === 'POST' && sent.includes('Waits'),
      status: 503,
      times: 9,
    });
    await before.run().catch(() => undefined);
    espo.faults.length = 0;
  }
  first.close();
  const dump = await contents(names[0]);
  const record = espo.dump('Meeting').find((row) => row['name'] === 'Made in Outlook');
  const row = company.espo.core.live('Meeting', String(record?.['id']));
  if (row) row['description'] = FORMER;
  await restore(names[1], { ...dump, version: 3, tables: JSON.parse(asVersion3(JSON.stringify(dump.tables))) });
  const db = await openDatabase(new Database(names[1]));
  const browser = new Browser(company, login, { settings, store: new DexieStore(db, 'pair-1') });
  const run = () => {
    company.world.advance(60_000);
    return browser.run();
  };
  const settled = async (): Promise<void> => {
    for (let i = 0; i < 3; i += 1) expect(writesOf(await run())).toBe(0);
  };
  const linkOf = async (title: string): Promise<Link | undefined> =>
    (await browser.store.linksInState('active')).find((link) => link.base.outlook.title === title);
  const description = (name: string) => espo.dump('Meeting').find((one) => one['name'] === name)?.['description'];
  const edit = (name: string, change: Record<string, unknown>) =>
    anna.update('Meeting', String(espo.dump('Meeting').find((one) => one['name'] === name)?.['id']), change);
  const html = (subject: string) =>
    (mailbox.events().find((one) => one.subject === subject) as { body?: { content: string } })?.body?.content ?? '';
  return { company, mailbox, event: event.id, made, run, settled, linkOf, description, edit, html, browser };
}

/** Neither the form nor texts in the new one stood there. */
const asVersion3 = (tables: string): string =>
  tables
    .replaceAll(/"textForm":2,?/g, '')
    .replaceAll(/,?"formerDescription":"(?:[^"\\]|\\.)*"/g, '')
    .replaceAll(JSON.stringify(TEXT), JSON.stringify(FORMER))
    .replaceAll(',}', '}');

it('texts that read differently now are no edits: nothing is written, and both halves know what they hold', async () => {
  const { settled, linkOf, description, browser } = await updated();
  expect(await linkOf('Made in Outlook')).toMatchObject({
    outlook: { textForm: 1 },
    base: { outlook: { description: FORMER }, espo: { description: FORMER } },
  });
  await settled();
  expect(await linkOf('Made in Outlook')).toMatchObject({
    outlook: { textForm: 2 },
    base: { outlook: { description: TEXT }, espo: { description: FORMER } },
    observed: { outlook: {}, espo: {} },
    descriptionFrozen: false,
  });
  expect(await linkOf('Made in EspoCRM')).toMatchObject({ outlook: { textForm: 2 }, descriptionFrozen: false });
  expect(description('Made in Outlook')).toBe(FORMER);
  expect((await browser.store.plan()).length).toBe(0);
});

it('another field that was edited before the first run travels alone', async () => {
  const { mailbox, event, run, settled, description } = await updated();
  mailbox.updateEvent(event, { subject: 'Renamed' });
  expect(await run()).toMatchObject({ updated: 1 });
  await settled();
  expect(description('Renamed')).toBe(FORMER);
});

it('a text that was edited before the first run travels as it reads now', async () => {
  const { mailbox, event, run, settled, description } = await updated();
  mailbox.updateEvent(event, body(BODY.replace('Intro', 'Welcome')));
  expect(await run()).toMatchObject({ updated: 1 });
  await settled();
  expect(description('Made in Outlook')).toBe(TEXT.replace('Intro', 'Welcome'));
});

it('a text that is edited later travels as it reads now', async () => {
  const { mailbox, event, run, settled, description } = await updated();
  await settled();
  mailbox.updateEvent(event, body(BODY.replace('>Join<', '>Join us<')));
  expect(await run()).toMatchObject({ updated: 1 });
  await settled();
  expect(description('Made in Outlook')).toBe(TEXT.replace('Join', 'Join us'));
});

it('a text edited in EspoCRM meanwhile is that edit and no other: it stays there, or travels both ways', async () => {
  const stays = await updated();
  stays.edit('Made in Outlook', { description: 'Written here' });
  await stays.settled();
  expect([stays.description('Made in Outlook'), stays.html('Made in Outlook')]).toEqual([
    'Written here',
    expect.stringContaining('Join'),
  ]);
  const travels = await updated({ descriptionBothWays: true });
  travels.edit('Made in Outlook', { description: 'Written here' });
  expect(await travels.run()).toMatchObject({ updated: 1 });
  await travels.settled();
  expect(travels.html('Made in Outlook')).toContain('Written here');
});

it('edited on both sides meanwhile, the later one wins and the other is logged, as ever', async () => {
  const { company, mailbox, event, edit, run, settled, description, browser } = await updated({
    descriptionBothWays: true,
  });
  edit('Made in Outlook', { description: 'Written here' });
  company.world.advance(5000);
  mailbox.updateEvent(event, body('<p>Written there</p>'));
  expect(await run()).toMatchObject({ updated: 1 });
  await settled();
  expect(description('Made in Outlook')).toBe('Written there');
  const lost = (await browser.store.activityOfRun('run-1')).filter((row) => row.op === 'lose');
  expect(lost).toMatchObject([{ field: 'description', oldValue: 'Written here' }]);
});

it('an event that slept when the store was brought up to date wakes without an edit', async () => {
  const { mailbox, event, run, settled, linkOf, description } = await updated();
  mailbox.updateEvent(event, { sensitivity: 'private' });
  expect(writesOf(await run())).toBe(0);
  mailbox.updateEvent(event, { sensitivity: 'normal' });
  await settled();
  expect(await linkOf('Made in Outlook')).toMatchObject({ outlook: { textForm: 2 }, observed: { outlook: {} } });
  expect(description('Made in Outlook')).toBe(FORMER);
});

it('what waited for its record gets it once, and is settled', async () => {
  const { run, settled, description, linkOf } = await updated({}, true);
  expect(await run()).toMatchObject({ created: 1, updated: 0 });
  await settled();
  expect(description('Waits')).toBe(TEXT);
  expect(await linkOf('Waits')).toMatchObject({ outlook: { textForm: 2 } });
});

it('a link that did not know of a nameless guest does, before anything is written to it', async () => {
  const { company, mailbox, made, edit, run, browser } = await updated();
  mailbox.oddGuests(made, GUEST);
  // As the former version took it in: the event as it is now, and nobody invited.
  const [link] = (await browser.store.linksInState('active')).filter(
    (one) => one.base.outlook.title === 'Made in EspoCRM',
  );
  const event = mailbox.events().find((one) => one.id === made);
  if (link)
    await browser.store.commit({
      links: { put: [{ ...link, outlook: { ...link.outlook, etag: String(event?.['@odata.etag']), mails: [] } }] },
    });
  edit('Made in EspoCRM', { name: 'Renamed here' });
  expect(writesOf(await run())).toBe(0);
  expect(company.graph.control.mails).toEqual([]);
  expect(await browser.store.plan()).toMatchObject([{ reason: 'wouldMail', mails: ['Guest of honour'] }]);
});
