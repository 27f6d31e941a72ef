import { describe, expect, it, vi } from 'vitest';
import { heldView } from './needs';

vi.mock('webextension-polyfill', () => import('../../../../test/errors/fake-browser'));
vi.hoisted(() => {
  (globalThis as unknown as { __DEFAULTS__: unknown }).__DEFAULTS__ = { CLIENT_ID: '', TENANT_ID: '' };
});

describe('what waits', () => {
  it('a held change with its numbers', () => {
    const hold = { pair: 'p', since: 0, state: 'waiting' as const };
    expect(heldView({ ...hold, id: 'espo|Meeting|remove', count: 187, of: 200 })).toMatchObject({
      side: 'espo',
      op: 'remove',
      name: '',
      count: 187,
      of: 200,
    });
    expect(heldView({ ...hold, id: 'outlook|cal|create', count: 301, of: 4 })).toMatchObject({
      side: 'outlook',
      op: 'create',
      count: 301,
      of: 4,
    });
  });
});
