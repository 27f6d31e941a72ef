import { afterEach, expect, it, vi } from 'vitest';
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

afterEach(() => vi.unstubAllGlobals());

it('sends what nobody heard once more', async () => {
  const sendMessage = browserThat(UNHEARD, { ok: true, answer: 'here' });
  expect(await send('state.get', {})).toBe('here');
  expect(sendMessage).toHaveBeenCalledTimes(2);
});

it('never sends again what may have been heard', async () => {
  const sendMessage = browserThat(new Error('The message port closed before a response was received.'));
  await expect(send('sync.now', {})).rejects.toThrow(Refused);
  expect(sendMessage).toHaveBeenCalledTimes(1);
});

it('says so when nobody hears it twice', async () => {
  const sendMessage = browserThat(UNHEARD, UNHEARD, { ok: true, answer: 'too late' });
  await expect(send('state.get', {})).rejects.toMatchObject({ view: { code: 'message.refused' } });
  expect(sendMessage).toHaveBeenCalledTimes(2);
});
