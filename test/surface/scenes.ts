/** Every view in every state that it can be in: what the worker answers, and where the page is opened. */

import type { MessageName } from '../../src/shared/messages.ts';
import type { TextKey } from '../../src/shared/say.ts';
import type { AppState, ErrorView } from '../../src/shared/state.ts';
import { ANSWERS, EMPTY } from './answers.ts';
import { NEEDS, need } from './fixture-lists.ts';
import { connected, disconnected, NOW, ran, started } from './fixtures.ts';

export interface Scene {
  name: string;
  state: AppState;
  /** Where the page is opened; '' for the popup. */
  hash: string;
  answers: Partial<Record<MessageName, unknown>>;
  /** Buttons that are pressed first, one after the other, by the names of their texts. */
  press?: readonly TextKey[];
}

const error = (code: ErrorView['code'], detail = ''): ErrorView => ({
  code,
  detail,
  names: {},
});

function signedOut(side: 'outlook' | 'espo'): AppState {
  const app = started();
  return {
    ...app,
    [side]: {
      ...app[side],
      state: 'signInNeeded',
      error: error(side === 'espo' ? 'espo.signInNeeded' : 'ms.signInNeeded'),
    },
    status: { kind: 'signInNeeded', sides: [side] },
  };
}

/** Connected by the EspoCRM that is open, where somebody else is signed in by now. */
function signedInAsAnother(): AppState {
  const app = signedOut('espo');
  const names = { account: app.espo.user, other: 'maximilian.mustermann' };
  return { ...app, espo: { ...app.espo, session: true, error: { ...error('espo.otherUser'), names } } };
}

/** The popup in all that it can say. */
const POPUP: Record<string, AppState> = {
  empty: disconnected(),
  connecting: { ...disconnected(), status: { kind: 'connecting', side: 'outlook' } },
  'not started': connected(),
  'question before Start': {
    ...connected({ enabled: true }),
    status: { kind: 'needsYou', count: 3, held: 0 },
    sync: { ...connected().sync, needsYou: 3, firstNeed: need(), last: ran() },
  },
  missing: { ...connected(), missing: 'espoAccess', status: { kind: 'missing' } },
  'signed out of EspoCRM': signedOut('espo'),
  'another user in EspoCRM': signedInAsAnother(),
  'signed out of Outlook': signedOut('outlook'),
  'signed out of both': {
    ...signedOut('espo'),
    outlook: { ...signedOut('outlook').outlook },
    status: { kind: 'signInNeeded', sides: ['outlook', 'espo'] },
  },
  synced: started(),
  'badges paused': { ...started(), outlook: { ...started().outlook, badgesPaused: true } },
  'synced, nothing yet': started({ recent: [], last: ran({ at: NOW }) }),
  reading: { ...started({ running: true, phase: 'reading', read: 1204, fraction: 0.2 }), status: { kind: 'syncing' } },
  writing: {
    ...started({ running: true, phase: 'writing', done: 87, total: 204, fraction: 0.7 }),
    status: { kind: 'syncing' },
  },
  error: {
    ...started({ last: ran({ error: error('espo.unreachable') }) }),
    status: { kind: 'error', error: error('espo.unreachable'), at: NOW, goesOn: false },
  },
  'error that goes on': {
    ...started({ last: ran({ error: error('ms.throttled') }) }),
    status: { kind: 'error', error: error('ms.throttled'), at: NOW, goesOn: true },
  },
  'other browser': {
    ...started(),
    status: { kind: 'otherBrowser', error: error('sync.otherBrowser'), at: NOW },
  },
  paused: {
    ...started({ next: NOW + 3_600_000 }),
    status: { kind: 'paused', until: NOW + 3_600_000 },
    pair: {
      ...(connected({ enabled: true }).pair as NonNullable<AppState['pair']>),
      started: true,
      pausedUntil: NOW + 3_600_000,
    },
  },
  off: {
    ...started({ next: 0 }),
    pair: { ...(connected({ enabled: false }).pair as NonNullable<AppState['pair']>), started: true },
    status: { kind: 'off' },
  },
  'off, and a question': {
    ...started({ next: 0, needsYou: 6, firstNeed: need() }),
    pair: { ...(connected({ enabled: false }).pair as NonNullable<AppState['pair']>), started: true },
    status: { kind: 'off' },
  },
  'a side disconnected': {
    ...started({ next: 0, needsYou: 6, firstNeed: need() }),
    outlook: disconnected().outlook,
    status: { kind: 'connect', sides: ['outlook'] },
  },
  waiting: { ...started({ last: undefined }), status: { kind: 'waiting' } },
  ...Object.fromEntries(
    NEEDS.map((one) => [
      `question: ${one.id}`,
      {
        ...started({ needsYou: 6, firstNeed: one }),
        status: one.kind === 'hold' ? { kind: 'held', count: 1 } : { kind: 'needsYou', count: 6, held: 0 },
      } satisfies AppState,
    ]),
  ),
};

