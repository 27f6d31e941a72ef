// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Envelope, MARK, type MessageName, type Reply } from '../shared/messages';
import { defaultSettings, type Settings } from '../shared/settings';
import type { AppState } from '../shared/state';
import { ERROR_TEXTS } from '../shared/texts';
import { App } from './app';
import { errorView } from './client';
import { discardEdits } from './draft';
import { follow, state } from './model';

const disconnected = (): AppState => ({
  connection: { clientId: 'client', tenantId: 'tenant', espoAddress: '', stayConnected: true },
  outlook: { state: 'disconnected', account: '', canWrite: false, error: undefined, consentLink: '' },
  espo: { state: 'disconnected', site: '', user: '', version: '', error: undefined, codeNeeded: false },
  pair: undefined,
  calendars: [],
  entities: [],
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
  },
});

const choice = (type: string, label: string) => ({ type, label, allDay: true, canCreate: true, canEdit: true });

function connected(settings: Partial<Settings> = {}): AppState {
  const entities = [
    { type: 'Meeting', label: '' },
    { type: 'Call', label: 'Call' },
  ];
  return {
    ...disconnected(),
    outlook: { state: 'connected', account: 'erika@example.com', canWrite: false, error: undefined, consentLink: '' },
    espo: {
      state: 'connected',
      site: 'https://crm.example.com',
      user: 'erika',
      version: '9.3.10',
      error: undefined,
      codeNeeded: false,
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

/** What happened, in order. */
const log: string[] = [];
let worker: AppState;
let granted: boolean;
const replies = new Map<MessageName, (request: unknown) => Reply | Promise<Reply>>();
const requests: Envelope[] = [];
let notify: () => void;
let stop: () => void;

const refuse = (code: keyof typeof ERROR_TEXTS, detail = ''): Reply => ({ ok: false, error: errorView(code, detail) });
const button = (name: string) => screen.getByRole('button', { name }) as HTMLButtonElement;
const box = (name: string) => screen.getByRole('textbox', { name }) as HTMLInputElement;
const checkbox = (name: string) => screen.getByRole('checkbox', { name }) as HTMLInputElement;
const select = (name: string) => screen.getByRole('combobox', { name }) as HTMLSelectElement;
const type = (field: HTMLInputElement, value: string) => fireEvent.input(field, { target: { value } });
const pick = (name: string, value: string) => fireEvent.change(select(name), { target: { value } });
const status = () => screen.getByRole('status');
const lastRequest = (name: MessageName) => requests.filter((r) => r.name === name).at(-1)?.request;

async function open(start: AppState): Promise<void> {
  worker = start;
  stop = follow();
  render(<App />);
  await screen.findByRole('status');
}

beforeEach(() => {
  log.length = 0;
  requests.length = 0;
  replies.clear();
  granted = true;
  state.value = undefined;
  discardEdits();
  location.hash = '';
  vi.stubGlobal('chrome', {
    runtime: {
      onMessage: {
        addListener: (listener: (message: unknown) => void) => {
          notify = () => listener({ mark: MARK, notice: 'state' });
        },
        removeListener: () => undefined,
      },
      sendMessage: async (envelope: Envelope): Promise<Reply> => {
        log.push(envelope.name);
        requests.push(envelope);
        const reply = replies.get(envelope.name);
        return reply ? reply(envelope.request) : { ok: true, answer: structuredClone(worker) };
      },
    },
    permissions: {
      request: async ({ origins }: { origins: string[] }) => {
        log.push(`permission ${origins.join()}`);
        return granted;
      },
    },
  });
});

afterEach(() => {
  stop();
  cleanup();
  vi.unstubAllGlobals();
});

function fillEspo(address = 'crm.example.com/#Meeting'): void {
  type(box('EspoCRM address'), address);
  type(box('Username'), 'erika');
  type(screen.getByLabelText('Password'), 'pässword');
}

it('asks for the one site on the very click, before anything else, and forgets the password once connected', async () => {
  await open(disconnected());
  fillEspo();
  log.length = 0;
  fireEvent.click(button('Connect EspoCRM'));
  // Still within the click: a permission that is asked for later is refused by the browser.
  expect(log).toEqual(['permission https://crm.example.com/*']);
  await waitFor(() => expect(log).toContain('espo.connect'));
  expect(lastRequest('espo.connect')).toEqual({
    address: 'crm.example.com/#Meeting',
    username: 'erika',
    password: 'pässword',
    code: '',
    stayConnected: true,
  });
  await waitFor(() => expect((screen.getByLabelText('Password') as HTMLInputElement).value).toBe(''));
});

it('says so when the permission is declined, and sends no password anywhere', async () => {
  granted = false;
  await open(disconnected());
  fillEspo();
  fireEvent.click(button('Connect EspoCRM'));
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain(ERROR_TEXTS['espo.permissionDeclined'].sentence);
  expect(alert.textContent).toContain(ERROR_TEXTS['espo.permissionDeclined'].remedy);
  expect(log).not.toContain('espo.connect');
});

it('refuses what is no address without asking for anything', async () => {
  await open(disconnected());
  fillEspo('http://crm.example.com');
  fireEvent.click(button('Connect EspoCRM'));
  expect((await screen.findByRole('alert')).textContent).toContain(ERROR_TEXTS['espo.plainHttp'].sentence);
  expect(log.filter((entry) => entry !== 'state.get')).toEqual([]);
});

it('asks for the code only when EspoCRM does, and keeps the password for it', async () => {
  await open(disconnected());
  expect(screen.queryByLabelText('Two-factor code')).toBeNull();
  fillEspo();
  replies.set('espo.connect', () => {
    worker.espo = { ...worker.espo, codeNeeded: true, error: errorView('espo.codeNeeded') };
    return refuse('espo.codeNeeded');
  });
  fireEvent.click(button('Connect EspoCRM'));
  type((await screen.findByLabelText('Two-factor code')) as HTMLInputElement, ' 123456 ');
  fireEvent.click(button('Connect EspoCRM'));
  await waitFor(() => expect(lastRequest('espo.connect')).toMatchObject({ password: 'pässword', code: '123456' }));
});

it('asks only for the password when the sign-in is over', async () => {
  const app = connected();
  await open({ ...app, espo: { ...app.espo, state: 'signInNeeded', error: errorView('espo.signInNeeded') } });
  expect(box('EspoCRM address').value).toBe('https://crm.example.com');
  expect(box('Username').value).toBe('erika');
  expect(screen.queryByRole('checkbox', { name: 'Outlook Calendar' })).toBeNull();
});

it('shows each side as connected, with its account and its button', async () => {
  await open(connected());
  for (const [name, account] of [
    ['Outlook', 'erika@example.com'],
    ['EspoCRM', 'erika'],
  ] as const) {
    const side = within(screen.getByRole('region', { name }));
    expect(side.getByText('Connected')).toBeTruthy();
    expect(side.getByText(account)).toBeTruthy();
    expect(side.getByRole('button', { name: `Disconnect ${name}` })).toBeTruthy();
    expect(side.queryByRole('button', { name: `Connect ${name}` })).toBeNull();
  }
});

it('hands out the consent link when only an administrator can go on', async () => {
  const link = 'https://login.microsoftonline.com/organizations/adminconsent?client_id=client';
  const app = disconnected();
  await open({ ...app, outlook: { ...app.outlook, error: errorView('ms.adminConsent'), consentLink: link } });
  expect(screen.getByRole('alert').textContent).toContain(ERROR_TEXTS['ms.adminConsent'].remedy);
  expect((screen.getByRole('link', { name: 'Consent link' }) as HTMLAnchorElement).href).toBe(link);
  expect(button('Copy consent link')).toBeTruthy();
});

it('connects Outlook with the ids that are typed, and those of the build otherwise', async () => {
  await open(disconnected());
  type(box('Directory (tenant) ID'), ' contoso.example ');
  fireEvent.click(button('Connect Outlook'));
  await waitFor(() =>
    expect(lastRequest('outlook.connect')).toEqual({ clientId: 'client', tenantId: 'contoso.example' }),
  );
});

it('saves what was changed and sends everything else as it was', async () => {
  await open(connected({ blockList: ['kept'] }));
  replies.set('settings.save', (request) => {
    const { settings } = request as { settings: Settings };
    worker = connected(settings);
    return { ok: true, answer: worker };
  });
  expect(select('Direction').value).toBe('outlookToEspo');
  fireEvent.click(checkbox('Outlook Calendar'));
  pick('Direction', 'both');
  fireEvent.input(screen.getByLabelText('Sync since'), { target: { value: '2026-01-01' } });
  fireEvent.click(checkbox('Remove Outlook event upon removal in EspoCRM'));
  pick('Main Calendar', 'c2');
  fireEvent.click(within(screen.getByRole('group', { name: 'Other Calendars' })).getByLabelText('Team'));
  expect(screen.getByText('Not saved yet')).toBeTruthy();
  fireEvent.click(button('Save'));
  await screen.findByText('Saved');
  expect(lastRequest('settings.save')).toEqual({
    settings: {
      ...connected({ blockList: ['kept'] }).pair?.settings,
      enabled: true,
      direction: 'both',
      syncSince: '2026-01-01',
      removeOutlookOnEspoRemoval: true,
      mainCalendar: 'c2',
      otherCalendars: ['c3'],
    },
  });
});

it('keeps what is being edited when the worker says that something changed, and shows the rest anew', async () => {
  await open(connected());
  type(box('Call label'), 'Anruf');
  worker = connected({ removeEspoOnOutlookRemoval: true });
  notify();
  await waitFor(() => expect(checkbox('Remove EspoCRM record upon removal in Outlook').checked).toBe(true));
  expect(box('Call label').value).toBe('Anruf');
  expect(screen.getByText('Not saved yet')).toBeTruthy();
  // Another mailbox is another pair: nothing of it is carried over.
  worker = { ...connected(), outlook: { ...connected().outlook, account: 'max@example.com' } };
  notify();
  await waitFor(() => expect(box('Call label').value).toBe('Call'));
});

it('adds and removes entities, and never leaves the default without one', async () => {
  await open(connected());
  const group = within(screen.getByRole('group', { name: 'Sync Entities and Identification Labels' }));
  fireEvent.click(group.getByRole('button', { name: 'Add' }));
  expect((group.getByRole('textbox', { name: 'Visit label' }) as HTMLInputElement).value).toBe('Visit');
  expect(group.queryByRole('button', { name: 'Add' })).toBeNull();
  fireEvent.click(group.getByRole('button', { name: 'Remove Meeting' }));
  expect(group.queryByRole('textbox', { name: 'Meeting label' })).toBeNull();
  expect(select('Default Entity').value).toBe('Call');
  expect([...select('Default Entity').options].map((o) => o.textContent)).toEqual(['Call', 'Visit']);
});

it('gives the former default entity a label when another takes its place', async () => {
  await open(connected());
  pick('Default Entity', 'Call');
  expect(box('Meeting label').value).toBe('Meeting');
});

it('sends nothing that is wrong, and says what is', async () => {
  await open(connected());
  type(box('Call label'), '');
  fireEvent.click(button('Save'));
  expect((await screen.findByRole('alert')).textContent).toContain('Only the default entity may have an empty label.');
  expect(log).not.toContain('settings.save');
});

it('shows why the settings were not saved, and keeps them', async () => {
  await open(connected());
  replies.set('settings.save', () => refuse('ms.declined'));
  pick('Direction', 'both');
  fireEvent.click(button('Save'));
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain(ERROR_TEXTS['ms.declined'].sentence);
  expect(alert.textContent).toContain(ERROR_TEXTS['ms.declined'].remedy);
  expect(select('Direction').value).toBe('both');
  expect(screen.queryByText('Saved')).toBeNull();
});

it('names who has to grant what instead of the checkbox', async () => {
  await open({ ...connected(), missing: 'Your EspoCRM administrator has to give your role access.' });
  expect(screen.queryByRole('checkbox', { name: 'Outlook Calendar' })).toBeNull();
  expect(screen.getAllByText('Your EspoCRM administrator has to give your role access.').length).toBeGreaterThan(0);
});

it('shows a run with its counts, then what it did and when', async () => {
  const app = connected({ enabled: true });
  await open({ ...app, sync: { ...app.sync, running: true, phase: 'writing', done: 12, total: 60 } });
  expect(status().textContent).toContain('Syncing');
  expect(status().textContent).toContain('12 of 60');
  expect(button('Sync now').disabled).toBe(true);
  const at = Date.UTC(2026, 10, 20, 12);
  const last = { at, created: 3, updated: 0, removed: 1, linked: 5, held: 0, refused: 0, error: undefined };
  worker = { ...app, sync: { ...app.sync, last } };
  notify();
  await waitFor(() => expect(status().textContent).toContain('Synced'));
  expect(status().querySelector('time')?.getAttribute('datetime')).toBe(new Date(at).toISOString());
  expect(status().textContent).toContain('3 created, 1 deleted, 5 linked');
});

it('shows how the last run failed: sentence, way out, code and detail', async () => {
  const app = connected({ enabled: true });
  const error = errorView('espo.unreachable', 'crm.example.com');
  const last = { at: 1, created: 0, updated: 0, removed: 0, linked: 0, held: 0, refused: 0, error };
  await open({ ...app, sync: { ...app.sync, last } });
  for (const text of [error.sentence, error.remedy, 'espo.unreachable', 'crm.example.com'])
    expect(status().textContent).toContain(text);
  expect(status().textContent).not.toContain('Synced');
});

it('shows each held change with its answer', async () => {
  const app = connected({ enabled: true });
  const held = [
    { id: 'hold:a', sentence: '187 of 200 would be deleted in EspoCRM.' },
    { id: 'hold:b', sentence: '240 would be created in Outlook.' },
  ];
  await open({ ...app, sync: { ...app.sync, held } });
  expect(status().textContent).toContain('Held');
  expect(status().textContent).toContain('187 of 200 would be deleted in EspoCRM.');
  fireEvent.click(screen.getAllByRole('button', { name: 'Discard' })[1] as HTMLElement);
  await waitFor(() => expect(lastRequest('needs.act')).toEqual({ id: 'hold:b', action: 'discard', choice: '' }));
});

it('starts, pauses and syncs once, and only when the sync is on', async () => {
  await open(connected());
  expect(button('Start').disabled).toBe(true);
  const app = connected({ enabled: true });
  worker = { ...app, pair: { ...(app.pair as NonNullable<AppState['pair']>), started: true } };
  replies.set('sync.start', () => ({ ok: true, answer: worker }));
  state.value = app;
  await waitFor(() => expect(button('Start').disabled).toBe(false));
  fireEvent.click(button('Start'));
  fireEvent.click(await screen.findByRole('button', { name: 'Pause' }));
  await waitFor(() => expect(log).toContain('sync.pause'));
  await waitFor(() => expect(button('Sync now').disabled).toBe(false));
  fireEvent.click(button('Sync now'));
  await waitFor(() => expect(log).toContain('sync.now'));
});

it('lists what needs the user, and sends the answer', async () => {
  const app = connected({ enabled: true });
  const item = {
    id: 'row1',
    side: 'outlook',
    reason: 'wouldMail',
    title: 'Quarterly review',
    sentence: 'Outlook would mail the people who take part.',
    link: '',
    actions: ['apply', 'discard'],
    choices: [],
  };
  replies.set('needs.list', () => ({ ok: true, answer: [item] }));
  await open({ ...app, sync: { ...app.sync, needsYou: 1 } });
  fireEvent.click(screen.getByRole('link', { name: /Needs you\s*1/ }));
  expect(await screen.findByText('Quarterly review')).toBeTruthy();
  fireEvent.click(button('Apply'));
  await waitFor(() => expect(lastRequest('needs.act')).toEqual({ id: 'row1', action: 'apply', choice: '' }));
});

it('shows why events are not synced, the most frequent reason first, and asks anew after a change', async () => {
  let counts: Record<string, number> = { private: 1, recurring: 2 };
  const row = { side: 'outlook', title: 'Dentist', start: 1e12, reason: 'private', sentence: '' };
  replies.set('leftOut.list', () => ({ ok: true, answer: { rows: [row], counts } }));
  await open(connected({ enabled: true }));
  fireEvent.click(screen.getByRole('link', { name: /Why not synced/ }));
  await screen.findByText('Dentist');
  const reasons = () => [...document.querySelectorAll('summary')].map((s) => s.textContent);
  expect(reasons()).toEqual(['Recurring events are not synced.2', 'Private events stay private.1']);
  counts = {};
  notify();
  expect(await screen.findByText('Everything that can be synced is.')).toBeTruthy();
});

it('shows what was written, with the old and the new value', async () => {
  const row = {
    id: 1,
    run: 'r',
    at: 1e12,
    side: 'espo',
    title: 'Review',
    op: 'update',
    field: 'location',
    oldValue: 'Room 1',
    newValue: 'Room 2',
    cause: 'changed in Outlook',
    link: 'https://crm.example.com/#Meeting/view/1',
  };
  replies.set('activity.list', () => ({ ok: true, answer: [row] }));
  await open(connected({ enabled: true }));
  fireEvent.click(screen.getByRole('link', { name: 'Activity' }));
  const entry = (await screen.findByText('Review')).closest('li');
  expect(entry?.textContent).toContain('Changed in EspoCRM: Location Room 1 Room 2');
});

it('says that the worker cannot be reached instead of showing nothing', async () => {
  worker = disconnected();
  replies.set('state.get', () => Promise.reject(new Error('Could not establish connection.')));
  stop = follow();
  render(<App />);
  expect((await screen.findByRole('alert')).textContent).toContain(ERROR_TEXTS['message.refused'].remedy);
});
