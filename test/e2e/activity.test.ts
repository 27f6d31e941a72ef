import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dateIn } from '../days.ts';
import type { Row } from './espo-side.ts';
import { Scene } from './harness.ts';
import { becomes, go } from './popup.ts';

/** What a person does with the log: finds, saves as a file, and takes back all of one meeting. */
const bob = { type: 'required', emailAddress: { address: 'bob@fabrikam.example', name: 'Bob Stone' } };
let scene: Scene;
let before: Row;
beforeAll(async () => {
  scene = await Scene.connected();
  scene.event('With Bob', 3, { attendees: [bob] });
  scene.event('Planning', 4);
  scene.event('Alone', 5);
  await scene.sync();
  before = scene.rowOf('Planning');
  const at = (hour: string) => ({ dateTime: `${dateIn(6)}T${hour}:00:00`, timeZone: 'UTC' });
  scene.mailbox.updateEvent(scene.eventOf('Planning').id, {
    subject: 'Planning, moved',
    start: at('15'),
    end: at('16'),
  });
  await scene.sync();
});
afterAll(() => scene?.close());

it('shows what was done about the meetings of a person', async () => {
  const page = await go(scene.chrome, 'activity');
  await page.getByRole('article', { name: 'Alone' }).waitFor();
  await page.getByRole('searchbox', { name: 'Person who takes part' }).fill('bob stone');
  await page.getByRole('article', { name: 'Alone' }).waitFor({ state: 'detached' });
  const shown = await page.getByRole('article').all();
  expect(await Promise.all(shown.map((one) => one.getAttribute('aria-label')))).toEqual(['With Bob']);
});

it('saves what is shown as a file for spreadsheets', async () => {
  const page = await go(scene.chrome, 'activity');
  await page.getByRole('searchbox', { name: 'Person who takes part' }).fill('bob stone');
  await page.getByRole('article', { name: 'Alone' }).waitFor({ state: 'detached' });
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as CSV', exact: true }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('activity.csv');
  const lines = readFileSync(await file.path(), 'utf8')
    .trimEnd()
    .split('\r\n');
  expect(lines[0]?.replace('\uFEFF', '')).toMatch(/^"Time","Side","What","Title"/);
  expect(lines.length).toBeGreaterThan(1);
  for (const line of lines.slice(1)) expect(line).toContain('"With Bob"');
});

it('“Undo all of it” takes back everything that one sync did to a meeting, and nothing else', async () => {
  const page = await go(scene.chrome, 'activity');
  await page.getByRole('searchbox', { name: 'Person who takes part' }).fill('');
  const changed = page.getByRole('article', { name: 'Planning, moved' }).first();
  await changed.getByRole('button', { name: /^Undo all of it/ }).click();
  await becomes(() => scene.names(), ['Alone', 'Planning', 'With Bob']);
  const { dateStart, dateEnd } = before;
  expect(scene.rowOf('Planning')).toMatchObject({ dateStart, dateEnd });
  await page
    .getByRole('article', { name: 'Planning, moved' })
    .getByRole('button', { name: /^Undone/ })
    .first()
    .waitFor();
  expect((await scene.sync()).espo).toBe(0);
});
