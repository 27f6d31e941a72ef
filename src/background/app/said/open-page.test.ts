import { expect, it, vi } from 'vitest';
import fakeBrowser from '../../../../test/errors/fake-browser';
import { onInstalled } from './open-page';

vi.mock('webextension-polyfill', () => import('../../../../test/errors/fake-browser'));

it('opens the set-up when it is installed, and not when it is brought up to date', async () => {
  await onInstalled({ reason: 'update', temporary: false });
  await onInstalled({ reason: 'browser_update', temporary: false });
  expect(fakeBrowser.tabs.opened).toEqual([]);
  await onInstalled({ reason: 'install', temporary: false });
  expect(fakeBrowser.tabs.opened).toEqual(['chrome-extension://abc/src/popup/page.html#start']);
});
