import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../../shared/time';
import { delayMinutes, isWorthARun } from './interval';

describe('when the next run is', () => {
  it('is sooner with an Outlook tab in use, and later after each failure, to a limit', () => {
    expect(delayMinutes(true, 0, 0)).toBe(10);
    expect(delayMinutes(false, 0, 0)).toBe(30);
    expect(delayMinutes(true, 3, 0)).toBe(80);
    expect(delayMinutes(true, 50, 0)).toBe(240);
  });

  it('is spread by chance, and never sooner than the interval', () => {
    expect(delayMinutes(true, 0, 0.999)).toBeGreaterThan(11.9);
    expect(delayMinutes(false, 1, 0.5)).toBe(66);
  });

  it('is at once when the user comes back, unless the last run is young', () => {
    expect(isWorthARun(100 * MINUTE, undefined, 0)).toBe(true);
    expect(isWorthARun(100 * MINUTE, 97 * MINUTE, 0)).toBe(true);
    expect(isWorthARun(100 * MINUTE, 99 * MINUTE, 0)).toBe(false);
  });

  it('leaves a server in trouble alone for longer, but not for longer than usual', () => {
    expect(isWorthARun(100 * MINUTE, 97 * MINUTE, 1)).toBe(false);
    expect(isWorthARun(100 * MINUTE, 95 * MINUTE, 1)).toBe(true);
    expect(isWorthARun(100 * MINUTE, 89 * MINUTE, 9)).toBe(true);
  });

  it('does not wait for a clock that was set back', () => {
    expect(isWorthARun(100 * MINUTE, 300 * MINUTE, 0)).toBe(true);
  });
});
