// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  answer,
  bench,
  button,
  isOff,
  lastRequest,
  open,
  openPopup,
  setUp,
  status,
  tearDown,
  text,
} from '../../test/popup/bench';
import { need } from '../../test/surface/fixture-lists';
import { connected, disconnected, ran, started } from '../../test/surface/fixtures';
import type { AppState } from '../shared/state';
import { errorView } from './model/client';

beforeEach(setUp);
afterEach(tearDown);

it('says when it last synced, when it will again, and the newest changes', async () => {
  await openPopup(started());
  expect(screen.getByText(/^Last synced/)).toBeTruthy();
  expect(screen.getByText(/^Next about/)).toBeTruthy();
  expect(screen.getAllByRole('listitem')).toHaveLength(5);
});

it('shows a run, and what it did once it is over', async () => {
  await openPopup({
    ...started({ running: true, phase: 'writing', done: 12, total: 60, fraction: 0.7 }),
    status: { kind: 'syncing' },
  });
  expect(status().textContent).toContain('Syncing');
  expect(screen.getByRole('progressbar').getAttribute('value')).toBe('0.7');
  expect(isOff('Sync now')).toBe(true);
  bench.worker = started({ last: ran({ created: 3 }) });
  bench.notify();
  await waitFor(() => expect(status().textContent).toContain('3 created'));
});

describe('the buttons', () => {
  it('sync once', async () => {
    await openPopup(started());
    fireEvent.click(button('Sync now'));
    await waitFor(() => expect(bench.log).toContain('sync.now'));
  });

  it('pause for as long as is chosen; Escape closes the choice and gives the focus back', async () => {
    await openPopup(started());
    fireEvent.click(button('Pause'));
    await waitFor(() => expect(document.activeElement?.textContent).toBe('For 1 hour'));
    // What the browser does on Escape.
    (screen.getByRole('dialog', { name: 'Pause' }) as HTMLDialogElement).close();
    await waitFor(() => expect(button('Pause').getAttribute('aria-expanded')).toBe('false'));
    fireEvent.click(button('Pause'));
    fireEvent.click(await screen.findByRole('button', { name: 'Until I resume' }));
    await waitFor(() => expect(lastRequest('sync.pause')).toEqual({ until: 'resumed' }));
  });

  it.each([
    ['For 1 hour', 'hour'],
    ['Until tomorrow', 'tomorrow'],
    ['Until I resume', 'resumed'],
  ])('%s is what is asked for', async (name, until) => {
    await openPopup(started());
    fireEvent.click(button('Pause'));
    fireEvent.click(await screen.findByRole('button', { name }));
    await waitFor(() => expect(lastRequest('sync.pause')).toEqual({ until }));
  });

  it('go on after a pause, and sync once in it', async () => {
    const app = started();
    await openPopup({
      ...app,
      pair: app.pair && { ...app.pair, pausedUntil: 0 },
      status: { kind: 'paused', until: 0 },
    });
    expect(status().textContent).toContain('Paused');
    expect(isOff('Sync now')).toBe(false);
    fireEvent.click(button('Resume'));
    await waitFor(() => expect(bench.log).toContain('sync.resume'));
  });

  it('keep the focus where one pauses and goes on', async () => {
    const app = started();
    const paused = { ...app, pair: app.pair && { ...app.pair, pausedUntil: 0 } };
    await openPopup(app);
    answer('sync.pause', paused);
    fireEvent.click(button('Pause'));
    fireEvent.click(await screen.findByRole('button', { name: 'Until I resume' }));
    await waitFor(() => expect(document.activeElement).toBe(button('Resume')));
    expect(button('Resume').getAttribute('aria-expanded')).toBeNull();
    answer('sync.resume', app);
    fireEvent.click(button('Resume'));
    await waitFor(() => expect(document.activeElement).toBe(button('Pause')));
  });

  it('keep the focus while what was pressed is under way', async () => {
    await openPopup(started());
    let over: () => void = () => undefined;
    bench.replies.set(
      'sync.now',
      () => new Promise((resolve) => (over = () => resolve({ ok: true, answer: started() }))),
    );
    button('Sync now').focus();
    fireEvent.click(button('Sync now'));
    await waitFor(() => expect(isOff('Sync now')).toBe(true));
    expect(document.activeElement).toBe(button('Sync now'));
    over();
    await waitFor(() => expect(isOff('Sync now')).toBe(false));
    expect(document.activeElement).toBe(button('Sync now'));
  });
});

