/** A site that takes no passwords: the EspoCRM that is open in the same browser signs in, for as long as somebody is signed in there. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Scene } from './harness.ts';
import { becomes, connectOutlook, go, saveSettings, status, submitEspo, sync, until } from './popup.ts';
import { SITE } from './stage.ts';

let scene: Scene;
let tab: Page;
beforeAll(async () => {
  scene = await Scene.open();
  Object.assign(scene.stage.espo.control.settings, { oidc: true, idleCheck: 'always' });
  await scene.chrome.allow(`${SITE}/*`);
  await scene.chrome.page();
  tab = await scene.chrome.context.newPage();
  await tab.goto(`${SITE}/`);
});
afterAll(() => scene?.close());

const espo = () => scene.stage.espo.control;
const card = async () => (await go(scene.chrome, 'overview')).getByRole('region', { name: 'EspoCRM' });
const use = async () => (await card()).getByRole('button', { name: 'Use my open EspoCRM sign-in' }).click();

async function signIn(name: string): Promise<void> {
  await tab.getByRole('textbox', { name: 'Username' }).fill(name);
  await tab.getByRole('button', { name: 'Sign in' }).click();
  await tab.getByText(`Signed in as ${name}`).waitFor();
}
async function signOut(): Promise<void> {
  await tab.getByRole('button', { name: 'Log Out' }).click();
  await tab.getByRole('button', { name: 'Sign in' }).waitFor();
}
/** As the user does it who comes back from EspoCRM: the calendar says so to the worker. */
async function backInOutlook(): Promise<void> {
  const outlook = await scene.chrome.context.newPage();
  await outlook.goto('https://outlook.office.com/calendar/view/week');
  await until(
    async () => (await scene.chrome.state()).espo.state === 'connected',
    async () => JSON.stringify((await scene.chrome.state()).espo),
  );
  await outlook.close();
}

it('a password is refused with the way that is open, and without a sign-in in EspoCRM this one is, too', async () => {
  await submitEspo(scene.chrome, { address: 'crm.example.test', userName: 'anna', password: 'Anna12345' });
  await (await card()).getByRole('alert').filter({ hasText: 'by single sign-on only' }).waitFor();
  await use();
  await (await card()).getByRole('alert').filter({ hasText: 'You are not signed in to EspoCRM' }).waitFor();
  const opened = scene.chrome.context.waitForEvent('page');
  await (await card()).getByRole('button', { name: 'Open EspoCRM', exact: true }).click();
  const page = await opened;
  await page.waitForURL(`${SITE}/`);
  await page.close();
});

it('signed in there it connects, and syncs both ways; nothing of that sign-in is read or kept', async () => {
  await signIn('anna');
  await use();
  await (await card()).getByRole('button', { name: 'Disconnect EspoCRM' }).waitFor();
  await (await card()).getByText('Signed in by EspoCRM in this browser').waitFor();
  await connectOutlook(scene.chrome);
  await saveSettings(scene.chrome, { direction: 'Two-way', removeEspo: true });
  scene.event('From Outlook');
  scene.record('From EspoCRM', 4);
  expect((await sync(scene.chrome, 'Start')).sync.last?.error).toBeUndefined();
  expect(scene.names()).toEqual(['From EspoCRM', 'From Outlook']);
  expect(scene.subjects()).toContain('From EspoCRM');
  // An update and a deletion, too: every method goes by the cookie.
  scene.mailbox.updateEvent(scene.eventOf('From Outlook').id, { subject: 'Renamed' });
  scene.mailbox.deleteEvent(scene.eventOf('From EspoCRM').id);
  expect(await scene.sync()).toMatchObject({ error: '' });
  expect(scene.names()).toEqual(['Renamed']);
  expect(
    new Set(
      espo()
        .dump('Meeting')
        .map((row) => row['createdById']),
    ),
  ).toEqual(new Set([scene.anna.id]));

  const cookies = (await scene.chrome.context.cookies(SITE)).map(({ name, value }) => ({ name, value }));
  expect(cookies.map(({ name }) => name).sort()).toEqual(['auth-token', 'auth-token-secret']);
  const page = await scene.chrome.page();
  const kept = await page.evaluate(async () =>
    JSON.stringify([await chrome.storage.local.get(null), await chrome.storage.session.get(null)]),
  );
  for (const { value } of cookies) expect(kept).not.toContain(value);
  expect(await page.evaluate(() => chrome.runtime.getManifest().permissions)).not.toContain('cookies');
});

it('signed out there, it stops, says so and offers to open it; signed in again, it goes on by itself', async () => {
  await signOut();
  scene.event('Meanwhile', 5);
  expect(await scene.sync()).toMatchObject({ espo: 0, error: 'espo.noSession' });
  expect(await status(scene.chrome)).toContain('Sign-in needed');
  const side = await card();
  await side.getByRole('alert').filter({ hasText: 'You are not signed in to EspoCRM in this browser' }).waitFor();
  await side.getByRole('button', { name: 'Open EspoCRM', exact: true }).waitFor();
  expect(await side.getByLabel('Password', { exact: true }).count()).toBe(0);
  await signIn('anna');
  await backInOutlook();
  await becomes(() => scene.names(), ['Meanwhile', 'Renamed']);
});

it('a session that EspoCRM has ended is over here, too; one that outlives a restart of the browser goes on', async () => {
  espo().killTokens('anna');
  expect(await scene.sync()).toMatchObject({ espo: 0, error: 'espo.noSession' });
  await tab.evaluate(() => localStorage.clear());
  await tab.reload();
  await signIn('anna');
  await use();
  await (await card()).getByText('Signed in by EspoCRM in this browser').waitFor();
  await scene.chrome.restart();
  tab = await scene.chrome.context.newPage();
  await tab.goto(`${SITE}/`);
  expect(await scene.sync()).toMatchObject({ error: '' });
});

it('somebody else in that tab: it stops before anything is read or written as them, and says who', async () => {
  const before = espo().log.length;
  await signOut();
  await signIn('ben');
  scene.event('Not for Ben', 6);
  expect(await scene.sync()).toMatchObject({ graph: 0, espo: 0, error: 'espo.otherUser' });
  const asked = espo().log.slice(before);
  expect(asked.filter(({ user, path }) => user === 'ben' && !path.endsWith('/App/user'))).toEqual([]);
  await (await card()).getByRole('alert').filter({ hasText: 'EspoCRM is open as' }).waitFor();
  await use();
  await (await card()).getByRole('alert').filter({ hasText: 'disconnect EspoCRM here first' }).waitFor();
  expect((await scene.chrome.state()).espo).toMatchObject({ user: 'anna', state: 'signInNeeded' });
  await signOut();
  await signIn('anna');
  await backInOutlook();
  await becomes(() => scene.names(), ['Meanwhile', 'Not for Ben', 'Renamed']);
});
