import { expect, it } from 'vitest';
import { fuzz } from './fuzz.ts';
import { fuzzRuns } from './fuzz-runs.ts';

it('a malformed answer is a value or a named error, and sends no write that was not decided before', async () => {
  const { ends, wrong } = await fuzz(1, 3000);
  expect(wrong).toEqual([]);
  // They are malformed enough to be noticed, and both sides notice them.
  expect(Object.keys(ends)).toEqual(expect.arrayContaining(['value', 'ms.unreadable', 'espo.unreadable']));
}, 60_000);

it.each([11503, 91303])('answer %i, found by the whole, stays a named error', async (seed) => {
  expect((await fuzz(seed, 1)).wrong).toEqual([]);
});

it('runs over two sides in step write nothing, whatever shape the answers have', async () => {
  const { answers, ends, wrong } = await fuzzRuns(1, 40);
  expect(wrong).toEqual([]);
  expect(answers).toBeGreaterThan(40);
  expect(Object.keys(ends).length).toBeGreaterThan(2);
}, 60_000);
