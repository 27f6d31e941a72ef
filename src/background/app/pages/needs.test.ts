import { describe, expect, it } from 'vitest';
import { heldView } from './needs';

describe('what waits, in words', () => {
  it('a held change with its numbers', () => {
    const hold = { pair: 'p', since: 0, state: 'waiting' as const };
    expect(heldView({ ...hold, id: 'espo|Meeting|remove', count: 187, of: 200 }).sentence).toBe(
      '187 of 200 would be deleted in EspoCRM.',
    );
    expect(heldView({ ...hold, id: 'outlook|cal|create', count: 301, of: 4 }).sentence).toBe(
      '301 would be created in Outlook.',
    );
  });
});
