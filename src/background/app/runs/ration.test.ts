import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../../shared/time';
import { afterOne, type Left, RATIONS, type Ration, waitFor } from './ration';

const ration: Ration = { most: 3, every: 60_000, apart: 1000 };
const START = 1_000_000;

/** Looks that a user who asks all the time gets in that span. */
function granted(one: Ration, span: number): number[] {
  let known: Left | undefined;
  const all: number[] = [];
  for (let now = START; now < START + span; now += 500)
    if (waitFor(one, known, now) === 0) {
      known = afterOne(one, known, now);
      all.push(now - START);
    }
  return all;
}

describe('short looks', () => {
  it('are taken at once, some in a row, then as often as they come back', () => {
    const all = granted(ration, 10 * MINUTE);
    expect(all.slice(0, 3)).toEqual([0, 1000, 2000]);
    expect(all).toHaveLength(3 + 9);
  });

  it('come back while nobody asks', () => {
    const used = { left: 0, at: 0 };
    expect(waitFor(ration, used, 10_000)).toBe(50_000);
    expect(waitFor(ration, used, 60_000)).toBe(0);
    expect(afterOne(ration, used, HOUR).left).toBe(2);
  });

  it('do not wait longer for a clock that was set back', () => {
    expect(waitFor(ration, { left: 2, at: 5_000_000 }, 1000)).toBe(1000);
  });

  it('keep within what an hour may cost', () => {
    // EspoCRM: 36 ms a kind of record, three kinds; an hour of runs costs 590 (docs/scale.md).
    expect(granted(RATIONS.espo, HOUR).length * 108).toBeLessThan(2000);
    // Graph: a tenth of the 10,000 requests that a mailbox has in ten minutes, were each look ten of them.
    expect(granted(RATIONS.outlook, 600_000).length * 10).toBeLessThan(1000);
  });
});
