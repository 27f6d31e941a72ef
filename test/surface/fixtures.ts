/** What a worker could say, for tests that need no worker: states of both sides, questions, lists. */
import type { ItemView, Place, PlanLine, WhenView } from '../../src/shared/items.ts';
import type { NeedsChoice, NeedsItem } from '../../src/shared/needs.ts';
import type { Preview } from '../../src/shared/previews.ts';
import { DIRECTIONS, defaultSettings, type Settings } from '../../src/shared/settings.ts';
import type { ActivityRow, AppState, ChangeView, RunSummary } from '../../src/shared/state.ts';

export const CLIENT = '5a1bc2e0-0000-4000-8000-00000000c11e';
export const TENANT = '11111111-2222-4333-8444-555555555555';
export const SITE = 'https://crm.example.com';
/** Noon in UTC of a day that no clock change is near. */
export const NOW = Date.UTC(2026, 10, 23, 12);
const HOUR = 3_600_000;

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
    scopes: { read: ['User.Read', 'MailboxSettings.Read', 'Calendars.Read'], write: ['Calendars.ReadWrite'] },
    adminLink: '',
    asking: false,
    badgesPaused: false,
  },
  espo: { state: 'disconnected', site: '', user: '', version: '', error: undefined, codeNeeded: false, codeBy: '' },
  pair: undefined,
  status: { kind: 'connect', sides: ['outlook', 'espo'] },
  mayNotify: false,
  calendars: [],
  entities: [],
  gone: [],
  secondWriter: false,
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

export const choiceOf = (action: NeedsChoice['action'], change: Partial<NeedsChoice> = {}): NeedsChoice => ({
  action,
  danger: false,
  does: action === 'discard' ? 'keep' : 'update',
  side: '',
  count: 1,
  mails: 0,
  always: undefined,
  ...change,
});

export const need = (change: Partial<NeedsItem> = {}): NeedsItem => ({
  id: 'row1',
  group: 'row|wouldMail',
  kind: 'row',
  side: 'outlook',
  reason: 'wouldMail',
  op: 'update',
  title: TITLES[0] ?? '',
  when: at(48),
  outlook: inOutlook,
  espo: inEspo,
  actions: [
    choiceOf('discard'),
    choiceOf('apply', {
      danger: true,
      side: 'outlook',
      mails: 3,
      always: { key: 'updateMeetingsWithAttendees', value: true },
    }),
  ],
  choice: undefined,
  choices: [],
  changes: [
    {
      field: 'when',
      from: '2026-11-25T12:00:00.000Z - 2026-11-25T13:00:00.000Z',
      to: '2026-11-25T14:00:00.000Z - 2026-11-25T15:00:00.000Z',
    },
  ],
  values: [],
  mails: ['Bob Ray', 'eve@customer.example', 'Leïla'],
  gone: '',
  restores: '',
  count: 1,
  of: 1,
  meetings: 0,
  detail: '',
  sentence: '',
  remedy: '',
  ...change,
});

