import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Scene } from './harness.ts';
import { go, until } from './popup.ts';

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

/** The item under that title, in the view that is open. */
const item = (title: string) => page.getByRole('article', { name: title, exact: true }).first();
const press = (title: string, name: string | RegExp) =>
  item(title)
    .getByRole('button', typeof name === 'string' ? { name, exact: true } : { name })
    .first()
    .click();

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
    await go(scene.chrome, 'needs');
    await item('Apply me, renamed').getByText('Outlook would notify one person: Bob Ray.').waitFor();
    const link = item('Apply me, renamed').getByRole('link', { name: 'EspoCRM: Meeting' });
    expect(await link.getAttribute('href')).toContain('/#Meeting/view/');
    expect(await item('Apply me, renamed').innerText()).toMatch(/Title\s+Apply me\s*Apply me, renamed/);
    // One answer for all of a kind.
    await page.getByRole('button', { name: 'Leave as it is (all 2)' }).waitFor();
    expect(scene.stage.graph.control.mails).toHaveLength(mails);
  });

  it('is written by the button that says so, and left alone by the first; the next question has the focus', async () => {
    await press('Discard me, renamed', 'Leave as it is');
    await page.getByText('Nothing was changed.').last().waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Apply me, renamed');
    await press('Apply me, renamed', 'Change in Outlook and notify 1 person');
    await page.getByText('It is done with the next sync.').last().waitFor();
    await until(
      async () => scene.subjects().includes('Apply me, renamed'),
      () => scene.subjects().join(', '),
    );
    await idle();
    expect(await scene.sync()).toMatchObject({ graph: 0, espo: 0, held: 0 });
    expect(scene.subjects()).toContain('Discard me');
    expect(scene.names()).toContain('Discard me, renamed');
    await go(scene.chrome, 'needs');
    await page.getByText('Nothing waits for you.').waitFor();
  });

  it('a deleted record whose event was kept is made again by Restore', async () => {
    scene.anna.remove('Meeting', scene.rowOf('Restore me').id);
    await scene.sync();
    await go(scene.chrome, 'needs');
    await item('Restore me').getByText('It was deleted in EspoCRM and kept in Outlook.').waitFor();
    await press('Restore me', 'Restore in EspoCRM');
    await until(
      async () => scene.names().includes('Restore me'),
      () => scene.names().join(', '),
    );
    await idle();
    expect(await scene.sync()).toMatchObject({ graph: 0, espo: 0, held: 0 });
    await go(scene.chrome, 'needs');
    await page.getByText('Nothing waits for you.').waitFor();
  });
});

describe('undo', () => {
  it('of one change puts the old value back, says so, and does not travel', async () => {
    scene.mailbox.updateEvent(scene.eventOf('Undo me').id, { subject: 'Changed' });
    await scene.sync();
    expect(scene.names()).toContain('Changed');
    await go(scene.chrome, 'activity');
    await press('Changed', /^Undo Changed in EspoCRM/);
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
    await go(scene.chrome, 'activity');
    await item('Made 1').waitFor();
    await page
      .getByRole('button', { name: /^Undo this sync/ })
      .first()
      .click();
    const question = page.getByRole('dialog', { name: 'Undo 2 changes?' });
    await question.getByText(/records? will be deleted in EspoCRM/).waitFor();
    expect(scene.names()).toContain('Made 1');
    await question.getByRole('button', { name: 'Undo', exact: true }).click();
    const result = page.getByRole('dialog', { name: '1 change undone.' });
    await result.getByText('It was edited since; that stays as it is.').waitFor();
    await result.getByRole('button', { name: 'Close' }).click();
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
    for (const where of ['activity', 'needs'] as const) {
      await go(scene.chrome, where);
      await item(name).waitFor();
      for (const direction of ['ltr', 'rtl']) {
        const beyond = await page.evaluate((dir) => {
          const root = document.documentElement;
          root.dir = dir;
          // Without the room that is kept for a scroll bar, which clientWidth counts as the window's.
          return root.scrollWidth - Math.round(root.getBoundingClientRect().width);
        }, direction);
        expect([where, direction, beyond]).toEqual([where, direction, 0]);
      }
    }
  });
});
