/** A link whose calendar could not be read and whose event is gone besides: one event takes its place, and a second one that looks the same is new. */
import { expect, it } from 'vitest';
import type { Act } from './acts.ts';
import { cast } from './crash-words.ts';
import { play } from './history.ts';

const acts: Act[] = [
  cast({ settings: { recurring: true } }),
  { act: 'createEvent', by: 0, tag: 3, day: 10, title: 8, kind: 'series', calendar: 0, iCalUId: 'empty' },
  { act: 'sync', by: 0, browser: 0 },
  { act: 'editSeries', by: 0, pick: 0, what: 'single', value: 39 },
  { act: 'deny', side: 'graph', by: 0, pick: 1, on: true },
  { act: 'copyEvent', by: 0, pick: 0, tag: 8, calendar: 0 },
  { act: 'sync', by: 0, browser: 0 },
];

it('each of the two is known', async () => {
  expect((await play(3, acts)).violations).toEqual([]);
});
