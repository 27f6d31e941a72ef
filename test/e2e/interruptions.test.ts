import { afterAll, beforeAll, expect, it } from 'vitest';
import { pause, Scene } from './harness.ts';
import { annaAt, connectOutlook, status, submitEspo, until, withSignIn } from './popup.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.connected({ direction: 'Two-way' });
});
afterAll(() => scene?.close());

/** Both sides hold the same, once each. */
function settled(events: number): void {
  expect(scene.subjects().map((subject) => subject.replace(/^Call: /, ''))).toEqual(
    [...scene.names(), ...scene.names('Call')].sort(),
  );
  expect(scene.subjects().length).toBe(events);
}

/** It syncs by itself, so nobody has to press anything once they are signed in; and then nothing is left to do. */
async function goesOn(missed: string): Promise<void> {
  await until(
    async () => scene.names().filter((name) => name === missed).length === 1,
    () => `no ${missed} in ${scene.names().join(', ')}`,
  );
  expect(await scene.sync()).toMatchObject({ graph: 0, espo: 0, error: '' });
}

it('resumes a first sync whose worker was stopped in its middle, again and again', async () => {
  for (let i = 0; i < 40; i += 1) scene.event(`Event ${String(i).padStart(2, '0')}`, 3 + (i % 30));
  for (let i = 0; i < 40; i += 1) scene.record(`Record ${String(i).padStart(2, '0')}`, 3 + (i % 30));
  const { control } = scene.stage.espo;
  // Slow enough to be hit while it writes.
  control.faults.push({ match: (request) => request.method === 'POST', delayMs: 60, times: 200 });
  await scene.chrome.ask('sync.start');
  for (const least of [5, 15, 25]) {
    await until(
      async () => control.dump('Meeting').length >= 40 + least,
      () => `only ${control.dump('Meeting').length} records`,
    );
    await scene.chrome.stopWorker();
    await pause(100);
    await scene.chrome.ask('sync.now');
  }
  await until(
    async () => !(await scene.chrome.state()).sync.running,
    () => 'it runs and runs',
    30_000,
  );
  control.faults.length = 0;
  expect(await scene.sync()).toMatchObject({ error: '' });
  settled(80);
  expect(await scene.sync()).toMatchObject({ graph: 0, espo: 0 });
});

it('gets further with each life of a worker that is stopped 700 ms after it began to ask', async () => {
  const { graph, espo } = scene.stage;
  for (let i = 0; i < 60; i += 1) scene.event(`Later ${String(i).padStart(2, '0')}`, 3 + (i % 30));
  const wanted = scene.names().length + 60;
  const delay = { match: () => true, delayMs: 25, times: Number.POSITIVE_INFINITY };
  espo.control.faults.push(delay);
  graph.control.latencyMs = 25;
  const asked = () => graph.control.log.length + espo.control.log.length;
  const after: number[] = [];
  while (after.length < 30 && scene.names().length < wanted) {
    const before = asked();
    await scene.chrome.ask('sync.now');
    await until(
      async () => asked() > before,
      () => 'it does not begin',
    );
    await pause(700);
    await scene.chrome.stopWorker();
    after.push(scene.names().length);
  }
  espo.control.faults.length = 0;
  graph.control.latencyMs = 0;
  expect(`${after.at(-1)} after ${after.join(', ')}`).toMatch(new RegExp(`^${wanted} `));
  await until(
    async () => !(await scene.chrome.state()).sync.running,
    () => 'it runs and runs',
  );
  expect(await scene.sync()).toMatchObject({ error: '' });
  settled(140);
});

it('goes on after a browser restart without being asked anything', async () => {
  await scene.chrome.restart();
  const { outlook, espo, pair } = await scene.chrome.state();
  expect([outlook.state, espo.state, pair?.started]).toEqual(['connected', 'connected', true]);
  scene.event('After the restart');
  scene.record('After the restart, too');
  expect(await scene.sync()).toMatchObject({ graph: 1, espo: 1, error: '' });
  settled(142);
});

it('renews an expired Graph token by itself', async () => {
  scene.stage.entra.control.expireAccessTokens();
  scene.event('After the token');
  expect(await scene.sync()).toMatchObject({ espo: 1, error: '' });
  scene.stage.entra.control.expireAccessTokens();
  scene.stage.entra.control.expireRefreshTokens();
  scene.event('After the day of the refresh token');
  expect(await scene.sync()).toMatchObject({ espo: 1, error: '' });
});

it('asks to sign in again when Microsoft ends the session, and goes on then', async () => {
  scene.stage.entra.control.revoke('anna');
  scene.event('While signed out');
  const before = scene.names().length;
  expect(await scene.sync()).toMatchObject({ graph: 0, espo: 0, error: 'ms.signInNeeded' });
  await expect.poll(() => status(scene.chrome), { timeout: 5000 }).toContain('signed in to Outlook again');
  expect(scene.names().length).toBe(before);
  const page = await scene.chrome.page();
  const again = page.getByRole('button', { name: 'Connect Outlook', exact: true });
  if (await again.isVisible())
    await withSignIn(
      scene.chrome,
      () => again.click(),
      async () => (await scene.chrome.state()).outlook.state === 'connected',
    );
  else await connectOutlook(scene.chrome);
  await goesOn('While signed out');
});

it('asks only for the password when the EspoCRM token is revoked', async () => {
  scene.stage.espo.control.killTokens('anna');
  scene.event('While the token was dead');
  expect(await scene.sync()).toMatchObject({ graph: 0, espo: 0, error: 'espo.signInNeeded' });
  expect((await scene.chrome.state()).espo.state).toBe('signInNeeded');
  const page = await scene.chrome.page();
  const filled = page.getByRole('textbox', { name: 'Username' });
  if (await filled.isVisible()) expect(await filled.inputValue()).toBe('anna');
  await submitEspo(scene.chrome, annaAt());
  await until(
    async () => (await scene.chrome.state()).espo.state === 'connected',
    () => 'EspoCRM is not connected again',
  );
  await goesOn('While the token was dead');
  expect(scene.stage.graph.control.mails).toEqual([]);
});
