import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Scene } from './harness.ts';
import { choose, go, until } from './popup.ts';

/** What is decided under "Needs you" beside one thing that is mailed or deleted: conflicts, many at once, several candidates; and the trial. */
let scene: Scene;
let page: Page;
beforeAll(async () => {
  scene = await Scene.connected({ direction: 'Two-way', removeEspo: true });
  page = await scene.chrome.page();
  await choose(scene.chrome, { Conflicts: 'Ask me' });
  for (let i = 1; i <= 12; i += 1) scene.event(`Gone ${i}`, 4 + i);
  for (const name of ['Mixed', 'Always']) scene.event(name, 3);
  const hour = (record: { id: string }, day: number) => {
    const date = new Date(Date.now() + day * 86_400_000).toISOString().slice(0, 10);
    scene.anna.update('Meeting', record.id, { dateStart: `${date} 10:00:00`, dateEnd: `${date} 11:00:00` });
  };
  scene.event('Twin', 20);
  for (let i = 0; i < 2; i += 1) hour(scene.record('Twin', 20), 20);
  await scene.sync();
});
afterAll(() => scene?.close());

const item = (title: string) => page.getByRole('article', { name: title, exact: true }).first();
const press = (title: string, name: string | RegExp) =>
  item(title)
    .getByRole('button', typeof name === 'string' ? { name, exact: true } : { name })
    .first()
    .click();
const becomes = (what: () => unknown, wanted: unknown) =>
  expect.poll(what, { timeout: 15_000, interval: 100 }).toEqual(wanted);
const idle = () =>
  until(
    async () => !(await scene.chrome.state()).sync.running,
    () => 'the run does not end',
  );

it('several candidates: the one that is chosen is it, and nothing is made', async () => {
  await go(scene.chrome, 'needs');
  await item('Twin').getByText('Several records could be the same meeting.').waitFor();
  expect(
    await item('Twin')
      .getByRole('button', { name: /^It is this one/ })
      .count(),
  ).toBe(2);
  await press('Twin', /^It is this one/);
  await idle();
  // The other record is a meeting of its own, or the same once more: that is asked, too.
  await scene.sync();
  await go(scene.chrome, 'needs');
  await item('Twin').getByText('Another meeting with the same name and time is synced already.').waitFor();
  await press('Twin', 'Leave as it is');
  await becomes(async () => (await scene.chrome.state()).sync.needsYou, 0);
  await idle();
  expect(scene.names().filter((name) => name === 'Twin')).toHaveLength(2);
  expect(scene.subjects().filter((subject) => subject === 'Twin')).toHaveLength(1);
});

it('a conflict is answered field by field; another one with “always this way”, which is a setting from then on', async () => {
  for (const name of ['Mixed', 'Always']) {
    const location = { displayName: `${name} room` };
    scene.mailbox.updateEvent(scene.eventOf(name).id, { subject: `${name} here`, location });
    scene.anna.update('Meeting', scene.rowOf(name).id, { name: `${name} there` });
  }
  await scene.sync();
  await go(scene.chrome, 'needs');
  await item('Mixed here').or(item('Mixed there')).getByText('It was changed on both sides.').waitFor();
  const title = (await item('Mixed here').isVisible()) ? 'Mixed here' : 'Mixed there';
  await item(title)
    .getByRole('group', { name: 'Title' })
    .getByRole('radio', { name: /EspoCRM/ })
    .check();
  await press(title, 'Use what is chosen');
  await becomes(() => [scene.subjects().includes('Mixed there'), scene.names().includes('Mixed there')], [true, true]);
  await idle();
  const other = title.replace('Mixed', 'Always');
  await item(other)
    .getByRole('checkbox', { name: /^From now on always this way/ })
    .check();
  await press(other, 'Use the values from EspoCRM');
  await becomes(() => scene.subjects().includes('Always there'), true);
  expect((await scene.chrome.state()).pair?.settings.conflicts).toBe('espoWins');
  await idle();
  expect(await scene.sync()).toMatchObject({ graph: 0, espo: 0, held: 0 });
});

it('many at once: looked at one by one, a part of it is done, and the rest is left as it is', async () => {
  for (let i = 1; i <= 8; i += 1) scene.mailbox.deleteEvent(scene.eventOf(`Gone ${i}`).id);
  expect(await scene.sync()).toMatchObject({ espo: 0, held: 8 });
  await go(scene.chrome, 'needs');
  const held = item('8 changes at once');
  await held.getByText(/^8 of \d+ would be deleted in EspoCRM \(Meeting\)\.$/).waitFor();
  await held.getByText('Look at all 8').click();
  await held.getByRole('button', { name: 'Choose none' }).click();
  for (const name of ['Gone 1', 'Gone 2']) await held.getByRole('checkbox', { name: new RegExp(`${name}\\b`) }).check();
  await held.getByRole('button', { name: 'Delete 2 EspoCRM records' }).click();
  const question = page.getByRole('dialog', { name: 'Delete 2 EspoCRM records?' });
  await question.getByText(/their stream, files and other relations do not come back/).waitFor();
  await question.getByRole('button', { name: 'Delete 2 EspoCRM records' }).click();
  await becomes(() => scene.names().filter((name) => name.startsWith('Gone ')).length, 10);
  await idle();
  await press('6 changes at once', 'Leave all as it is');
  await becomes(async () => (await scene.chrome.state()).sync.needsYou, 0);
  await idle();
  expect(scene.names()).toEqual(expect.arrayContaining(['Gone 3', 'Gone 8']));
  expect(scene.names()).not.toContain('Gone 1');
});

it('the trial finds out what documents leave open, mails nobody and leaves nothing behind', async () => {
  const before = [scene.subjects(), scene.stage.graph.control.mails.length];
  await go(scene.chrome, 'check');
  await page.getByRole('button', { name: 'Try it in my calendar' }).click();
  await page
    .getByText(/^Found out /)
    .first()
    .waitFor();
  await page.getByText('A draft with an attendee mails nobody:').waitFor();
  expect([scene.subjects(), scene.stage.graph.control.mails.length]).toEqual(before);
});
