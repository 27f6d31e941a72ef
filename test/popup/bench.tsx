import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { vi } from 'vitest';
import { forgetTyped } from '../../src/popup/connect/typed';
import { errorView } from '../../src/popup/model/client';
import { follow, state } from '../../src/popup/model/model';
import { type View, where } from '../../src/popup/model/view';
import { answered } from '../../src/popup/needs/answering';
import { Page } from '../../src/popup/page';
import { Popup } from '../../src/popup/popup';
import { discardEdits } from '../../src/popup/settings/draft';
import { effects } from '../../src/popup/settings/effects';
import { effect } from '../../src/popup/settings/foreseen';
import { sought } from '../../src/popup/settings/sought';
import { type Envelope, MARK, type Reply } from '../../src/shared/envelope';
import type { MessageName } from '../../src/shared/messages';
import { say, type TextKey } from '../../src/shared/say';
import type { AppState } from '../../src/shared/state';
import { ANSWERS } from '../surface/answers';
import { disconnected } from '../surface/fixtures';
import { i18nOf } from '../surface/texts';

/** What the tests of the pages share: popup and page over a worker and a browser of their own. */

interface Bench {
  /** What happened, in order: names of messages, and permissions that were asked for. */
  log: string[];
  requests: Envelope[];
  /** What the worker's state is. */
  worker: AppState;
  /** How it answers otherwise than with its state. */
  replies: Map<MessageName, (request: unknown) => Reply | Promise<Reply>>;
  granted: boolean;
  notify: () => void;
  stop: () => void;
}

export const bench: Bench = {
  log: [],
  requests: [],
  worker: disconnected(),
  replies: new Map(),
  granted: true,
  notify: () => undefined,
  stop: () => undefined,
};

export const answer = (name: MessageName, value: unknown): void =>
  void bench.replies.set(name, () => ({ ok: true, answer: structuredClone(value) }));

export function setUp(): void {
  Object.assign(bench, { log: [], requests: [], worker: disconnected(), granted: true });
  bench.replies = new Map();
  for (const [name, value] of Object.entries(ANSWERS)) answer(name as MessageName, value);
  answer('settings.preview', { ...(ANSWERS['settings.preview'] as object), total: 0 });
  state.value = undefined;
  discardEdits();
  forgetTyped('clientId', 'tenantId', 'espoAddress', 'espoUser', 'stayConnected');
  answered.value = new Map();
  effects.value = new Map();
  effect.value = undefined;
  sought.value = '';
  localStorage.clear();
  vi.stubGlobal('chrome', {
    i18n: i18nOf(),
    runtime: {
      getManifest: () => ({ version: '0.1.0' }),
      onMessage: {
        addListener: (listener: (message: unknown) => void) => {
          bench.notify = () => listener({ mark: MARK, notice: 'state' });
        },
        removeListener: () => undefined,
      },
      sendMessage: async (envelope: Envelope): Promise<Reply> => {
        bench.log.push(envelope.name);
        bench.requests.push(envelope);
        const reply = bench.replies.get(envelope.name);
        return reply ? reply(envelope.request) : { ok: true, answer: structuredClone(bench.worker) };
      },
    },
    permissions: {
      request: async ({ origins = [], permissions = [] }: { origins?: string[]; permissions?: string[] }) => {
        bench.log.push(`permission ${[...origins, ...permissions].join()}`);
        return bench.granted;
      },
    },
  });
}

export function tearDown(): void {
  bench.stop();
  cleanup();
  vi.unstubAllGlobals();
}

/** The full page over what the worker says, at that view, or at the one that the page chooses. */
export async function open(worker: AppState, view: View | null = 'overview', at = ''): Promise<void> {
  bench.worker = worker;
  document.documentElement.className = 'page';
  where.value = { view: view ?? undefined, at };
  bench.stop = follow();
  render(<Page />);
  await screen.findByRole('heading', { level: 1 });
}

/** The small window. */
export async function openPopup(worker: AppState): Promise<void> {
  bench.worker = worker;
  document.documentElement.className = 'popup';
  bench.stop = follow();
  render(<Popup />);
  await screen.findByRole('status');
}

export const refuse = (code: Parameters<typeof errorView>[0]): Reply => ({ ok: false, error: errorView(code) });
export const lastRequest = (name: MessageName): unknown =>
  bench.requests.filter((r) => r.name === name).at(-1)?.request;

/** The sentence of a text, without what is only known at the time. */
export const text = (key: TextKey): string => say(key);

export const button = (name: string) => screen.getByRole('button', { name }) as HTMLButtonElement;
/** It cannot be pressed now. */
export const isOff = (name: string): boolean => button(name).getAttribute('aria-disabled') === 'true';
export const box = (name: string) => screen.getByRole('textbox', { name }) as HTMLInputElement;
export const checkbox = (name: string) => screen.getByRole('checkbox', { name }) as HTMLInputElement;
export const select = (name: string) => screen.getByRole('combobox', { name }) as HTMLSelectElement;
export const type = (field: HTMLElement, value: string) => fireEvent.input(field, { target: { value } });
export const pick = (name: string, value: string) => fireEvent.change(select(name), { target: { value } });
export const status = () => screen.getByRole('status');
