import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { inTurn } from './in-turn';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A question that takes so many milliseconds to be answered. */
function list(takes: number) {
  let most = 0;
  let open = 0;
  const ask = vi.fn<() => Promise<void>>(async () => {
    open += 1;
    most = Math.max(most, open);
    await new Promise((resolve) => setTimeout(resolve, takes));
    open -= 1;
  });
  return { ask, most: () => most };
}

it('asks at once, and never a second question before the first is answered', async () => {
  const { ask, most } = list(1000);
  const turn = inTurn(ask);
  for (let i = 0; i < 10; i += 1) {
    turn.want();
    await vi.advanceTimersByTimeAsync(250);
  }
  expect(ask).toHaveBeenCalledTimes(1);
  await vi.runAllTimersAsync();
  expect([ask.mock.calls.length, most()]).toEqual([2, 1]);
});

it('leaves the worker four fifths of its time, however often something changes', async () => {
  const { ask } = list(1000);
  const turn = inTurn(ask);
  for (let i = 0; i < 400; i += 1) {
    turn.want();
    await vi.advanceTimersByTimeAsync(250);
  }
  expect(ask.mock.calls.length).toBeLessThanOrEqual(21);
  expect(ask.mock.calls.length).toBeGreaterThanOrEqual(19);
});

it('what is answered in no time is asked for with every change', async () => {
  const { ask } = list(5);
  const turn = inTurn(ask);
  for (let i = 0; i < 8; i += 1) {
    turn.want();
    await vi.advanceTimersByTimeAsync(250);
  }
  expect(ask).toHaveBeenCalledTimes(8);
});

it('asks nothing when the list is gone', async () => {
  const { ask } = list(1000);
  const turn = inTurn(ask);
  turn.want();
  turn.want();
  await vi.advanceTimersByTimeAsync(500);
  turn.stop();
  await vi.runAllTimersAsync();
  turn.want();
  expect(ask).toHaveBeenCalledTimes(1);
});
