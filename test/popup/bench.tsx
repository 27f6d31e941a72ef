import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { vi } from 'vitest';
import { App } from '../../src/popup/app';
import { forgetTyped } from '../../src/popup/connect/typed';
import { errorView } from '../../src/popup/model/client';
import { follow, state } from '../../src/popup/model/model';
import { view } from '../../src/popup/model/view';
import { discardEdits } from '../../src/popup/settings/draft';
import { type Envelope, MARK, type MessageName, type Reply } from '../../src/shared/messages';
import { DIRECTIONS, defaultSettings, type Settings } from '../../src/shared/settings';
import type { AppState, Preview } from '../../src/shared/state';

/** What the tests of this folder share: the app over a worker and a browser of their own. */

export const CLIENT = '5a1bc2e0-0000-4000-8000-00000000c11e';
export const TENANT = '11111111-2222-4333-8444-555555555555';

export const disconnected = (): AppState => ({
  connection: { clientId: CLIENT, tenantId: TENANT, espoAddress: '', espoUser: '', stayConnected: true },
  managed: { locked: [], connection: [], directions: [...DIRECTIONS] },
  draft: {},
  outlook: { state: 'disconnected', account: '', canWrite: false, error: undefined, consentLink: '', asking: false },
  espo: { state: 'disconnected', site: '', user: '', version: '', error: undefined, codeNeeded: false, codeBy: '' },
  pair: undefined,
  calendars: [],
  entities: [],
  secondWriter: false,
  missing: '',
  sync: {
    running: false,
    phase: '',
    read: 0,
    done: 0,
    total: 0,
    last: undefined,
    linked: 0,
    leftOut: 0,
    needsYou: 0,
    held: [],
    paused: [],
  },
});

const place = { name: 'place', label: 'Place' };
const choice = (type: string, label: string) => ({
  type,
  label,
  allDay: true,
  canCreate: true,
  canEdit: true,
  locationFields: [place],
  joinLinkFields: [place, { name: 'link', label: 'Link' }],
});

export function connected(settings: Partial<Settings> = {}): AppState {
  const entities = [
    { type: 'Meeting', label: '' },
    { type: 'Call', label: 'Call' },
  ];
  return {
    ...disconnected(),
    outlook: {
      state: 'connected',
      account: 'erika@example.com',
      canWrite: false,
      error: undefined,
      consentLink: '',
      asking: false,
    },
    espo: {
      state: 'connected',
      site: 'https://crm.example.com',
      user: 'erika',
      version: '9.3.10',
      error: undefined,
      codeNeeded: false,
      codeBy: '',
    },
    pair: { settings: { ...defaultSettings(), entities, ...settings }, started: false, since: '2026-11-22' },
    calendars: [
      { id: 'c1', name: 'Calendar', isDefault: true, canEdit: true, own: true },
      { id: 'c2', name: 'Projects', isDefault: false, canEdit: true, own: true },
      { id: 'c3', name: 'Team', isDefault: false, canEdit: false, own: false },
    ],
    entities: [choice('Meeting', 'Meeting'), choice('Call', 'Call'), choice('CVisit', 'Visit')],
  };
}

export const PREVIEW: Preview = {
  at: Date.UTC(2026, 10, 23, 8),
  creates: { outlook: 2, espo: 31 },
  updates: { outlook: 0, espo: 0 },
  linked: 4,
  asks: 0,
  leftOut: [
    { reason: 'private', count: 1 },
    { reason: 'recurring', count: 12 },
  ],
  notifications: 1,
  mails: 0,
};

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

export function setUp(): void {
  Object.assign(bench, { log: [], requests: [], worker: disconnected(), granted: true });
  bench.replies = new Map([['preview.get', () => ({ ok: true, answer: PREVIEW })]]);
  state.value = undefined;
  discardEdits();
  forgetTyped('clientId', 'tenantId', 'espoAddress', 'espoUser', 'stayConnected');
  location.hash = '';
  view.value = 'sync';
  vi.stubGlobal('chrome', {
    runtime: {
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
      request: async ({ origins }: { origins: string[] }) => {
        bench.log.push(`permission ${origins.join()}`);
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

export function start(): void {
  bench.stop = follow();
  render(<App />);
}

export async function open(worker: AppState): Promise<void> {
  bench.worker = worker;
  start();
  await screen.findByRole('status');
}

export const refuse = (code: Parameters<typeof errorView>[0]): Reply => ({ ok: false, error: errorView(code) });
export const lastRequest = (name: MessageName): unknown =>
  bench.requests.filter((r) => r.name === name).at(-1)?.request;

export const button = (name: string) => screen.getByRole('button', { name }) as HTMLButtonElement;
export const box = (name: string) => screen.getByRole('textbox', { name }) as HTMLInputElement;
export const checkbox = (name: string) => screen.getByRole('checkbox', { name }) as HTMLInputElement;
export const select = (name: string) => screen.getByRole('combobox', { name }) as HTMLSelectElement;
export const type = (field: HTMLElement, value: string) => fireEvent.input(field, { target: { value } });
export const pick = (name: string, value: string) => fireEvent.change(select(name), { target: { value } });
export const status = () => screen.getByRole('status');
