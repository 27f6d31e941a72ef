import { describe, expect, it } from 'vitest';
import { crashEverywhere, SCRIPTS } from './crash.ts';

/** `npm run crash` stops at every step; here at every seventh, from another one in each script. */
const EVERY = 7;

describe('stopped at any step, a run loses nothing, repeats nothing, and settles', () => {
  it.each(Object.keys(SCRIPTS).map((name, index) => [name, 1 + (index % EVERY)] as const))(
    '%s',
    async (name, from) => {
      const report = await crashEverywhere(name, EVERY, from);
      expect(report.points).toBeGreaterThan(0);
      expect(report.violations).toEqual([]);
    },
    120_000,
  );
});
