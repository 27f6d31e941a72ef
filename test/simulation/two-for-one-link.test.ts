/** A link that has lost its event: one event takes its place, and a second one that could is new. */
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

it('its calendar could not be read besides: each of the two is known', async () => {
  expect((await play(3, acts)).violations).toEqual([]);
});

it('one of them by its key and one by its series: each is known', async () => {
  const series: Act[] = [
    { act: 'setting', by: 0, change: { recurring: true } },
    { act: 'createEvent', by: 0, tag: 8, day: 7, title: 10, kind: 'series', calendar: 0, guests: 'nameless' },
    { act: 'editSeries', by: 0, pick: 3, what: 'end', value: 36 },
    { act: 'sync', by: 2, browser: 0 },
    { act: 'break', what: 'calendars', by: 2, pick: 1, status: 400 },
    { act: 'editSeries', by: 0, pick: 6, what: 'end', value: 16 },
    { act: 'editEvent', by: 2, pick: 43, field: 'title', value: 149 },
    { act: 'createEvent', by: 0, tag: 14, day: 16, title: 9, kind: 'series', calendar: 0 },
    { act: 'sync', by: 0, browser: 0 },
  ];
  expect((await play(53696, series)).violations).toEqual([]);
});
