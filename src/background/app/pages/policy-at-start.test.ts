import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';
import { AppBench } from '../../../../test/errors/app-bench';
import fakeBrowser from '../../../../test/errors/fake-browser';
import { microsoft } from '../../../../test/errors/fake-microsoft';
import { soon } from '../../../../test/soon';

vi.mock('webextension-polyfill', () => import('../../../../test/errors/fake-browser'));
vi.mock('../../auth/microsoft', () => import('../../../../test/errors/fake-microsoft'));

/** Chromium reads the policies of an extension when its start is over: until then nobody gets an answer. */
it('at the start of a browser what was set last time is shown, and what is done waits for what is set now', async () => {
  const bench = await AppBench.open();
  const { local, managed } = fakeBrowser.storage;
  await local.set({ lastPolicy: { clientId: 'old-client', tenantId: 'old-tenant', cloud: 'nowhere' } });
  let answer: (now: Record<string, unknown>) => void = () => undefined;
  const answered = new Promise<Record<string, unknown>>((resolve) => {
    answer = resolve;
  });
  vi.spyOn(managed, 'get').mockReturnValue(answered);
  const told = vi.spyOn(fakeBrowser.runtime, 'sendMessage');
  const signedIn = vi.spyOn(microsoft, 'signIn');

  const shown = await bench.state();
  expect(shown.managed.connection).toEqual(['clientId', 'tenantId']);
  expect(shown.connection.clientId).toBe('old-client');
  expect((await bench.ask('badges.lookup', { ids: [] }, 'content')).badges).toEqual({});

  const connecting = bench.connectOutlook();
  for (let i = 0; i < 50; i += 1) await Promise.resolve();
  expect(signedIn).not.toHaveBeenCalled();

  told.mockClear();
  answer({ clientId: 'new-client' });
  await soon(() => expect(told).toHaveBeenCalledWith(expect.objectContaining({ notice: 'state' })));
  await connecting;
  expect(signedIn).toHaveBeenCalledOnce();
  const now = await bench.state();
  expect([now.managed.connection, now.connection.clientId]).toEqual([['clientId'], 'new-client']);
  expect((await local.get('lastPolicy'))['lastPolicy']).toEqual({ clientId: 'new-client' });
});
