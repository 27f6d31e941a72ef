/** The Main Calendar is deleted in Outlook: nothing takes its place until the user has chosen again. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Scene } from './harness.ts';
import { choose, connectBoth, until } from './popup.ts';

let scene: Scene;
let page: Page;
let work: string;
beforeAll(async () => {
  scene = await Scene.open();
  work = scene.mailbox.addCalendar({ name: 'Work' }).id;
  scene.event('Marriage counselling', 5);
  await connectBoth(scene.chrome, { direction: 'Two-way' });
  await choose(scene.chrome, { 'Main Calendar': 'Work' });
  page = await scene.chrome.page();
  scene.record('Before', 3);
  await scene.sync();
});
afterAll(() => scene?.close());

const view = async (name: 'Needs you') => {
  await page.bringToFront();
  await page.getByRole('link', { name, exact: true }).click();
};

describe('the Main Calendar that is deleted in Outlook', () => {
  it('is not replaced: nothing is read or written for it, and one item under Needs you names it', async () => {
    expect(scene.mailbox.events(work).map(({ subject }) => subject)).toEqual(['Before']);
    expect(scene.names()).toEqual(['Before']);
    scene.mailbox.removeCalendar(work);
    scene.record('After', 4);
    for (let run = 0; run < 2; run += 1) expect(await scene.sync()).toMatchObject({ graph: 0, espo: 0, error: '' });
    expect(scene.names()).toEqual(['After', 'Before']);
    expect(scene.subjects()).toEqual(['Marriage counselling']);
    await view('Needs you');
    const items = page.getByRole('region', { name: 'Needs you' }).getByRole('listitem');
    await items.filter({ hasText: 'The main calendar “Work” is gone' }).waitFor();
    expect(await items.count()).toBe(1);
  });

  it('goes on with the one that is chosen instead', async () => {
    await page.getByRole('button', { name: 'Use Calendar', exact: true }).click();
    await until(
      async () => {
        await scene.sync();
        return scene.subjects().includes('After');
      },
      () => scene.subjects().join(', '),
    );
    expect(scene.names()).toContain('Marriage counselling');
    expect(scene.mailbox.events('default').map(({ subject }) => subject)).toContain('After');
    await view('Needs you');
    await page.getByText('is gone, or is the default one no more').waitFor({ state: 'detached' });
    expect(await scene.sync()).toMatchObject({ graph: 0, espo: 0, error: '' });
  });
});