describe('signed out', () => {
  it('of EspoCRM asks only for the password, which has the focus', async () => {
    const app = started();
    await openPopup({
      ...app,
      espo: { ...app.espo, state: 'signInNeeded', error: errorView('espo.signInNeeded') },
      status: { kind: 'signInNeeded', sides: ['espo'] },
    });
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Password')));
    expect(screen.queryAllByRole('textbox')).toEqual([]);
    expect(screen.getAllByRole('button').map((one) => one.textContent)).toEqual(['Connect EspoCRM']);
    expect(document.body.textContent).not.toMatch(/Synced|Next about/);
  });

  it('of Outlook has the one button, which has the focus', async () => {
    const app = started();
    await openPopup({
      ...app,
      outlook: { ...app.outlook, state: 'signInNeeded' },
      status: { kind: 'signInNeeded', sides: ['outlook'] },
    });
    await waitFor(() => expect(document.activeElement).toBe(button('Connect Outlook')));
    answer('outlook.connect', app);
    fireEvent.click(button('Connect Outlook'));
    await waitFor(() => expect(bench.log).toContain('outlook.connect'));
  });
});

it('another connection that the organization has set is said where one signs in to it', async () => {
  const app = started();
  const error = errorView('policy.elsewhere', 'espoAddress https://other.example');
  await openPopup({
    ...app,
    espo: { ...app.espo, state: 'signInNeeded', error },
    status: { kind: 'signInNeeded', sides: ['espo'] },
  });
  screen.getByText(text('error_policy_elsewhere'));
});

it('what has to be sent on is one click away', async () => {
  const error = errorView('policy.unreadable', 'bogus');
  const app: AppState = {
    ...started({ last: ran({ error }) }),
    status: { kind: 'error', error, at: 1, goesOn: false },
  };
  await openPopup(app);
  expect(screen.getByRole('link', { name: 'Details for support' }).getAttribute('href')).toBe('page.html#overview');
  tearDown();
  setUp();
  await open(app);
  screen.getByText('policy.unreadable: bogus');
});

it.each([
  ['nothing is connected', disconnected()],
  ['it was not started', connected()],
])('leads to the set-up while %s', async (_, app) => {
  await openPopup(app);
  expect(screen.getByRole('link', { name: 'Set up' }).getAttribute('href')).toBe('page.html#start');
  expect(screen.queryByRole('button', { name: 'Sync now' })).toBeNull();
});

it('before Start a question that is said can be answered, and the way to the set-up stays', async () => {
  const app = connected({ enabled: true });
  await openPopup({
    ...app,
    status: { kind: 'needsYou', count: 3, held: 0 },
    sync: { ...app.sync, needsYou: 3, firstNeed: need(), last: ran() },
  });
  expect(status().textContent).toContain('3 questions for you');
  expect(screen.getByRole('link', { name: 'Open all 3 questions' }).getAttribute('href')).toBe('page.html#needs');
  fireEvent.click(button('Leave as it is'));
  await waitFor(() => expect(lastRequest('needs.act')).toMatchObject({ ids: [need().id] }));
  screen.getByRole('link', { name: 'Set up' });
});

it('of a side that was disconnected after Start it says so, and leads to where it is connected', async () => {
  const app = started({ needsYou: 1, firstNeed: need() });
  await openPopup({
    ...app,
    outlook: { ...app.outlook, state: 'disconnected' },
    status: { kind: 'connect', sides: ['outlook'] },
  });
  expect(screen.getByRole('link', { name: 'Set up' }).getAttribute('href')).toBe('page.html#overview');
  // Nothing that would not be done.
  expect(screen.queryByRole('button')).toBeNull();
});

it.each([
  ['before Start', connected({ enabled: true }), { kind: 'notStarted', at: 0 }],
  ['afterwards', started(), { kind: 'synced', at: 1 }],
] as const)(
  'the last question that was answered says so and keeps the focus, and nothing counts to none: %s',
  async (_, app, then) => {
    const one = need();
    const sync = { ...app.sync, last: ran() };
    await openPopup({
      ...app,
      status: { kind: 'needsYou', count: 1, held: 0 },
      sync: { ...sync, needsYou: 1, firstNeed: one },
    });
    fireEvent.click(button('Leave as it is'));
    await screen.findByText('Nothing was changed.');
    bench.worker = { ...app, status: then, sync: { ...sync, needsYou: 0, firstNeed: undefined } };
    bench.notify();
    await waitFor(() => expect(screen.queryByRole('link', { name: /questions?$/ })).toBeNull());
    screen.getByText('Nothing was changed.');
    expect(document.activeElement?.textContent).toContain(one.title);
  },
);

it('says that the worker cannot be reached instead of showing nothing', async () => {
  bench.replies.set('state.get', () => Promise.reject(new Error('Could not establish connection.')));
  await openPopup(disconnected()).catch(() => undefined);
  expect((await screen.findByRole('alert')).textContent).toContain('Reload the page.');
});