const full = (): AppState => ({
  ...started({ needsYou: NEEDS.length, firstNeed: need() }),
  status: { kind: 'needsYou', count: NEEDS.length, held: 1 },
});

const adminNeeded = (): AppState => {
  const app = disconnected();
  return {
    ...app,
    // Else its step is not come to.
    espo: connected().espo,
    outlook: {
      ...app.outlook,
      error: error('ms.adminConsent', 'AADSTS65001'),
      consentLink: 'https://login.microsoftonline.com/x',
      adminLink: 'https://login.microsoftonline.com/x',
    },
  };
};

const codeAsked = (): AppState => {
  const app = disconnected();
  return { ...app, espo: { ...app.espo, error: error('espo.wrongPassword') } };
};

/** An administrator has set what there is to set. */
const underPolicy = (app: AppState): AppState => ({
  ...app,
  managed: {
    locked: ['direction', 'entities', 'defaultEntity', 'syncSince', 'attendees', 'categoriesAllow', 'conflicts'],
    connection: ['clientId', 'tenantId', 'espoAddress', 'stayConnected'],
    directions: ['outlookToEspo'],
  },
});

export const page = (name: string, hash: string, state: AppState, answers = ANSWERS, press: TextKey[] = []): Scene => ({
  name: `page: ${name}`,
  hash,
  state,
  answers,
  press,
});

export const SCENES: Scene[] = [
  { name: 'popup: for how long', hash: '', state: started(), answers: ANSWERS, press: ['pause'] },
  ...Object.entries(POPUP).map(([name, state]) => ({ name: `popup: ${name}`, hash: '', state, answers: ANSWERS })),
  page('first run', '#start', disconnected()),
  page('first run, administrator needed', '#start', adminNeeded()),
  page('first run, wrong password', '#start', codeAsked()),
  page('first run, direction', '#start', connected()),
  page('first run, set by the organization', '#start', underPolicy(disconnected())),
  page('overview, not started', '#overview', connected()),
  page(
    'overview',
    '#overview',
    started({
      parts: [
        { kind: 'closed', side: 'espo', name: 'Visit', thing: '', error: undefined, since: 0 },
        {
          kind: 'old',
          side: 'espo',
          name: 'Call',
          thing: 'definition',
          error: error('espo.server', '503'),
          since: NOW,
        },
        { kind: 'failing', side: 'outlook', name: 'Team', thing: '', error: error('ms.server', '503'), since: NOW },
      ],
    }),
  ),
  page('overview, signed out', '#overview', signedOut('espo')),
  page('activity', '#activity', full()),
  page('activity, empty', '#activity', started(), EMPTY),
  page('needs you', '#needs', full()),
  page('needs you, empty', '#needs', started(), EMPTY),
  page('why not synced', '#why', full()),
  page('why not synced, empty', '#why', started({ leftOut: 0 }), EMPTY),
  page('settings', '#settings', full()),
  page('settings, set by the organization', '#settings', underPolicy(full())),
  page('settings, not connected', '#settings', disconnected()),
  page('check', '#check', full()),
  page('about', '#about', full()),
  // Questions, menus and lists that only a button brings.
  page('undo of a run', '#activity', full(), ANSWERS, ['undoRun']),
  page('disconnect', '#overview', started(), ANSWERS, ['disconnectOutlook']),
  page('pause', '#overview', started(), ANSWERS, ['pause']),
  page('forget everything', '#settings', full(), ANSWERS, ['forget']),
  page('checked', '#check', full(), ANSWERS, ['check_go', 'report_make']),
];
