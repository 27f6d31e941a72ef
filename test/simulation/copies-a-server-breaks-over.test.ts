/** The server answers 500 to one of two events that are alike: the record of the other one is none of its own. */
import { expect, it } from 'vitest';
import type { Act } from './acts.ts';
import { cast } from './crash-words.ts';
import { play } from './history.ts';

const twins: Act[] = [
  cast({}),
  { act: 'createEvent', by: 0, tag: 1, day: 11, title: 6, kind: 'timed', calendar: 0 },
  { act: 'copyEvent', by: 0, pick: 0, tag: 5, calendar: 0 },
];

it.each([
  ['once, before it stored it', 'before', 1],
  ['once, after it had stored it', 'after', 1],
  ['twice, before it stored them', 'before', 2],
  ['twice, after it had stored them', 'after', 2],
] as const)('%s', async (_, when, times) => {
  const fault: Act = { act: 'fault', side: 'espo', when, status: 500, times, method: 'POST' };
  expect((await play(1, [...twins, fault, { act: 'sync', by: 0, browser: 0 }])).violations).toEqual([]);
});
