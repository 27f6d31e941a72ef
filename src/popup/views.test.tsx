// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  bench,
  button,
  connected,
  disconnected,
  held,
  lastRequest,
  open,
  ran,
  setUp,
  start,
  status,
  tearDown,
} from '../../test/popup/bench';
import type { AppState } from '../shared/state';
import { ERROR_TEXTS } from '../shared/texts';
import { errorView } from './model/client';
import { state } from './model/model';

beforeEach(setUp);
afterEach(tearDown);

it('shows a run with its counts, then what it did and when', async () => {
  const app = connected({ enabled: true });
  await open({ ...app, sync: { ...app.sync, running: true, phase: 'writing', done: 12, total: 60 } });
  expect(status().textContent).toContain('Syncing');
  expect(status().textContent).toContain('12 of 60');
  expect(button('Sync now').disabled).toBe(true);
  const at = Date.UTC(2026, 10, 20, 12);
  const last = ran({ at, created: 3, removed: 1, linked: 5 });
  bench.worker = { ...app, sync: { ...app.sync, last } };
  bench.notify();
  await waitFor(() => expect(status().textContent).toContain('Synced'));
  expect(status().querySelector('time')?.getAttribute('datetime')).toBe(new Date(at).toISOString());
  expect(status().textContent).toContain('3 created, 1 deleted, 5 linked');
});

it('shows how the last run failed: sentence, way out, code and detail', async () => {
  const app = connected({ enabled: true });
  const error = errorView('espo.unreachable', 'crm.example.com');
  const last = ran({ error });
  await open({ ...app, sync: { ...app.sync, last } });
  for (const text of [error.sentence, error.remedy, 'espo.unreachable', 'crm.example.com'])
    expect(status().textContent).toContain(text);
  expect(status().textContent).not.toContain('Synced');
});

it('shows each held change with its answer', async () => {
  const app = connected({ enabled: true });
  const both = [
    held('hold:a', '187 of 200 would be deleted in EspoCRM.'),
    held('hold:b', '240 would be created in Outlook.'),
  ];
  await open({ ...app, sync: { ...app.sync, held: both } });
  expect(status().textContent).toContain('Held');
  expect(status().textContent).toContain('187 of 200 would be deleted in EspoCRM.');
  fireEvent.click(screen.getAllByRole('button', { name: 'Discard' })[1] as HTMLElement);
  await waitFor(() => expect(lastRequest('needs.act')).toMatchObject({ ids: ['hold:b'], action: 'discard' }));
});

it('says that an entity pauses because it may not be read any more', async () => {
  const app = connected({ enabled: true });
  await open({ ...app, sync: { ...app.sync, paused: ['Call'] } });
  expect(status().textContent).toContain('Call paused: EspoCRM no longer lets you read it.');
});

it('has the buttons of a hold once: in the list while that is open, else in the status', async () => {
  const app = connected({ enabled: true });
  const sentence = '187 of 200 would be deleted in EspoCRM.';
  bench.replies.set('needs.list', () => ({ ok: true, answer: { items: [], total: 0 } }));
  await open({ ...app, sync: { ...app.sync, held: [held('hold:a', sentence)], needsYou: 1 } });
  expect(screen.getAllByRole('button', { name: 'Apply' })).toHaveLength(1);
  fireEvent.click(screen.getByRole('link', { name: 'Needs you' }));
  await screen.findByText('Nothing waits for you.');
  expect(within(status()).queryByRole('button')).toBeNull();
  for (const text of ['Held', sentence]) expect(status().textContent).toContain(text);
});

it('starts, pauses and syncs once, and only when the sync is on', async () => {
  await open(connected());
  expect(button('Start').disabled).toBe(true);
  const app = connected({ enabled: true });
  bench.worker = { ...app, pair: { ...(app.pair as NonNullable<AppState['pair']>), started: true } };
  bench.replies.set('sync.start', () => ({ ok: true, answer: bench.worker }));
  state.value = app;
  await waitFor(() => expect(button('Start').disabled).toBe(false));
  fireEvent.click(button('Start'));
  fireEvent.click(await screen.findByRole('button', { name: 'Pause' }));
  await waitFor(() => expect(bench.log).toContain('sync.pause'));
  await waitFor(() => expect(button('Sync now').disabled).toBe(false));
  fireEvent.click(button('Sync now'));
  await waitFor(() => expect(bench.log).toContain('sync.now'));
});

it('goes on only with both sides connected, though the settings of the pair are still there', async () => {
  const app = connected({ enabled: true });
  await open({ ...app, outlook: disconnected().outlook });
  expect(button('Sync now').disabled).toBe(true);
  expect(button('Start').disabled).toBe(true);
  expect(button('Connect Outlook')).toBeTruthy();
});

it('shows why events are not synced, the most frequent reason first, and asks anew after a change', async () => {
  const nowhere = { there: false, url: '', name: '' };
  const row = { id: 'd', title: 'Dentist', when: { start: 1e12 }, outlook: { ...nowhere, there: true }, espo: nowhere };
  let groups: object[] = [
    { reason: 'recurring', total: 2, rows: [], next: '' },
    { reason: 'private', total: 1, rows: [row], next: '' },
  ];
  bench.replies.set('why.list', () => ({ ok: true, answer: { total: 3, groups } }));
  await open(connected({ enabled: true }));
  fireEvent.click(screen.getByRole('link', { name: /Why not synced/ }));
  await screen.findByText('Dentist');
  const reasons = () => [...document.querySelectorAll('main summary')].map((s) => s.textContent);
  expect(reasons()).toEqual(['Recurring events are not synced.2', 'Private events stay private.1']);
  groups = [];
  bench.notify();
  expect(await screen.findByText('Everything that can be synced is.')).toBeTruthy();
});

it('says that the worker cannot be reached instead of showing nothing', async () => {
  bench.worker = disconnected();
  bench.replies.set('state.get', () => Promise.reject(new Error('Could not establish connection.')));
  start();
  expect((await screen.findByRole('alert')).textContent).toContain(ERROR_TEXTS['message.refused'].remedy);
});
