/** Every view in every state that it can be in: what the worker answers, and where the page is opened. */
import type { Answers, MessageName } from '../../src/shared/messages.ts';
import type { TextKey } from '../../src/shared/say.ts';
import type { AppState, ErrorView } from '../../src/shared/state.ts';
import {
  connected,
  disconnected,
  inEspo,
  item,
  NEEDS,
  NOW,
  need,
  PREVIEW,
  planLine,
  ran,
  row,
  started,
  TITLES,
} from './fixtures.ts';

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
  sentence: '',
  remedy: '',
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

/** The popup in all that it can say. */
const POPUP: Record<string, AppState> = {
  empty: disconnected(),
  connecting: { ...disconnected(), status: { kind: 'connecting', side: 'outlook' } },
  'not started': connected(),
  missing: { ...connected(), missing: 'espoAccess', status: { kind: 'missing' } },
  'signed out of EspoCRM': signedOut('espo'),
  'signed out of Outlook': signedOut('outlook'),
  'signed out of both': {
    ...signedOut('espo'),
    outlook: { ...signedOut('outlook').outlook },
    status: { kind: 'signInNeeded', sides: ['outlook', 'espo'] },
  },
  synced: started(),
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
  off: { ...started(), status: { kind: 'off' } },
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

const WHY: Answers['why.list'] = {
  total: 15,
  groups: [
    {
      group: 'recurring',
      reason: 'recurring',
      state: 'leftOut',
      remedy: { kind: 'setting', key: 'recurring', value: true },
      rows: [item({ count: 52 }), item({ id: 'i2', title: TITLES[1] ?? '' })],
      total: 13,
      next: 'more',
    },
    {
      group: 'unlinked',
      reason: 'unlinked',
      state: 'ended',
      remedy: { kind: 'again' },
      rows: [
        item({
          id: 'i3',
          state: 'ended',
          reason: 'unlinked',
          again: true,
          remedy: { kind: 'again' },
          title: TITLES[0] ?? '',
        }),
      ],
      total: 2,
      next: '',
    },
  ],
};

const ACTIVITY = {
  total: 8,
  next: '',
  rows: [
    row(),
    row({
      id: 2,
      field: 'when',
      oldValue: '2026-11-25T12:00:00.000Z - 2026-11-25T13:00:00.000Z',
      newValue: '2026-11-26 - 2026-11-27',
    }),
    row({ id: 3, record: 'link2', title: TITLES[0] ?? '', op: 'create', causes: ['newInOutlook'] }),
    row({
      id: 4,
      record: 'link3',
      title: TITLES[2] ?? '',
      op: 'remove',
      causes: ['deletedInEspo'],
      side: 'outlook',
      undone: true,
      undoable: false,
      again: 'x',
    }),
    row({
      id: 5,
      record: 'link4',
      title: TITLES[1] ?? '',
      op: 'lose',
      field: 'location',
      oldValue: 'Room 1',
      newValue: 'Room 2',
      causes: ['bothChanged'],
      undoable: false,
    }),
    row({
      id: 6,
      run: 'r0',
      record: 'link5',
      title: '',
      field: 'attendees',
      oldValue: '',
      newValue: 'ann@x.example accepted, bob@y.example',
    }),
  ],
} satisfies Answers['activity.list'];

const CHECK: Answers['setup.check'] = {
  lines: [],
  findings: [
    { trial: 'ifMatch', answer: 'yes', at: NOW, detail: '' },
    { trial: 'pageSize', answer: 'yes', at: NOW, detail: '1000' },
    { trial: 'zoneTaken', answer: 'no', at: NOW, detail: '' },
  ],
};

/** What the lists of a page that is in use say. */
export const ANSWERS: Partial<Record<MessageName, unknown>> = {
  'needs.list': { items: NEEDS, total: NEEDS.length } satisfies Answers['needs.list'],
  'needs.rows': { rows: [0, 1, 2, 3, 4].map(planLine), total: 187, next: 'more' },
  'needs.act': { answered: 1, notAnswered: [], next: '', always: undefined } satisfies Answers['needs.act'],
  'why.list': WHY,
  'item.search': {
    rows: [item(), item({ id: 's2', state: 'linked', reason: '', espo: inEspo, remedy: { kind: 'none' } })],
    next: '',
    unread: { calendars: ['Team'], entities: ['Visit'] },
  } satisfies Answers['item.search'],
  'activity.list': ACTIVITY,
  'runs.list': [ran({ created: 42, undone: 1 }), ran({ id: 'r0', at: NOW - 86_400_000 })],
  'preview.get': PREVIEW,
  'preview.list': { rows: [0, 1, 2, 3, 4].map(planLine), total: 31, next: 'more' },
  'settings.preview': {
    at: NOW,
    matters: true,
    stops: 9,
    starts: 12,
    asks: 2,
    creates: { outlook: 0, espo: 12 },
    updates: { outlook: 0, espo: 0 },
    removes: { outlook: 0, espo: 0 },
    mails: 0,
    total: 23,
  } satisfies Answers['settings.preview'],
  'undo.preview': {
    changes: 42,
    outlook: { deleted: 0, putBack: 12, madeAgain: 0 },
    espo: { deleted: 30, putBack: 0, madeAgain: 1 },
    apart: 1,
    together: 0,
    already: 2,
    closed: 0,
    alone: 1,
  } satisfies Answers['undo.preview'],
  'disconnect.preview': {
    side: 'outlook',
    linked: 187,
    needsYou: 6,
    waiting: 2,
  } satisfies Answers['disconnect.preview'],
  'forget.preview': {
    linked: 187,
    activity: 2040,
    needsYou: 6,
    pairs: 1,
    permissions: [],
  } satisfies Answers['forget.preview'],
  'setup.check': CHECK,
  'diagnostics.report': { name: 'report.txt', text: 'version 0.1.0\nlinks: 187' },
};

const EMPTY: Partial<Record<MessageName, unknown>> = {
  ...ANSWERS,
  'needs.list': { items: [], total: 0 },
  'why.list': { total: 0, groups: [] },
  'activity.list': { rows: [], total: 0, next: '' },
  'runs.list': [],
};

const full = (): AppState => ({
  ...started({ needsYou: NEEDS.length, firstNeed: need() }),
  status: { kind: 'needsYou', count: NEEDS.length, held: 1 },
});
const adminNeeded = (): AppState => {
  const app = disconnected();
  return {
    ...app,
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

const page = (name: string, hash: string, state: AppState, answers = ANSWERS, press: TextKey[] = []): Scene => ({
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
  page('overview, not started', '#overview', connected()),
  page(
    'overview',
    '#overview',
    started({ parts: [{ kind: 'closed', side: 'espo', name: 'Visit', thing: '', said: '', since: 0 }] }),
  ),
  page('overview, signed out', '#overview', signedOut('espo')),
  page('activity', '#activity', full()),
  page('activity, empty', '#activity', started(), EMPTY),
  page('needs you', '#needs', full()),
  page('needs you, empty', '#needs', started(), EMPTY),
  page('why not synced', '#why', full()),
  page('why not synced, empty', '#why', started({ leftOut: 0 }), EMPTY),
  page('settings', '#settings', full()),
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
