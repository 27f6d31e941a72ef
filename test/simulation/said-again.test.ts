/** What the delta says again of how an event was before (graph.md 1) is no news. */
import { expect, it } from 'vitest';
import { scene, timed } from './scene.ts';

const LEFT_OUT: [why: string, change: Record<string, unknown>, settings: Record<string, unknown>][] = [
  ['made private', { sensitivity: 'private' }, {}],
  ['given a category that is not synced', { categories: ['Red'] }, { categoriesDeny: ['Red'] }],
  ['shown as free', { showAs: 'free' }, { filterFree: true }],
];

it.each(LEFT_OUT)('an event that was %s before it was first read stays left out', async (_why, change, settings) => {
  const { mailbox, browser, run, names, company } = await scene();
  browser.settings = { ...browser.settings, ...settings };
  company.graph.control.variants.deltaReplays = 1;
  const numbers = [1, 2, 3, 4, 5, 6, 7, 8];
  const ids = numbers.map((n) => mailbox.createEvent('default', timed(`Visit ${n}`, '2026-12-05')).id);
  company.world.advance(60_000);
  for (const id of ids) mailbox.updateEvent(id, change);
  for (let i = 0; i < 4; i += 1) await run();
  expect(names()).toEqual([]);
  // An edit is news.
  mailbox.updateEvent(ids[0] ?? '', { sensitivity: 'normal', categories: [], showAs: 'busy' });
  for (let i = 0; i < 2; i += 1) await run();
  expect(names()).toEqual(['Visit 1']);
});

it('an event that was renamed and cannot be read becomes a record with its last name once it can', async () => {
  const { mailbox, run, names, company, settled } = await scene();
  const { graph } = company;
  graph.control.variants.deltaReplays = 1;
  const numbers = [1, 2, 3, 4, 5, 6, 7, 8];
  const events = numbers.map((n) => mailbox.createEvent('default', timed(`Visit ${n}`, '2026-12-05')));
  for (const { id, immutableId } of events)
    for (const one of [id, immutableId]) graph.control.spoilt.set(one, { subject: { text: 'x' } });
  company.world.advance(60_000);
  for (const [i, { id }] of events.entries()) mailbox.updateEvent(id, { subject: `Renamed ${i + 1}` });
  for (let i = 0; i < 3; i += 1) await run();
  graph.control.spoilt.clear();
  await run();
  expect(names()).toEqual(numbers.map((n) => `Renamed ${n}`));
  await settled();
});

it('an event that was a series before it was first read becomes one record', async () => {
  const { mailbox, browser, run, names, company, settled } = await scene();
  browser.settings = { ...browser.settings, recurring: true };
  const pattern = { type: 'weekly', interval: 1, daysOfWeek: ['saturday'] };
  const recurrence = { pattern, range: { type: 'noEnd', startDate: '2026-12-05' } };
  const numbers = [1, 2, 3, 4, 5, 6, 7, 8];
  company.graph.control.variants.deltaReplays = 1;
  const ids = numbers.map(
    (n) => mailbox.createEvent('default', { ...timed(`Visit ${n}`, '2026-12-05'), recurrence }).id,
  );
  company.world.advance(60_000);
  for (const id of ids) mailbox.updateEvent(id, { recurrence: null });
  for (let i = 0; i < 3; i += 1) await run();
  expect(names()).toEqual(numbers.map((n) => `Visit ${n}`));
  await settled();
});
