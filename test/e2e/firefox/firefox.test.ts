import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { filesIn, zip } from '../../../scripts/zip.mjs';
import { dateIn } from '../../days.ts';
import { until } from '../popup.ts';
import { ANNA, APPLICATION, FIREFOX_REDIRECT, openStage, type Stage } from '../stage.ts';
import { graphWrites } from '../verify.ts';
import { Firefox } from './firefox.ts';
import { choose, fill, press, sync, text, tick } from './hands.ts';

/** The main path in Firefox, in one browser from its first start to a second one: each case goes on where the one before ended. */
const DIST = path.join(import.meta.dirname, '../../../dist/firefox');
const folder = mkdtempSync(path.join(tmpdir(), 'e2e-xpi-'));
// A Firefox takes half a minute to start where something else runs beside it.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let stage: Stage;
let firefox: Firefox;
beforeAll(async () => {
  const xpi = path.join(folder, 'package.xpi');
  writeFileSync(xpi, zip(filesIn(DIST)));
  stage = await openStage();
  firefox = await Firefox.launch(stage, xpi, ANNA.oid);
  stage.espo.control.act('anna').create('Meeting', {
    name: 'From EspoCRM',
    dateStart: `${dateIn(5)} 13:00:00`,
    dateEnd: `${dateIn(5)} 14:00:00`,
    assignedUserId: stage.espo.control.act('anna').id,
  });
  event('From Outlook', 4);
});
afterAll(async () => {
  await firefox?.close();
  await stage?.close();
  rmSync(folder, { recursive: true, force: true });
});

const mailbox = () => stage.graph.control.mailbox(ANNA.oid);
const event = (subject: string, day: number) =>
  mailbox().createEvent('default', {
    subject,
    start: { dateTime: `${dateIn(day)}T10:00:00`, timeZone: 'UTC' },
    end: { dateTime: `${dateIn(day)}T11:00:00`, timeZone: 'UTC' },
  });
const subjects = () =>
  mailbox()
    .events()
    .map(({ subject }) => subject)
    .sort();
const rows = () => stage.espo.control.dump('Meeting');
const names = () =>
  rows()
    .map((row) => String(row['name']))
    .sort();

it('begins with nothing connected', async () => {
  await firefox.page();
  const state = await firefox.state();
  expect([state.outlook.state, state.espo.state]).toEqual(['disconnected', 'disconnected']);
});

it("signs in to Microsoft in Firefox's own window, by the address that Firefox makes for it", async () => {
  await fill(firefox, 'Application (client) ID', APPLICATION.clientId);
  await fill(firefox, 'Directory (tenant) ID', APPLICATION.tenantId);
  await firefox.withSignIn(
    () => press(firefox, 'Connect Outlook'),
    async () => (await firefox.state()).outlook.state === 'connected',
  );
  expect((await firefox.state()).outlook.account).toBe(ANNA.address);
  const asked = stage.entra.control.log.filter(({ path: where }) => where.includes('/authorize'));
  expect(asked.length).toBeGreaterThan(0);
  for (const { path: where } of asked)
    expect(new URL(where, 'https://login.microsoftonline.com').searchParams.get('redirect_uri')).toBe(FIREFOX_REDIRECT);
  const redeemed = stage.entra.control.log.filter(({ path: where }) => where.includes('/token'));
  expect(redeemed.every(({ status, cookie }) => status === 200 && !cookie)).toBe(true);
});

it('asks for the one site on the click, and signs in to EspoCRM', async () => {
  await fill(firefox, 'EspoCRM address', 'crm.example.test');
  await fill(firefox, 'Username', ANNA.userName);
  await fill(firefox, 'Password', ANNA.password);
  await press(firefox, 'Connect EspoCRM');
  await until(
    async () => (await firefox.state()).espo.state === 'connected',
    () => text(firefox),
  );
});

it('syncs two ways, and a second time writes nothing', async () => {
  await firefox.page('settings');
  await choose(firefox, 'Direction', 'Two-way');
  await tick(firefox, 'Outlook Calendar');
  await firefox.withSignIn(
    () => press(firefox, 'Save'),
    async () => (await firefox.state()).pair?.settings.enabled === true,
  );
  await firefox.page();
  const first = await sync(firefox, 'Start');
  expect(first.sync.last).toMatchObject({ created: 2 });
  expect(first.sync.last?.error?.code).toBeUndefined();
  expect(subjects()).toEqual(['From EspoCRM', 'From Outlook']);
  expect(names()).toEqual(['From EspoCRM', 'From Outlook']);
  const before = graphWrites(stage);
  await sync(firefox);
  expect(graphWrites(stage)).toBe(before);
  expect(stage.graph.control.mails).toEqual([]);
});

it('marks in Outlook on the web which event is which record', async () => {
  await firefox.goto(`https://outlook.office.com/calendar/view/week?date=${dateIn(4)}&poll=0`);
  const badge = () =>
    firefox.driver.run(
      () =>
        [...document.querySelectorAll('[data-calitemid]')]
          .find((tile) => tile.textContent?.includes('From Outlook'))
          ?.getAttribute('data-espo-link') ?? '',
    );
  await until(
    async () => (await badge()) !== '',
    () => 'no badge',
  );
  expect(await badge()).toBe(`Meeting/${rows().find(({ name }) => name === 'From Outlook')?.id}`);
});

it('goes on where it was when Firefox has stopped the event page', async () => {
  await firefox.page();
  await firefox.stopBackground();
  event('While it slept', 6);
  const { sync: done, outlook, espo } = await sync(firefox);
  expect([done.last?.error?.code, outlook.state, espo.state]).toEqual([undefined, 'connected', 'connected']);
  expect(names()).toContain('While it slept');
});

it('is connected after a restart, without a window, and carries over what came in between', async () => {
  event('While it was closed', 7);
  await firefox.restart();
  await firefox.page();
  const { sync: done, outlook, espo } = await sync(firefox);
  expect([done.last?.error?.code, outlook.state, espo.state]).toEqual([undefined, 'connected', 'connected']);
  expect(names()).toContain('While it was closed');
  expect(stage.refusals.filter((line) => !line.includes('favicon'))).toEqual([]);
});

it('takes the cookies of the EspoCRM that is open where no password is taken, and ends with them', async () => {
  stage.espo.control.settings.oidc = true;
  await press(firefox, 'Disconnect EspoCRM');
  await until(
    async () => {
      await firefox.driver.run(() => document.querySelector<HTMLButtonElement>('dialog button.danger')?.click());
      return (await firefox.state()).espo.state === 'disconnected';
    },
    () => text(firefox),
  );
  await firefox.goto('https://crm.example.test/');
  await fill(firefox, 'Username', 'anna');
  await press(firefox, 'Sign in');
  await until(
    async () => (await text(firefox)).includes('Signed in as anna'),
    () => text(firefox),
  );
  await firefox.page();
  await fill(firefox, 'EspoCRM address', 'crm.example.test');
  await press(firefox, 'Use my open EspoCRM sign-in');
  await until(
    async () => (await firefox.state()).espo.state === 'connected',
    () => text(firefox),
  );
  event('By its cookies', 8);
  expect((await sync(firefox)).sync.last?.error?.code).toBeUndefined();
  expect(names()).toContain('By its cookies');
  stage.espo.control.killTokens('anna');
  expect((await sync(firefox)).sync.last?.error?.code).toBe('espo.noSession');
});
