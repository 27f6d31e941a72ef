import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { ERRORS } from '../../src/shared/codes.ts';
import { MARK } from '../../src/shared/envelope.ts';
import { MESSAGES } from '../../src/shared/messages.ts';
import { AppBench } from '../errors/app-bench.ts';
import { SENDERS } from '../errors/fake-browser.ts';
import { SeededWorld } from '../simulation/company.ts';

vi.mock('webextension-polyfill', () => import('../errors/fake-browser.ts'));
vi.mock('../../src/background/auth/microsoft.ts', () => import('../errors/fake-microsoft.ts'));

let bench: AppBench;
beforeEach(async () => {
  bench = await AppBench.open();
});

const NAMES = Object.keys(MESSAGES) as (keyof typeof MESSAGES)[];
const STRANGE: unknown[] = [
  undefined,
  null,
  0,
  Number.NaN,
  '',
  'x',
  true,
  [],
  {},
  { settings: {} },
  { ids: [1] },
  { ids: 'x'.repeat(3000) },
  { ids: Array.from({ length: 2001 }, () => 'x') },
  { limit: -1, before: 'now' },
  { limit: 1e9, before: 0 },
  { address: 'x'.repeat(2001) },
  { id: {}, action: 'apply', choice: '' },
  { what: 'everything', id: '' },
];

const FOREIGN = [
  { id: 'another-extension', url: 'chrome-extension://abc/src/popup/page.html' },
  { url: 'chrome-extension://abc/src/popup/page.html' },
  { id: 'abc', url: 'https://evil.example/', tab: { id: 1 } },
  { id: 'abc', url: 'https://outlook.office.com.evil.example/', tab: { id: 1 } },
  { id: 'abc', url: 'http://outlook.office.com/', tab: { id: 1 } },
  { id: 'abc', url: 'https://outlook.office.com/calendar' },
  { id: 'abc', url: 'about:srcdoc', tab: { id: 1 } },
  { id: 'abc' },
  {},
];

it('nobody but our own pages and Outlook tabs is answered, whatever they ask', async () => {
  const { onMessage } = await import('../../src/background/app/messages.ts');
  for (const sender of FOREIGN)
    for (const name of NAMES)
      expect([sender, name, await onMessage({ mark: MARK, name, request: {} }, sender as never)]).toMatchObject([
        sender,
        name,
        { ok: false, error: { code: 'message.refused' } },
      ]);
});

it('what is not ours is left to others, and what has no shape is refused by name', async () => {
  const { onMessage } = await import('../../src/background/app/messages.ts');
  const page = SENDERS.page as never;
  for (const message of STRANGE) expect(onMessage(message, page)).toBeUndefined();
  for (const name of ['', '__proto__', 'constructor', 'toString', 'state.set', 7, null, {}])
    expect(await onMessage({ mark: MARK, name, request: {} }, page)).toMatchObject({
      ok: false,
      error: { code: 'message.refused' },
    });
});

it('a request of any shape ends in an answer or a named error that is not ours', async () => {
  const { random } = new SeededWorld(1);
  for (let i = 0; i < 400; i += 1) {
    const name = NAMES[Math.floor(random() * NAMES.length)] as string;
    const request = STRANGE[Math.floor(random() * STRANGE.length)];
    const from = MESSAGES[name as keyof typeof MESSAGES].from;
    const reply = await bench.reply(name, request, from);
    if (reply.ok) continue;
    expect([name, request, reply.error.code, reply.error.code in ERRORS]).toEqual([
      name,
      request,
      reply.error.code,
      true,
    ]);
    expect([name, request, reply.error.code, reply.error.detail]).not.toMatchObject([name, request, 'bug']);
  }
});
