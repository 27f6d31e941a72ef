import { describe, expect, it, vi } from 'vitest';
import { senderOf } from './messages';

vi.mock('webextension-polyfill', () => ({ default: {} }));
vi.mock('../auth/microsoft', () => ({ Microsoft: class {} }));
vi.hoisted(() => {
  (globalThis as unknown as { __DEFAULTS__: unknown }).__DEFAULTS__ = { CLIENT_ID: '', TENANT_ID: '' };
});

const BASE = 'chrome-extension://abc/';
describe('who sent a message', () => {
  it.each([
    [{ id: 'abc', url: `${BASE}src/popup/popup.html` }, 'page'],
    [{ id: 'abc', url: `${BASE}src/popup/page.html`, tab: { id: 1 } }, 'page'],
    [{ id: 'abc', url: 'https://outlook.office.com/calendar/view/week', tab: { id: 1 }, frameId: 0 }, 'content'],
    [{ id: 'abc', url: 'https://outlook.cloud.microsoft/mail/', tab: { id: 1 }, frameId: 0 }, 'content'],
    [{ id: 'abc', url: 'https://outlook.office.com/hosted/calendar/view/week', tab: { id: 1 }, frameId: 7 }, 'content'],
    [{ id: 'abc', url: 'https://outlook.office.com/calendar/view/week', tab: { id: 1 }, frameId: 7 }, undefined],
    [{ id: 'abc', url: 'https://outlook.office.com/hosted/mail/', tab: { id: 1 }, frameId: 7 }, undefined],
    [{ id: 'abc', url: 'https://teams.microsoft.com/hosted/calendar/', tab: { id: 1 }, frameId: 0 }, undefined],
    [{ id: 'abc', url: 'https://outlook.office.com.evil.example/', tab: { id: 1 }, frameId: 0 }, undefined],
    [{ id: 'abc', url: 'https://evil.example/?chrome-extension://abc/', tab: { id: 1 } }, undefined],
    [{ id: 'other', url: `${BASE}src/popup/popup.html` }, undefined],
  ])('%o is %s', (sender, expected) => {
    expect(senderOf(sender as never, 'abc', BASE)).toBe(expected);
  });
});