/** One question of each kind. */
export const NEEDS: NeedsItem[] = [
  need(),
  need({ id: 'row1b', title: 'Offer' }),
  need({
    id: 'hold',
    group: 'hold|espo|Meeting|remove',
    kind: 'hold',
    side: 'espo',
    reason: 'bulk',
    op: 'remove',
    title: '',
    when: { start: -1, end: -1, allDay: false },
    outlook: nowhere,
    espo: { there: false, url: '', name: 'Meeting' },
    actions: [
      choiceOf('discard', { count: 187 }),
      choiceOf('apply', { danger: true, does: 'remove', side: 'espo', count: 187 }),
    ],
    changes: [],
    mails: [],
    count: 187,
    of: 200,
  }),
  need({
    id: 'conflict',
    group: 'row|conflict',
    reason: 'conflict',
    side: 'espo',
    title: 'Offer <b>',
    actions: [
      choiceOf('discard'),
      choiceOf('fields', { side: 'espo' }),
      choiceOf('apply', { side: 'espo', always: { key: 'conflicts', value: 'outlookWins' } }),
      choiceOf('takeEspo', { side: 'outlook', always: { key: 'conflicts', value: 'espoWins' } }),
    ],
    changes: [],
    mails: [],
    values: [
      { field: 'title', outlook: 'Offer to Bob', espo: 'Offer to Bob and Ann' },
      { field: 'location', outlook: '', espo: 'Room 2' },
    ],
  }),
  need({
    id: 'gone',
    group: 'link|restore',
    kind: 'link',
    reason: 'deletedByPerson',
    op: '',
    title: TITLES[1] ?? '',
    outlook: nowhere,
    gone: 'outlook',
    restores: 'outlook',
    changes: [],
    mails: [],
    actions: [choiceOf('discard'), choiceOf('restore', { does: 'create', side: 'outlook' })],
  }),
  need({
    id: 'touched',
    group: 'row|touchedRecord',
    reason: 'touchedRecord',
    side: 'espo',
    op: 'remove',
    title: 'Visit to Wickenburg',
    outlook: nowhere,
    gone: 'outlook',
    restores: 'outlook',
    changes: [],
    mails: [],
    actions: [
      choiceOf('discard'),
      choiceOf('restore', { does: 'create', side: 'outlook' }),
      choiceOf('apply', { danger: true, does: 'remove', side: 'espo' }),
    ],
  }),
  need({
    id: 'several',
    group: 'row|severalCandidates',
    reason: 'severalCandidates',
    side: 'espo',
    op: 'create',
    title: 'Offer',
    espo: nowhere,
    changes: [],
    mails: [],
    actions: [
      choiceOf('discard'),
      choiceOf('link', { does: 'link' }),
      choiceOf('apply', { does: 'create', side: 'espo' }),
    ],
    choices: [
      { id: 'Meeting/1', title: 'Offer', place: 'Meeting', madeAt: NOW - 48 * HOUR, url: inEspo.url },
      { id: 'Call/2', title: 'Offer', place: 'Call', madeAt: 0, url: '' },
    ],
  }),
  need({
    id: 'stranger',
    group: 'stranger',
    kind: 'stranger',
    reason: 'unknownAttendee',
    side: 'espo',
    op: '',
    title: 'Bob Ray (bob@customer.example)',
    when: { start: -1, end: -1, allDay: false },
    outlook: nowhere,
    espo: nowhere,
    meetings: 3,
    changes: [],
    mails: [],
    actions: [choiceOf('discard'), choiceOf('addContact', { does: 'create' }), choiceOf('addLead', { does: 'create' })],
  }),
  need({
    id: 'refused',
    group: 'row|refused',
    reason: 'refused',
    side: 'espo',
    title: 'Kick-off',
    detail: 'The field "Budget" is required and empty.',
    changes: [],
    mails: [],
    actions: [choiceOf('discard'), choiceOf('retry', { side: 'espo' })],
  }),
];

export const PREVIEW: Preview = {
  at: NOW - HOUR / 2,
  creates: { outlook: 2, espo: 31 },
  updates: { outlook: 0, espo: 0 },
  removes: { outlook: 0, espo: 0 },
  linked: 4,
  asks: 0,
  held: 0,
  leftOut: [
    { reason: 'private', count: 1 },
    { reason: 'recurring', count: 12 },
  ],
  notifications: 1,
  mails: 0,
};

export const planLine = (i: number): PlanLine => ({
  id: `line${i}`,
  title: TITLES[i % TITLES.length] ?? '',
  when: at(i),
  side: 'espo',
  op: 'create',
  reason: '',
  outlook: inOutlook,
  espo: nowhere,
  changes: [],
  mails: [],
});

export const item = (change: Partial<ItemView> = {}): ItemView => ({
  id: 'i1',
  title: 'Team breakfast',
  when: at(20),
  state: 'leftOut',
  reason: 'recurring',
  detail: '',
  outlook: inOutlook,
  espo: nowhere,
  count: 1,
  remedy: { kind: 'setting', key: 'recurring', value: true },
  again: false,
  need: '',
  ...change,
});

export const row = (change: Partial<ActivityRow> = {}): ActivityRow => ({
  id: 1,
  run: 'r1',
  at: NOW,
  side: 'espo',
  title: 'Offer',
  op: 'update',
  field: 'title',
  oldValue: 'Offer',
  newValue: 'Offer 2',
  cause: '',
  causes: ['changedInOutlook'],
  outlook: inOutlook,
  espo: inEspo,
  record: 'link1',
  undoable: true,
  undone: false,
  again: '',
  ...change,
});
