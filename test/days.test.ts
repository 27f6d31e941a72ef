import { expect, it } from 'vitest';
import { DAY } from '../src/shared/time.ts';
import { workdayFrom } from './days.ts';

it('a day of work is found on whatever day of the week a test runs', () => {
  for (let today = 0; today < 7; today += 1) {
    const now = Date.UTC(2026, 10, 23 + today, 12);
    const ahead = workdayFrom(3, now);
    expect(ahead).toBeGreaterThanOrEqual(3);
    expect([1, 2, 3, 4, 5]).toContain(new Date(now + ahead * DAY).getUTCDay());
  }
});
