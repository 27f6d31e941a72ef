/** A record that looks like an occurrence of a series, which is left out: no second event as long as that one stands. */
import { expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import { meeting, scene, timed } from './scene.ts';
import { stage } from './stage.ts';

type Stage = Awaited<ReturnType<typeof stage>> & { series: string };

const weekly = (times: number, day = '2026-12-01') => ({
  pattern: { type: 'weekly', interval: 1, daysOfWeek: ['tuesday'] },
  range: { type: 'numbered', startDate: day, numberOfOccurrences: times },
});

/** The second of three occurrences has a record that looks like it. */
async function alike(): Promise<Stage> {
  const here = await stage();
  const { mailbox, anna } = here;
  const { immutableId } = mailbox.createEvent('default', { ...timed('Weekly'), recurrence: weekly(3) });
  anna.create('Meeting', meeting('Weekly', anna.id, '2026-12-08'));
  await here.run();
  return { ...here, series: immutableId };
}

const own = ({ mailbox }: Stage) => mailbox.events().filter((event) => event['type'] === 'singleInstance');
const leftOut = async ({ browser }: Stage) =>
  (await browser.store.seenWithReason('recurring', 9)).filter(({ side }) => side === 'espo');

const ENDS: [string, (here: Stage) => unknown][] = [
  ['that occurrence is deleted', ({ mailbox, series }) => mailbox.deleteOccurrence(series, '2026-12-08')],
  [
    'that occurrence is renamed',
    ({ mailbox, series }) => mailbox.updateOccurrence(series, '2026-12-08', { subject: 'Other' }),
  ],
  ['the series ends before it', ({ mailbox, series }) => mailbox.updateEvent(series, { recurrence: weekly(1) })],
  ['the series is deleted', ({ mailbox, series }) => mailbox.deleteEvent(series)],
  ['the series is renamed', ({ mailbox, series }) => mailbox.updateEvent(series, { subject: 'Other' })],
];

it.each(ENDS)('gets its own event once %s', async (_, end) => {
  const here = await alike();
  expect([own(here).length, (await leftOut(here)).length]).toEqual([0, 1]);
  end(here);
  for (let i = 0; i < 3; i += 1) await here.run();
  expect(await leftOut(here)).toEqual([]);
  expect(own(here)).toHaveLength(1);
  await here.settled();
});

it('does not while another occurrence is deleted, and later costs no request', async () => {
  const here = await alike();
  here.mailbox.deleteOccurrence(here.series, '2026-12-15');
  for (let i = 0; i < 3; i += 1) expect(writesOf(await here.run())).toBe(0);
  expect([own(here).length, (await leftOut(here)).length]).toEqual([0, 1]);
  const idle = async () => {
    const asked: string[] = [];
    await here.run((what) => asked.push(what));
    return asked.filter((what) => what === 'request sent').length;
  };
  const [first, second] = [await idle(), await idle()];
  expect(second).toBe(first);
  expect(second).toBeLessThanOrEqual(8);
});

it('is deleted or edited meanwhile: nothing is remembered of it', async () => {
  const here = await alike();
  here.anna.remove('Meeting', here.idOf('Weekly'));
  for (let i = 0; i < 2; i += 1) await here.run();
  here.mailbox.deleteOccurrence(here.series, '2026-12-08');
  for (let i = 0; i < 2; i += 1) await here.run();
  expect(own(here)).toEqual([]);
  expect(await here.browser.store.cursorNames('like|')).toEqual([]);
});

it('an event without an iCalUId that became a series, and is left out by a filter, keeps its record', async () => {
  const { mailbox, browser, run, espo } = await scene();
  browser.settings = { ...browser.settings, recurring: true };
  const { id } = mailbox.createEvent('default', timed('Visit'));
  mailbox.giveICalUId(id, null);
  await run();
  const records = espo.dump('Meeting').map((row) => row.id);
  expect(records).toHaveLength(1);
  const pattern = { type: 'weekly', interval: 1, daysOfWeek: ['tuesday'] };
  mailbox.updateEvent(id, { recurrence: { pattern, range: { type: 'noEnd', startDate: '2026-12-01' } } });
  browser.settings = { ...browser.settings, onlyExternal: true };
  for (let i = 0; i < 3; i += 1) await run();
  expect(espo.dump('Meeting').map((row) => row.id)).toEqual(records);
});
