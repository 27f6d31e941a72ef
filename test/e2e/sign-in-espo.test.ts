import { afterAll, beforeAll, expect, it } from 'vitest';
import { Scene } from './harness.ts';
import { annaAt, connectOutlook, saveSettings, status, submitEspo, sync, until } from './popup.ts';
import { SITE } from './stage.ts';

/** Getting in to EspoCRM: a second factor, a popup that closes, a browser that is started again. */
let scene: Scene;
beforeAll(async () => {
  scene = await Scene.open();
  await scene.chrome.allow(`${SITE}/*`);
});
afterAll(() => scene?.close());

const card = async () => (await scene.chrome.page()).getByRole('region', { name: 'EspoCRM' });
const badge = async (): Promise<string> =>
  (await scene.chrome.page()).evaluate('chrome.action.getBadgeText({})') as Promise<string>;
/** Whether the field has the focus. */
const focused = async (label: string): Promise<boolean> =>
  (await card()).getByLabel(label, { exact: true }).evaluate((field) => field === document.activeElement);

it('keeps what is typed when the page is closed, but no password', async () => {
  const page = await scene.chrome.page();
  await page.getByRole('textbox', { name: 'EspoCRM address' }).fill('crm.example.test');
  await page.getByRole('textbox', { name: 'Username' }).fill('an');
  await page.getByLabel('Password', { exact: true }).fill('Anna12345');
  await page.getByRole('textbox', { name: 'Directory (tenant) ID' }).fill('contoso.exam');
  await page.close();
  const again = await scene.chrome.page();
  await again.getByRole('textbox', { name: 'Username' }).waitFor();
  expect(await again.getByRole('textbox', { name: 'EspoCRM address' }).inputValue()).toBe('crm.example.test');
  expect(await again.getByRole('textbox', { name: 'Username' }).inputValue()).toBe('an');
  expect(await again.getByRole('textbox', { name: 'Directory (tenant) ID' }).inputValue()).toBe('contoso.exam');
  expect(await again.getByLabel('Password', { exact: true }).inputValue()).toBe('');
});

it('keeps the password when the server could not be reached', async () => {
  scene.stage.switches.espo.down = true;
  await submitEspo(scene.chrome, annaAt());
  const espo = await card();
  await espo.getByRole('alert').filter({ hasText: 'Nothing answers at this address' }).waitFor();
  expect(await espo.getByLabel('Password', { exact: true }).inputValue()).toBe('Anna12345');
  scene.stage.switches.espo.down = false;
});

it('asks for the two-factor code as a step of its own: a wrong one, then the right one, the password typed once', async () => {
  const { control } = scene.stage.espo;
  control.setTwoFactor('anna', '123456');
  const espo = await card();
  await espo.getByRole('checkbox', { name: 'Stay connected' }).uncheck();
  await espo.getByRole('button', { name: 'Connect EspoCRM', exact: true }).click();
  const code = espo.getByLabel('Two-factor code');
  await code.waitFor();
  expect(await espo.getByRole('alert').count()).toBe(0);
  expect(await espo.getByLabel('Password', { exact: true }).count()).toBe(0);
  await expect.poll(() => focused('Two-factor code')).toBe(true);
  await code.fill('000000');
  await code.press('Enter');
  await espo.getByRole('alert').filter({ hasText: 'does not accept this code' }).waitFor();
  await expect.poll(() => code.inputValue()).toBe('');
  await code.fill('123 456');
  await code.press('Enter');
  await espo.getByRole('button', { name: 'Disconnect EspoCRM' }).waitFor();
  expect((await scene.chrome.state()).espo).toMatchObject({ state: 'connected', codeNeeded: false });
  control.setTwoFactor('anna', undefined);
});

it('without Stay connected it is asked for again after a restart, nothing else says that it runs, and then it goes on at once', async () => {
  await connectOutlook(scene.chrome);
  await saveSettings(scene.chrome, { direction: 'Two-way' });
  scene.event('Before the restart');
  expect((await sync(scene.chrome, 'Start')).sync.last?.error).toBeUndefined();
  await scene.chrome.restart();
  const espo = await card();
  await espo.getByRole('alert').filter({ hasText: 'you chose not to stay connected' }).waitFor();
  await until(
    async () => (await badge()) === '!',
    () => 'the toolbar says nothing',
  );
  expect(await status(scene.chrome)).toContain('Sign-in needed');
  expect(await (await scene.chrome.page()).locator('body').innerText()).not.toMatch(/Synced|Syncs by itself/);
  expect(await espo.getByRole('textbox', { name: 'EspoCRM address' }).inputValue()).toBe(SITE);
  expect(await espo.getByRole('textbox', { name: 'Username' }).inputValue()).toBe('anna');
  expect(await focused('Password')).toBe(true);
  scene.event('After the restart');
  await espo.getByLabel('Password', { exact: true }).fill('Anna12345');
  await espo.getByRole('button', { name: 'Connect EspoCRM', exact: true }).click();
  // Nobody presses Sync now.
  await until(
    async () => scene.names().includes('After the restart'),
    () => `only ${scene.names().join(', ')}`,
  );
  await expect.poll(() => status(scene.chrome), { timeout: 10_000 }).toContain('Synced');
  expect(await badge()).toBe('');
});
