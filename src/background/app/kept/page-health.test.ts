import { describe, expect, it } from 'vitest';
import type { Health } from '../../../shared/card';
import { DAY, HOUR } from '../../../shared/time';
import type { PageHealth } from '../../store/values';
import { added, isPaused } from './page-health';

const none = { id: 0, address: 0, pressed: 0, known: 0 };
const EMPTY: PageHealth = { tiles: 0, known: 0, blind: 0, disagreed: 0, by: none, since: 0, until: 0, unknown: 0 };
const told = (more: Partial<Health>): Health => ({ tiles: 0, known: 0, blind: 0, disagreed: 0, by: none, ...more });
const START = 1_000_000;

describe('Outlook has changed', () => {
  it('when for a day nothing on its pages was recognised', () => {
    const first = added(EMPTY, told({ tiles: 30 }), START);
    expect(isPaused(added(first, told({ tiles: 5 }), START + DAY - 1))).toBe(false);
    expect(isPaused(added(first, told({ tiles: 5 }), START + DAY))).toBe(true);
  });

  it('when for a day nothing on its pages had an id', () => {
    let health = EMPTY;
    for (let hour = 0; hour <= 24; hour += 1) health = added(health, told({ blind: 1 }), START + hour * HOUR);
    expect(isPaused(health)).toBe(true);
  });

  it('not where one was known in between, nor for a few tiles, nor for an empty calendar', () => {
    const first = added(EMPTY, told({ tiles: 30 }), START);
    const known = added(first, told({ tiles: 3, known: 1, by: { ...none, id: 1 } }), START + 10);
    expect(isPaused(known)).toBe(false);
    for (const more of [{ tiles: 3 }, {}])
      expect(isPaused(added(added(EMPTY, told(more), START), told(more), START + 2 * DAY))).toBe(false);
  });

  it('not because nobody looked at it for a day after a look at days that nothing is known of', () => {
    const friday = added(EMPTY, told({ tiles: 30 }), START);
    expect(isPaused(friday)).toBe(false);
    const monday = added(friday, told({ tiles: 9, known: 9, by: { ...none, id: 9 } }), START + 3 * DAY);
    expect(isPaused(monday)).toBe(false);
  });

  it('ends when one is known again, and the counters stay', () => {
    const paused = added(EMPTY, told({ tiles: 30, disagreed: 2 }), START);
    const again = added(paused, told({ known: 1, by: { ...none, known: 1 } }), START + 2 * DAY);
    expect(isPaused(again)).toBe(false);
    expect(again).toMatchObject({ tiles: 30, disagreed: 2, known: 1, by: { known: 1 } });
  });
});
