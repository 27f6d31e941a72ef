import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { APPLICATION, AuthWindow } from '../errors/auth-window.ts';
import fakeBrowser from '../errors/fake-browser.ts';

vi.mock('webextension-polyfill', () => import('../errors/fake-browser.ts'));
vi.hoisted(() => {
  (globalThis as unknown as { __DEFAULTS__: unknown }).__DEFAULTS__ = { CLIENT_ID: '', TENANT_ID: '' };
});

/** The real library, over Entra ID as it answers. */
let at: AuthWindow;
beforeEach(async () => {
  at = await AuthWindow.open();
});
const NEVER = new AbortController().signal;
const signIn = () => at.microsoft.connect(APPLICATION, false, NEVER, async () => undefined);
const kept = () =>
  JSON.stringify([fakeBrowser.storage.local, fakeBrowser.storage.session].map(({ values }) => [...values]));

it('after Disconnect nothing of the sign-in is kept, and no token comes without a new one', async () => {
  await signIn();
  const token = await at.microsoft.token(APPLICATION, false);
  expect(kept()).toContain(token);
  expect([...fakeBrowser.storage.local.values.values()].join()).not.toContain(token);
  await at.microsoft.disconnect();
  expect(kept()).toBe('[[],[]]');
  await expect(at.microsoft.token(APPLICATION, false)).rejects.toMatchObject({ code: 'ms.signInNeeded' });
});

it('a token that was under way when the user disconnected is not kept either', async () => {
  await signIn();
  const { fetch } = globalThis;
  let answer = (): void => undefined;
  const asked = new Promise<void>((resolve) => {
    vi.stubGlobal('fetch', async (...request: Parameters<typeof fetch>) => {
      const response = await fetch(...request);
      resolve();
      await new Promise<void>((go) => (answer = go));
      return response;
    });
  });
  const renewed = at.microsoft.token(APPLICATION, false, { force: true });
  await asked;
  await at.microsoft.disconnect();
  answer();
  await renewed;
  await expect(at.microsoft.token(APPLICATION, false)).rejects.toMatchObject({ code: 'ms.signInNeeded' });
  expect(kept()).toBe('[[],[]]');
});
