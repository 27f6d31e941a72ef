import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Refused, send } from './client';

const UNHEARD = new Error('Could not establish connection. Receiving end does not exist.');

function browserThat(...answers: unknown[]) {
  const sendMessage = vi.fn<(message: unknown) => Promise<unknown>>(async () => {
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  });
  vi.stubGlobal('chrome', { runtime: { sendMessage } });
  return sendMessage;
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('sends what nobody heard again, until somebody does', async () => {
  const sendMessage = browserThat(UNHEARD, UNHEARD, { ok: true, answer: 'here' });
  const answer = send('state.get', {});
  await vi.runAllTimersAsync();
  expect(await answer).toBe('here');
  expect(sendMessage).toHaveBeenCalledTimes(3);
});

it('never sends again what may have been heard', async () => {
  const sendMessage = browserThat(new Error('The message port closed before a response was received.'));
  await expect(send('sync.now', {})).rejects.toThrow(Refused);
  expect(sendMessage).toHaveBeenCalledTimes(1);
});

it('says so when nobody ever hears it', async () => {
  browserThat(UNHEARD, UNHEARD, UNHEARD, UNHEARD);
  const refused = expect(send('state.get', {})).rejects.toMatchObject({ view: { code: 'message.refused' } });
  await vi.runAllTimersAsync();
  await refused;
});
