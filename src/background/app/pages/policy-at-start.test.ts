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
  await managed.set({ clientId: 'app-1', locked: { attendees: false } });
  await bench.connected();
  expect((await local.get('lastPolicy'))['lastPolicy']).toEqual({ clientId: 'app-1', locked: { attendees: false } });

  // The browser starts anew.
  vi.resetModules();
  let answer: (now: Record<string, unknown>) => void = () => undefined;
  const answered = new Promise<Record<string, unknown>>((resolve) => {
    answer = resolve;
  });
  const asked = vi.spyOn(managed, 'get').mockReturnValue(answered);
  const told = vi.spyOn(fakeBrowser.runtime, 'sendMessage');
  const signedIn = vi.spyOn(microsoft, 'signIn');

  const shown = await bench.state();
  expect(asked).toHaveBeenCalled();
  expect([shown.managed.connection, shown.managed.locked]).toEqual([['clientId'], ['attendees']]);
  expect(shown.pair?.settings.attendees).toBe(false);
  await bench.ask('badges.lookup', { ids: [] }, 'content');
  await bench.ask('outlook.known', { from: '2026-11-01', until: '2026-11-08' }, 'content');
  const { showToolbar } = await import('../said/toolbar');
  await showToolbar(false);

  const connecting = bench.connectOutlook();
  const syncing = bench.ask('sync.now');
  for (let i = 0; i < 50; i += 1) await Promise.resolve();
  expect(signedIn).not.toHaveBeenCalled();
  expect((await bench.state()).sync.running).toBe(false);

  told.mockClear();
  answer({ clientId: 'app-1' });
  await soon(() => expect(told).toHaveBeenCalledWith(expect.objectContaining({ notice: 'state' })));
  await Promise.all([connecting, syncing]);
  expect(signedIn).toHaveBeenCalled();
  expect((await bench.state()).managed.locked).toEqual([]);
  expect((await local.get('lastPolicy'))['lastPolicy']).toEqual({ clientId: 'app-1' });
});
