import { expect, it, vi } from 'vitest';

vi.mock('webextension-polyfill', () => ({ default: {} }));
vi.mock('../../auth/microsoft', () => ({ Microsoft: class {} }));
vi.hoisted(() => {
  (globalThis as unknown as { __DEFAULTS__: unknown }).__DEFAULTS__ = { CLIENT_ID: '', TENANT_ID: '' };
});

const { outside } = await import('./services');

it('gives up on a request that is never answered, and at once when the run is stopped', async () => {
  const signals: AbortSignal[] = [];
  vi.stubGlobal('fetch', async (_: string, init: RequestInit) => void signals.push(init.signal as AbortSignal));
  const timeouts: number[] = [];
  const late = new AbortController();
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    timeouts.push(ms);
    return late.signal;
  });
  const run = new AbortController();
  await outside(run.signal).fetch('https://graph.microsoft.com/v1.0/me');
  late.abort();
  expect([timeouts.length, signals[0]?.aborted]).toEqual([1, true]);
  expect(run.signal.aborted).toBe(false);
  run.abort(new Error('stopped'));
  await expect(outside(run.signal).sleep(1000)).rejects.toThrow('stopped');
  vi.unstubAllGlobals();
});
