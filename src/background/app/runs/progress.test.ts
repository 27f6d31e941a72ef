import { beforeEach, describe, expect, it } from 'vitest';
import type { Progress } from '../../sync/model/engine';
import { beginProgress, fractionDone, fractionOf, noteProgress } from './progress';

const at = (change: Partial<Progress>): Progress => ({
  ...{ phase: 'reading', parts: 2, partsDone: 0, read: 0, expected: 0, arrived: 0, done: 0, total: 0 },
  ...change,
});

beforeEach(beginProgress);

describe('how much of a run is done', () => {
  it('grows with each part, with what was read of it, and with each write, to the end', () => {
    const steps = [
      at({}),
      at({ read: 50, expected: 200 }),
      at({ read: 200, expected: 200 }),
      at({ partsDone: 1 }),
      at({ partsDone: 1, read: 1000, arrived: 1000 }),
      at({ partsDone: 2 }),
      at({ phase: 'comparing', partsDone: 2 }),
      at({ phase: 'writing', partsDone: 2, done: 0, total: 1000 }),
      at({ phase: 'writing', partsDone: 2, done: 400, total: 1000 }),
      at({ phase: 'writing', partsDone: 2, done: 1000, total: 1000 }),
    ].map((progress) => {
      noteProgress(progress);
      return fractionDone();
    });
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect([steps[0], steps.at(-1)]).toEqual([0, 1]);
  });

  it('counts answers: a page is one, four writes are one', () => {
    const nothing = { read: 0, arrived: 0 };
    // Two pages of four, another part of which nothing is known, and three answers in between.
    expect(fractionOf(at({ read: 100, expected: 200 }), nothing)).toBeCloseTo(2 / (4 + 11 + 3));
    // What arrives will be written: reading is the smaller part of it.
    expect(fractionOf(at({ read: 1000, arrived: 1000, parts: 1 }), nothing)).toBeCloseTo(20 / (20 + 3 + 250));
    const read = { read: 1000, arrived: 1000 };
    expect(fractionOf(at({ phase: 'writing', done: 500, total: 1000 }), read)).toBeCloseTo((23 + 125) / (23 + 250));
    expect(fractionOf(at({ phase: 'writing', done: 0, total: 0 }), nothing)).toBe(1);
  });

  it('never goes back when a run looks once more at what changed under it', () => {
    const said = [
      at({ partsDone: 2 }),
      at({ phase: 'writing', done: 8, total: 10 }),
      at({ phase: 'comparing' }),
      at({ phase: 'writing', done: 0, total: 1 }),
    ].map((progress) => {
      noteProgress(progress);
      return fractionDone();
    });
    expect(said).toEqual([...said].sort((a, b) => a - b));
    beginProgress();
    expect(fractionDone()).toBe(0);
  });
});
