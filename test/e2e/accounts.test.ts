import { afterAll, beforeAll, expect, it } from 'vitest';
import { dateIn } from '../days.ts';
import { Scene } from './harness.ts';
import { annaAt, connectEspo, connectOutlook, disconnect, submitEspo, until, withSignIn } from './popup.ts';

/** What happens to the two accounts while the sync goes on, and the ways out. */
let scene: Scene;
beforeAll(async () => {
  scene = await Scene.connected({ direction: 'Two-way' });
});
afterAll(() => scene?.close());

const control = (name: string) => scene.chrome.page().then((page) => page.getByRole('button', { name, exact: true }));
/** Badges on the week of the events, which stand three days ahead. */
async function badges(): Promise<() => Promise<number>> {
  const page = await scene.chrome.context.newPage();
  await page.goto(`https://outlook.office.com/calendar/view/week?date=${dateIn(3)}&poll=0`);
  return () => page.locator('[data-espo-link]').count();
}
const alarms = async (): Promise<{ periodInMinutes?: number }[]> => {
  const page = await scene.chrome.page();
  return JSON.parse(await page.evaluate('chrome.alarms.getAll().then((all) => JSON.stringify(all))'));
};

it('asks for the password until it is right, also after a wrong one', async () => {
  scene.event('Before');
  expect(await scene.sync()).toMatchObject({ error: '' });
  scene.stage.espo.control.killTokens('anna');
  scene.event('While the token was dead');
  expect(await scene.sync()).toMatchObject({ error: 'espo.signInNeeded' });
  await submitEspo(scene.chrome, { ...annaAt(), password: 'wrong' });
  const page = await scene.chrome.page();
  await page.getByRole('alert').filter({ hasText: 'does not accept this user name' }).first().waitFor();
  expect((await scene.chrome.state()).espo.state).toBe('signInNeeded');
  await submitEspo(scene.chrome, annaAt());
  await until(
    async () => (await scene.chrome.state()).espo.state === 'connected',
    () => 'EspoCRM is not connected again',
  );
  expect(await scene.sync()).toMatchObject({ espo: 1, error: '' });
});

it('takes a declined sign-in for what it is: the sign-in is still needed', async () => {
  const { entra } = scene.stage;
  entra.control.revoke('anna');
  expect(await scene.sync()).toMatchObject({ error: 'ms.signInNeeded' });
  entra.control.outcome = 'decline';
  await (await control('Connect Outlook')).click();
  await until(
    async () => (await scene.chrome.state()).outlook.error?.code === 'ms.declined',
    () => 'nothing was declined',
  );
  entra.control.outcome = 'page';
  expect((await scene.chrome.state()).outlook.state).toBe('signInNeeded');
  await withSignIn(
    scene.chrome,
    async () => (await control('Connect Outlook')).click(),
    async () => (await scene.chrome.state()).outlook.state === 'connected',
  );
  expect(await scene.sync()).toMatchObject({ error: '' });
});

it('satisfies conditional access with the next sign-in', async () => {
  const { entra } = scene.stage;
  entra.control.requireClaims('anna', '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}');
  entra.control.expireRefreshTokens();
  entra.control.outcome = 'mfaRequired';
  expect(await scene.sync()).toMatchObject({ error: 'ms.secondFactor' });
  expect((await scene.chrome.state()).outlook.state).toBe('signInNeeded');
  entra.control.outcome = 'page';
  await withSignIn(
    scene.chrome,
    async () => (await control('Connect Outlook')).click(),
    async () => (await scene.chrome.state()).outlook.state === 'connected',
  );
  expect(await scene.sync()).toMatchObject({ error: '' });
  entra.control.requireClaims('anna', undefined);
});

it('shows no badge once a side is disconnected, at once, and all of them when it is back', async () => {
  const shown = await badges();
  await until(
    async () => (await shown()) > 0,
    () => 'no badge',
  );
  const all = await shown();
  await disconnect(scene.chrome, 'EspoCRM');
  await until(
    async () => (await shown()) === 0,
    () => 'badges of nobody',
    3_000,
  );
  await connectEspo(scene.chrome);
  await until(
    async () => (await shown()) === all,
    () => 'badges are missing',
    5_000,
  );
});

it('goes on in the same direction after Outlook was disconnected and connected again', async () => {
  await disconnect(scene.chrome, 'Outlook');
  await connectOutlook(scene.chrome);
  scene.record('After the reconnection');
  expect(await scene.sync()).toMatchObject({ graph: 1, error: '' });
});

it('goes on by itself when the worker was stopped in the middle of a run, and has no alarm before Start', async () => {
  expect(await alarms()).toEqual([]);
  const { faults } = scene.stage.graph.control;
  faults.add({ match: { method: 'GET', path: 'delta' }, delayMs: 3_000 });
  await scene.chrome.ask('sync.start');
  await until(
    async () => (await alarms())[0]?.periodInMinutes === 1,
    () => 'no alarm stands ready',
    2_000,
  );
  await scene.chrome.stopWorker();
  faults.clear();
  expect(await alarms()).toMatchObject([{ periodInMinutes: 1 }]);
  expect(await scene.sync()).toMatchObject({ error: '' });
  await until(
    async () => (await alarms())[0]?.periodInMinutes === undefined,
    () => 'it runs every minute',
    3_000,
  );
});
