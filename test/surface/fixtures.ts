/** What a worker could say of both sides and of the sync, for tests that need no worker. */

import type { Place, WhenView } from '../../src/shared/items.ts';
import { DIRECTIONS, defaultSettings, type Settings } from '../../src/shared/settings.ts';
import type { AppState, ChangeView, RunSummary } from '../../src/shared/state.ts';
import { HOUR } from '../../src/shared/time.ts';

export const CLIENT = '5a1bc2e0-0000-4000-8000-00000000c11e';

const TENANT = '11111111-2222-4333-8444-555555555555';

const SITE = 'https://crm.example.com';

/** Noon in UTC of a day that no clock change is near. */
export const NOW = Date.UTC(2026, 10, 23, 12);

export const disconnected = (): AppState => ({
  connection: { clientId: CLIENT, tenantId: TENANT, espoAddress: '', espoUser: '', stayConnected: true },
  managed: { locked: [], connection: [], directions: [...DIRECTIONS] },
  draft: {},
  outlook: {
    state: 'disconnected',
    account: '',
    canWrite: false,
    error: undefined,
    consentLink: '',
    redirect: 'https://abc.chromiumapp.org/',
    scopes: {
      read: ['User.Read', 'MailboxSettings.Read', 'Calendars.Read'],
      write: ['User.Read', 'MailboxSettings.Read', 'Calendars.ReadWrite'],
    },
    adminLink: '',
    asking: false,
    badgesPaused: false,
  },
  espo: {
    state: 'disconnected',
    site: '',
    user: '',
    version: '',
    session: false,
    error: undefined,
    codeNeeded: false,
    codeBy: '',
  },
  pair: undefined,
  status: { kind: 'connect', sides: ['outlook', 'espo'] },
  mayNotify: false,
  calendars: [],
  entities: [],
  gone: [],
  secondWriter: false,
  draftsMailNobody: false,
  missing: '',
  sync: {
    running: false,
    phase: '',
    read: 0,
    done: 0,
    total: 0,
    fraction: 0,
    last: undefined,
    next: 0,
    recent: [],
    firstNeed: undefined,
    linked: 0,
    leftOut: 0,
    needsYou: 0,
    held: [],
    parts: [],
  },
});

export const place = { name: 'place', label: 'Place' };

export const choice = (type: string, label: string) => ({
  type,
  label,
  allDay: true,
  canCreate: true,
  canEdit: true,
  locationFields: [place],
  requiredFields:
    type === 'Meeting'
      ? [{ name: 'kind', label: 'Visit kind', options: [{ value: 'site', label: 'On site' }] }]
      : [{ name: 'reason', label: 'Reason', options: [] }],
  joinLinkFields: [place, { name: 'link', label: 'Link' }],
  teamsFields: [{ name: 'online', label: 'Online' }],
});

/** Both sides, not started. */
export function connected(settings: Partial<Settings> = {}): AppState {
  const entities = [
    { type: 'Meeting', label: '' },
    { type: 'Call', label: 'Call' },
  ];
  return {
    ...disconnected(),
    outlook: { ...disconnected().outlook, state: 'connected', account: 'erika@example.com' },
    espo: {
      state: 'connected',
      site: SITE,
      user: 'erika',
      version: '9.3.10',
      session: false,
      error: undefined,
      codeNeeded: false,
      codeBy: '',
    },
    pair: {
      settings: { ...defaultSettings(), entities, ...settings },
      started: false,
      pausedUntil: undefined,
      since: '2026-11-22',
    },
    status: { kind: 'notStarted', at: 0 },
    calendars: [
      { id: 'c1', name: 'Calendar', isDefault: true, canEdit: true, own: true },
      { id: 'c2', name: 'Projects', isDefault: false, canEdit: true, own: true },
      { id: 'c3', name: 'Team', isDefault: false, canEdit: false, own: false },
    ],
    entities: [choice('Meeting', 'Meeting'), choice('Call', 'Call'), choice('CVisit', 'Visit')],
  };
}

/** It runs, and all is well. */
export function started(change: Partial<AppState['sync']> = {}): AppState {
  const app = connected({ enabled: true });
  const sync = {
    ...app.sync,
    last: ran({ created: 42, updated: 3, at: NOW - HOUR / 6 }),
    next: NOW + HOUR / 12,
    recent: RECENT,
    linked: 187,
    leftOut: 12,
    ...change,
  };
  return {
    ...app,
    pair: app.pair && { ...app.pair, started: true },
    status: { kind: 'synced', at: NOW - HOUR / 6 },
    sync,
  };
}

export const ran = (change: Partial<RunSummary> = {}): RunSummary => ({
  id: 'r1',
  startedAt: (change.at ?? NOW) - 4200,
  at: NOW,
  created: 0,
  updated: 0,
  removed: 0,
  linked: 0,
  held: 0,
  refused: 0,
  undone: 0,
  error: undefined,
  ...change,
});

export const nowhere: Place = { there: false, url: '', name: '' };

export const inOutlook: Place = { there: true, url: 'https://outlook.office.com/calendar/item/1', name: 'Calendar' };

export const inEspo: Place = { there: true, url: `${SITE}/#Meeting/view/1`, name: 'Meeting' };

export const at = (hours: number): WhenView => ({
  start: NOW + hours * HOUR,
  end: NOW + (hours + 1) * HOUR,
  allDay: false,
});

/** Titles as people write them: long, without a blank, from right to left, none. */
export const TITLES = [
  'Quarterly review with the board of Wickenburg & Söhne and their lawyers from Hamburg',
  'اجتماع مع فريق المبيعات',
  'Unbroken'.repeat(14),
  'Offer <b>not bold</b>',
  '',
];

const RECENT: ChangeView[] = TITLES.map((title, i) => ({
  id: i + 1,
  run: 'r1',
  at: NOW - i * HOUR,
  side: i % 2 === 0 ? 'espo' : 'outlook',
  title,
  when: at(24 + i),
  op: (['create', 'update', 'update', 'remove', 'link'] as const)[i] ?? 'create',
  fields: i === 2 ? ['title', 'when', 'description'] : ['when'],
  outlook: inOutlook,
  espo: inEspo,
  undone: i === 1,
}));
