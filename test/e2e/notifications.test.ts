import { afterAll, beforeAll, expect, it } from 'vitest';
import { Scene } from './harness.ts';
import { choose, connectBoth, until } from './popup.ts';

/** The browser's own notifications. A headless browser shows none on a screen; what it holds as shown it tells the extension. */
const BOB = { type: 'required', emailAddress: { address: 'bob@customer.example', name: 'Bob Ray' } };
const NAMES = ['First', 'Second', 'Third'];

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.open();
  await scene.chrome.allowToUse('notifications');
  await connectBoth(scene.chrome, { direction: 'Two-way' });
  for (const name of NAMES) scene.event(name, 3, { attendees: [BOB] });
  await scene.sync();
});
afterAll(() => scene?.close());

const shown = async (): Promise<string[]> => {
  const page = await scene.chrome.page();
  return page.evaluate(async () => Object.keys(await chrome.notifications.getAll()));
};

/** Renamed in EspoCRM: to carry it over would mail a guest, so the user is asked. */
async function asks(name: string): Promise<void> {
  scene.anna.update('Meeting', scene.rowOf(name).id, { name: `${name}, renamed` });
  expect(await scene.sync()).toMatchObject({ graph: 0, held: 1 });
}

/** The user clicks on it: the browser tells the worker so. */
const click = (id: string): Promise<void> =>
  scene.chrome.inWorker((clicked) => {
    const { onClicked } = chrome.notifications as unknown as { onClicked: { dispatch(id: string): void } };
    onClicked.dispatch(clicked);
  }, id);

it('a sync that asks nothing shows none', async () => {
  expect((await scene.chrome.state()).mayNotify).toBe(true);
  expect(await shown()).toEqual([]);
});

it('a question that comes up shows one, and a click leads to it and takes it away', async () => {
  await asks('First');
  await expect.poll(shown).toHaveLength(1);
  const [id = ''] = await shown();
  const opens = scene.chrome.context.waitForEvent('page');
  await click(id);
  const page = await opens;
  const { items } = await scene.chrome.ask('needs.list', { limit: 10 });
  await expect.poll(() => page.url()).toContain(`/page.html#needs/${encodeURIComponent(items[0]?.id ?? '')}`);
  await page.getByRole('article', { name: 'First, renamed' }).waitFor();
  await expect.poll(shown).toEqual([]);
  await page.close();
});

it('the same is said once: a sync that brings nothing new shows none', async () => {
  await scene.sync();
  expect(await shown()).toEqual([]);
});

it('another question is shown by itself', async () => {
  scene.anna.update('Meeting', scene.rowOf('Second').id, { name: 'Second, renamed' });
  await scene.sync();
  await expect.poll(shown).toHaveLength(1);
  await scene.chrome.inWorker(async (id) => void (await chrome.notifications.clear(id)), (await shown())[0] ?? '');
});

it('none is shown where the user wants none', async () => {
  await choose(scene.chrome, { Notifications: 'Off' });
  scene.anna.update('Meeting', scene.rowOf('Third').id, { name: 'Third, renamed' });
  await scene.sync();
  await until(
    async () => (await scene.chrome.state()).sync.needsYou === 3,
    async () => String((await scene.chrome.state()).sync.needsYou),
  );
  expect(await shown()).toEqual([]);
});
