import { beforeEach, expect, it, vi } from 'vitest';

const get = vi.fn<() => Promise<Record<string, unknown>>>();
vi.stubGlobal('__DEFAULTS__', { CLIENT_ID: '', TENANT_ID: '' });
const kept = new Map<string, unknown>();
const local = {
  get: async () => Object.fromEntries(kept),
  set: async (values: object) => void Object.entries(values).forEach(([key, value]) => kept.set(key, value)),
};
vi.mock('webextension-polyfill', () => ({ default: { storage: { managed: { get }, local, session: {} } } }));

beforeEach(() => {
  get.mockReset();
  kept.clear();
  // As after a start of the browser: a new worker.
  vi.resetModules();
});

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

it('what was set last time is known until the browser answers, and then what it answered is', async () => {
  kept.set('lastPolicy', { clientId: 'a', cloud: 'nowhere' });
  kept.set('espoAccount', { site: 'https://crm.example.test', userName: 'anna', userId: '1', name: '', version: '' });
  const { managed, policyBefore } = await import('./managed');
  // What does not fit its shape is left out there, too.
  expect(await policyBefore()).toEqual({ clientId: 'a' });
  get.mockResolvedValue({ clientId: 'b' });
  await managed();
  expect(await policyBefore()).toBeUndefined();
  expect(kept.get('lastPolicy')).toEqual({ clientId: 'b' });
});

it('a browser that remembers nothing waits for the answer', async () => {
  const { managed, policyBefore } = await import('./managed');
  expect(await policyBefore()).toBeUndefined();
  get.mockResolvedValue({ clientId: 'b' });
  await managed();
  // Nothing is connected.
  expect(kept.size).toBe(0);
  vi.resetModules();
  kept.set('lastPolicy', 'no policy');
  expect(await policyBefore()).toBeUndefined();
});
