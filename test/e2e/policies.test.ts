/**
 * Policies as the browser itself hands them to the extension: by its own page for trying policies, which is there in Chromium and
 * writes no file; what an administrator's file brings goes the same way from there on.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Scene } from './harness.ts';
import { choose, go, saveSettings, until, withSignIn } from './popup.ts';
import { ANNA, EXTENSION, SITE } from './stage.ts';

type Policy = Record<string, unknown>;

/** What docs/policies recommends, with this test's EspoCRM. */
const file = JSON.parse(readFileSync(new URL('../../docs/policies/chrome.json', import.meta.url), 'utf8')) as {
  '3rdparty': { extensions: Record<string, Policy> };
};
const policy: Policy = { ...file['3rdparty'].extensions[EXTENSION], espoAddress: SITE };

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.open();
});
afterAll(() => scene?.close());

/** Mandatory, for the machine, from the platform: as a file of /etc is. */
async function organizationSets(values: Policy): Promise<void> {
  const page = await scene.chrome.context.newPage();
  await page.goto('chrome://policy/test');
  const [how, list] = [
    { namespace: EXTENSION, source: 4, scope: 1, level: 1 },
    Object.entries(values).map(([name, value]) => ({ name, value })),
  ];
  const policies = JSON.stringify(list.map((one) => ({ ...how, ...one })));
  // As a text: the page's own import.
  await page.evaluate(
    `import('chrome://resources/js/cr.js').then((cr) => cr.sendWithPromise('setLocalTestPolicies', ${JSON.stringify(policies)}, ''))`,
  );
  await page.close();
  const own = await scene.chrome.page();
  await until(
    async () => Object.keys(await own.evaluate(() => chrome.storage.managed.get())).length === list.length,
    () => 'the policy does not arrive',
  );
}

it('what the organization sets stands in its fields, cannot be changed, and is what both sides are connected with', async () => {
  await organizationSets(policy);
  const { chrome } = scene;
  const page = await go(chrome, 'overview');
  await page.reload();
  const set = { 'Application (client) ID': 'clientId', 'Directory (tenant) ID': 'tenantId' };
  for (const [name, key] of Object.entries(set)) {
    const field = page.getByRole('textbox', { name });
    await field.waitFor();
    expect([await field.inputValue(), await field.isDisabled()]).toEqual([policy[key], true]);
  }
  await withSignIn(
    chrome,
    () => page.getByRole('button', { name: 'Connect Outlook', exact: true }).click(),
    async () => (await chrome.state()).outlook.state === 'connected',
  );
  await chrome.allow(`${SITE}/*`);
  const address = page.getByRole('textbox', { name: 'EspoCRM address' });
  expect([await address.inputValue(), await address.isDisabled()]).toEqual([SITE, true]);
  expect(await page.getByText('Set by your organization').count()).toBeGreaterThan(1);
  await page.getByRole('textbox', { name: 'Username' }).fill(ANNA.userName);
  await page.getByLabel('Password', { exact: true }).fill(ANNA.password);
  await page.getByRole('button', { name: 'Connect EspoCRM', exact: true }).click();
  await page.getByRole('button', { name: 'Disconnect EspoCRM', exact: true }).waitFor();
});

it('only the allowed direction is offered; locked settings count, and the defaults are there', async () => {
  await go(scene.chrome, 'settings');
  const page = await scene.chrome.page();
  const direction = page.getByRole('combobox', { name: 'Direction' });
  await direction.waitFor();
  expect(await direction.locator('option').allInnerTexts()).toEqual(['Outlook to EspoCRM']);
  await choose(scene.chrome, { 'Outlook Calendar': true });
  for (const name of ['Remove EspoCRM record upon removal in Outlook', "Don't sync attendees"])
    expect(await page.getByRole('checkbox', { name, exact: true }).isDisabled()).toBe(true);
  const { settings } = (await scene.chrome.state()).pair ?? {};
  expect(settings).toMatchObject({ attendees: false, filterFree: true, direction: 'outlookToEspo' });

  scene.event('Busy', 3, { attendees: [{ emailAddress: { address: 'ben@example.test', name: 'Ben' } }] });
  scene.event('Free', 4, { showAs: 'free' });
  scene.record('From EspoCRM', 5);
  expect(await scene.sync()).toMatchObject({ graph: 0, error: '' });
  expect(scene.names()).toEqual(['Busy', 'From EspoCRM']);
  expect(scene.subjects()).toEqual(['Busy', 'Free']);
  expect((scene.rowOf('Busy')['#users'] as { id: string }[]).map(({ id }) => id)).toEqual([scene.anna.id]);
});

it('once it is taken away the user chooses again, and what they choose counts', async () => {
  await organizationSets({});
  const { chrome } = scene;
  await until(
    async () => (await chrome.state()).managed.locked.length === 0,
    async () => JSON.stringify((await chrome.state()).managed),
  );
  const page = await go(chrome, 'settings');
  await page.reload();
  const direction = page.getByRole('combobox', { name: 'Direction' });
  await direction.waitFor();
  expect(await direction.locator('option').count()).toBe(3);
  await saveSettings(chrome, { direction: 'Two-way' });
  expect(await scene.sync()).toMatchObject({ graph: 1, error: '' });
  expect(scene.subjects()).toEqual(['Busy', 'Free', 'From EspoCRM']);
});
