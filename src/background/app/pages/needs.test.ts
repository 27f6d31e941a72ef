import { describe, expect, it, vi } from 'vitest';
import { heldView } from './needs';

vi.mock('webextension-polyfill', () => import('../../../../test/errors/fake-browser'));
vi.hoisted(() => {
  (globalThis as unknown as { __DEFAULTS__: unknown }).__DEFAULTS__ = { CLIENT_ID: '', TENANT_ID: '' };
});

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
