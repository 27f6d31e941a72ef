import { beforeEach, expect, it, vi } from 'vitest';

const get = vi.fn<() => Promise<Record<string, unknown>>>();
vi.stubGlobal('__DEFAULTS__', { CLIENT_ID: '', TENANT_ID: '' });
vi.mock('webextension-polyfill', () => ({ default: { storage: { managed: { get }, local: {}, session: {} } } }));

beforeEach(() => get.mockReset());

it('who asks while the policy is being read shares that answer, and who asks later hears what holds then', async () => {
  const { managed } = await import('./managed');
  get.mockResolvedValue({ clientId: 'a'.repeat(8) });
  const all = await Promise.all([managed(), managed(), managed()]);
  expect(get).toHaveBeenCalledTimes(1);
  expect(new Set(all.map(({ clientId }) => clientId)).size).toBe(1);
  get.mockResolvedValue({});
  expect((await managed()).clientId).toBeUndefined();
  expect(get).toHaveBeenCalledTimes(2);
});
