import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dateIn } from '../days.ts';
import { Scene } from './harness.ts';
import { go, until, withSignIn } from './popup.ts';
import { ANNA, APPLICATION, EXTENSION } from './stage.ts';

/** What a person does on the page and in the small window from the day of installing on. */
let scene: Scene;
beforeAll(async () => {
  scene = await Scene.open();
  scene.event('Kick-off', 3);
  for (let i = 0; i < 3; i += 1) scene.event(`Meeting ${i}`, 4 + i);
  scene.event('Doctor', 5, { sensitivity: 'private' });
});
afterAll(() => scene?.close());

/** Presses a button of that name, and counts it. */
let clicks = 0;
const press = async (page: Page, name: string) => {
  clicks += 1;
  await page.getByRole('button', { name, exact: true }).click();
};
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent);
const popup = async (): Promise<Page> => {
  const page = await scene.chrome.context.newPage();
  await page.goto(`chrome-extension://${EXTENSION}/src/popup/popup.html`);
  return page;
};

it('from installing to the first badge: a step at a time, what was typed stays, and Start does what was shown', async () => {
  const opened = () => scene.chrome.context.pages().find((one) => one.url().includes('page.html#start'));
  await until(
    async () => opened() !== undefined,
    () => 'the set-up was not opened when it was installed',
  );
  const first = opened() as Page;
  await scene.chrome.allow('https://crm.example.test/*');
  const began = Date.now();
  await first.getByRole('textbox', { name: 'EspoCRM address' }).fill('crm.example.test');
  await first.getByRole('textbox', { name: 'Username' }).fill(ANNA.userName);
  await expect
    .poll(async () => (await scene.chrome.state()).draft, { timeout: 5000 })
    .toMatchObject({ espoUser: ANNA.userName });
  // Closed, and opened again: nothing typed is lost.
  await first.close();
  const page = await go(scene.chrome, 'start');
  await expect
    .poll(() => page.getByRole('textbox', { name: 'EspoCRM address' }).inputValue(), { timeout: 5000 })
    .toBe('crm.example.test');
  expect(await page.getByRole('textbox', { name: 'Username' }).inputValue()).toBe(ANNA.userName);
  await page.getByLabel('Password', { exact: true }).fill(ANNA.password);
  await press(page, 'Connect EspoCRM');
  await page.getByRole('textbox', { name: 'Application (client) ID' }).fill(APPLICATION.clientId);
  await page.getByRole('textbox', { name: 'Directory (tenant) ID' }).fill(APPLICATION.tenantId);
  await withSignIn(
    scene.chrome,
    () => press(page, 'Connect Outlook'),
    async () => (await scene.chrome.state()).outlook.state === 'connected',
  );
  // Two in Microsoft's window.
  clicks += 2;
  await press(page, 'Go on');
  await page.getByRole('group', { name: 'Sync Entities and Identification Labels' }).waitFor();
  await press(page, 'Go on');
  const preview = page.getByRole('region', { name: 'What Start will do' });
  await preview.getByText('4 records will be created in EspoCRM').waitFor();
  expect(scene.names()).toEqual([]);
  await press(page, 'Start');
  // The set-up is over: how the sync stands takes its place, and the keyboard is there.
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  await expect.poll(() => focused(page)).toBe('Overview');
  await until(
    async () => scene.names().length === 4,
    () => scene.names().join(', '),
  );
  const outlook = await scene.chrome.context.newPage();
  const day = dateIn(3);
  await outlook.goto(`https://outlook.office.com/calendar/view/week?date=${day}&poll=0`);
  await outlook.locator('[data-espo-link]').first().waitFor();
  const seconds = (Date.now() - began) / 1000;
  await outlook.close();
  console.log(
    `From installing to the first badge: ${clicks} clicks, 5 fields, ${seconds.toFixed(1)} s of the machine.`,
  );
  expect(clicks).toBeLessThanOrEqual(10);
  expect(seconds).toBeLessThan(120);
  expect(scene.stage.graph.control.mails).toEqual([]);
});

it('the small window pauses until one resumes, and says so', async () => {
  const page = await popup();
  await page.setViewportSize({ width: 380, height: 560 });
  await page
    .getByRole('status')
    .getByText(/^Synced/)
    .waitFor();
  await press(page, 'Pause');
  await page.getByRole('dialog', { name: 'Pause' }).getByRole('button', { name: 'Until I resume' }).click();
  await page.getByRole('status').getByText('Paused', { exact: true }).waitFor();
  expect((await scene.chrome.state()).pair).toMatchObject({ started: true, pausedUntil: 0 });
  expect(await focused(page)).toBe('Resume');
  await press(page, 'Resume');
  await page
    .getByRole('status')
    .getByText(/^Synced/)
    .waitFor();
  await page.close();
});

it('a side that is disconnected leaves the keyboard where it was', async () => {
  const page = await go(scene.chrome, 'overview');
  await press(page, 'Disconnect EspoCRM');
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect EspoCRM' }).click();
  await page.getByRole('button', { name: 'Connect EspoCRM', exact: true }).waitFor();
  await expect.poll(() => focused(page)).toBe('EspoCRM');
  await page.getByLabel('Password', { exact: true }).fill(ANNA.password);
  await press(page, 'Connect EspoCRM');
  await page.getByRole('button', { name: 'Disconnect EspoCRM', exact: true }).waitFor();
  await expect.poll(() => focused(page)).toBe('EspoCRM');
});

it('a reason is found by searching, with its remedy, which is proposed and not yet saved', async () => {
  const page = await go(scene.chrome, 'why');
  await page.getByRole('searchbox', { name: 'Find an event or a record' }).fill('Doctor');
  const found = page.getByRole('region', { name: 'Find an event or a record' });
  await found.getByText('Not synced. Private events stay private.').waitFor();
  await found.getByRole('button', { name: /Private events/ }).click();
  await expect.poll(() => page.evaluate(() => location.hash)).toBe('#settings/privateEvents');
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.closest('.setting')?.id))
    .toBe('set-privateEvents');
  expect((await scene.chrome.state()).pair?.settings.privateEvents).toBe('leaveOut');
});

it('settings go into a file, and come back from it as a draft', async () => {
  const page = await go(scene.chrome, 'settings');
  const [file] = await Promise.all([page.waitForEvent('download'), press(page, 'Export settings')]);
  const kept = await file.path();
  await page.getByRole('checkbox', { name: 'Leave out all-day events' }).check();
  await press(page, 'Save');
  await page.getByText('Saved', { exact: true }).waitFor();
  await page.locator('input[type=file]').setInputFiles(kept);
  await page.getByText(/^The settings of the file are shown above/).waitFor();
  expect(await page.getByRole('checkbox', { name: 'Leave out all-day events' }).isChecked()).toBe(false);
  expect((await scene.chrome.state()).pair?.settings.filterAllDay).toBe(true);
});

it('everything is forgotten after a question that says what stays', async () => {
  const page = await go(scene.chrome, 'settings');
  await press(page, 'Forget everything');
  const question = page.getByRole('dialog', { name: 'Forget everything?' });
  await question.getByText('4 synced meetings').waitFor();
  await question.getByRole('button', { name: 'Forget everything' }).click();
  await page.getByRole('heading', { level: 1, name: 'Set up in two minutes' }).waitFor();
  const { outlook, espo, pair } = await scene.chrome.state();
  expect([outlook.state, espo.state, pair]).toEqual(['disconnected', 'disconnected', undefined]);
  expect(scene.names()).toHaveLength(4);
  expect(await page.getByRole('textbox', { name: 'Username' }).inputValue()).toBe('');
});
