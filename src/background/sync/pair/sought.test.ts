import { expect, it } from 'vitest';
import { MemoryStore } from '../../../../test/simulation/memory-store';
import { MINUTE } from '../../../shared/time';
import type { Engine } from '../model/engine';
import type { OutlookItem } from '../model/item';
import { goOnSeeking, isMissing, notFound, SOUGHT } from './sought';

const HALF = { id: 'half', etag: '1' } as OutlookItem;
const OTHER = { id: 'other', etag: '1' } as OutlookItem;

function browser() {
  const store = new MemoryStore('pair-1');
  const clock = { now: 1_800_000_000_000 };
  const feeds = { outlook: [{ id: 'calendar', from: 1, until: 9 }], espo: [] };
  const engine = { store, feeds, now: () => clock.now } as unknown as Engine;
  const keep = (...items: OutlookItem[]) => store.commit({ cursors: { put: notFound(engine, items) } });
  return { engine, store, clock, keep };
}

it('what was not found stands for the same run, however many lives it has', async () => {
  const { engine, clock, keep } = browser();
  await keep(HALF);
  clock.now += 9 * MINUTE;
  await keep(OTHER);
  clock.now += 9 * MINUTE;
  const sought = await goOnSeeking(engine);
  expect([HALF, OTHER].map((item) => isMissing(item, sought))).toEqual([true, true]);
  // All that EspoCRM holds was begun to be read, and that took longer than a life.
  expect(sought.search).toBeUndefined();
});

it('an event that was edited since, or has no version, is looked for again', async () => {
  const { engine, keep } = browser();
  await keep(HALF, { ...OTHER, etag: '' });
  const sought = await goOnSeeking(engine);
  expect(isMissing({ ...HALF, etag: '2' }, sought)).toBe(false);
  expect(isMissing({ ...OTHER, etag: '' }, sought)).toBe(false);
});

it('after a rest, or a clock that was set back, everything is looked for again, and nothing is kept of before', async () => {
  for (const later of [10 * MINUTE, -MINUTE]) {
    const { engine, store, clock, keep } = browser();
    await keep(HALF);
    clock.now += later;
    const sought = await goOnSeeking(engine);
    expect(isMissing(HALF, sought)).toBe(false);
    expect(sought.search).toMatchObject({ among: { from: 1, until: 9 } });
    expect(await store.cursorNames(SOUGHT)).toEqual([]);
  }
});
