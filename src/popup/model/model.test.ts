import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { follow, state, stateError } from './model';

beforeEach(() => {
  vi.useFakeTimers();
  [state.value, stateError.value] = [undefined, undefined];
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('a page that could not ask the worker asks again by itself', async () => {
  // As of a worker that was stopped before it answered.
  const answers = [undefined, { ok: true, answer: { sync: { running: false } } }];
  const onMessage = { addListener: () => undefined, removeListener: () => undefined };
  vi.stubGlobal('chrome', { runtime: { sendMessage: async () => answers.shift(), onMessage } });
  const stop = follow();
  await vi.advanceTimersByTimeAsync(10);
  expect(stateError.value?.code).toBe('message.refused');
  await vi.advanceTimersByTimeAsync(3000);
  expect([stateError.value, state.value]).toEqual([undefined, { sync: { running: false } }]);
  stop();
});

it('a page whose question is never answered asks anew, and what comes too late counts no more', async () => {
  let late: (reply: unknown) => void = () => undefined;
  const lost = new Promise((resolve) => {
    late = resolve;
  });
  const answers = [lost, { ok: true, answer: { sync: { running: false } } }];
  const onMessage = { addListener: () => undefined, removeListener: () => undefined };
  vi.stubGlobal('chrome', { runtime: { sendMessage: async () => answers.shift(), onMessage } });
  const stop = follow();
  await vi.advanceTimersByTimeAsync(4000);
  expect(answers).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(4000);
  expect(state.value).toEqual({ sync: { running: false } });
  late({ ok: true, answer: { sync: { running: true } } });
  await vi.advanceTimersByTimeAsync(10);
  expect(state.value).toEqual({ sync: { running: false } });
  stop();
});
