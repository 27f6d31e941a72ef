import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Scene } from './harness.ts';
import { until } from './popup.ts';

const BOB = { type: 'required', emailAddress: { address: 'bob@customer.example', name: 'Bob Ray' } };

let scene: Scene;
let page: Page;
beforeAll(async () => {
  scene = await Scene.connected({ direction: 'Two-way' });
  page = await scene.chrome.page();
  // Enough that stays, so that no deletion below is one of "all that there is".
  for (let i = 0; i < 6; i += 1) scene.event(`Stays ${i}`, 10 + i);
  for (const name of ['Apply me', 'Discard me']) scene.event(name, 3, { attendees: [BOB] });
  scene.event('Restore me', 4);
  scene.event('Undo me', 5);
  await scene.sync();
});
afterAll(() => scene?.close());

const view = async (name: 'Needs you' | 'Activity') => {
  await page.bringToFront();
  await page.getByRole('link', { name, exact: true }).click();
};
/** The item under that title, in the view that is open. */
const item = (title: string) =>
  page
    .getByRole('listitem')
    .filter({ has: page.getByText(title, { exact: true }) })
    .first();
const press = (title: string, name: string) => item(title).getByRole('button', { name, exact: true }).first().click();

/** The worker takes the answer in by a run of its own. */
const idle = () =>
  until(
    async () => !(await scene.chrome.state()).sync.running,
    () => 'the run does not end',
  );

describe('what needs the user', () => {
  it('a change that would mail people is listed with their names, and mails nobody', async () => {
    for (const name of ['Apply me', 'Discard me'])
      scene.anna.update('Meeting', scene.rowOf(name).id, { name: `${name}, renamed` });
    const mails = scene.stage.graph.control.mails.length;
    expect(await scene.sync()).toMatchObject({ graph: 0, held: 2 });
    await view('Needs you');
    await item('Apply me, renamed').getByText('Update and notify 1 person: Bob Ray.').waitFor();
    expect(await item('Apply me, renamed').getByRole('link', { name: 'Open' }).getAttribute('href')).toContain(
      '/#Meeting/view/',
    );
    expect(scene.stage.graph.control.mails).toHaveLength(mails);
  });

  it('is written by Apply, and left alone by Discard', async () => {
    await press('Discard me, renamed', 'Discard');
    await item('Discard me, renamed').waitFor({ state: 'detached' });
    await press('Apply me, renamed', 'Apply');
    await until(
      async () => scene.subjects().includes('Apply me, renamed'),
      () => scene.subjects().join(', '),
    );
    await idle();
    expect(await scene.sync()).toMatchObject({ graph: 0, espo: 0, held: 0 });
    expect(scene.subjects()).toContain('Discard me');
    expect(scene.names()).toContain('Discard me, renamed');
    await page.getByText('Nothing waits for you.').waitFor();
  });

  it('a deleted record whose event was kept is made again by Restore', async () => {
    scene.anna.remove('Meeting', scene.rowOf('Restore me').id);
    await scene.sync();
    await view('Needs you');
    await item('Restore me').getByText('It was deleted in EspoCRM and kept in Outlook.').waitFor();
    await press('Restore me', 'Restore in EspoCRM');
    await until(
      async () => scene.names().includes('Restore me'),
      () => scene.names().join(', '),
    );
    await idle();
    expect(await scene.sync()).toMatchObject({ graph: 0, espo: 0, held: 0 });
    await page.getByText('Nothing waits for you.').waitFor();
  });
});

describe('undo', () => {
  it('of one change puts the old value back, says so, and does not travel', async () => {
    scene.mailbox.updateEvent(scene.eventOf('Undo me').id, { subject: 'Changed' });
    await scene.sync();
    expect(scene.names()).toContain('Changed');
    await view('Activity');
    await press('Changed', 'Undo');
    await page.getByText('1 change undone.').waitFor();
    expect(scene.names()).toContain('Undo me');
    expect(scene.subjects()).toContain('Changed');
    expect(await scene.sync()).toMatchObject({ graph: 0, espo: 0 });
  });

  it('of a whole run takes back what it made; what was edited since stays, and is said', async () => {
    scene.event('Made 1', 6);
    scene.event('Made 2', 7);
    await scene.sync();
    scene.anna.update('Meeting', scene.rowOf('Made 2').id, { description: 'work' });
    await view('Activity');
    await item('Made 1').waitFor();
    await page.getByRole('button', { name: 'Undo this run', exact: true }).first().click();
    await page.getByText('1 change undone.').waitFor();
    await page.getByText('It was edited since; that stays as it is.').waitFor();
    expect(scene.names()).not.toContain('Made 1');
    expect(scene.names()).toContain('Made 2');
    expect(scene.subjects()).toContain('Made 1');
    expect((await scene.sync()).graph).toBe(0);
    expect(scene.names()).not.toContain('Made 1');
  });

  it('the page fits a narrow window', async () => {
    const name = 'Unbroken'.repeat(25);
    scene.event(name, 8);
    await scene.sync();
    scene.anna.remove('Meeting', scene.rowOf(name).id);
    await scene.sync();
    await page.setViewportSize({ width: 320, height: 800 });
    for (const where of ['Activity', 'Needs you'] as const) {
      await view(where);
      await item(name).waitFor();
      for (const direction of ['ltr', 'rtl']) {
        const beyond = await page.evaluate((dir) => {
          const root = document.documentElement;
          root.dir = dir;
          return root.scrollWidth - root.clientWidth;
        }, direction);
        expect([where, direction, beyond]).toEqual([where, direction, 0]);
      }
    }
  });
});
