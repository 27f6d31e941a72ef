// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  answer,
  bench,
  box,
  button,
  checkbox,
  lastRequest,
  open,
  pick,
  refuse,
  select,
  setUp,
  tearDown,
  text,
  type,
} from '../../../test/popup/bench';
import { connected, started } from '../../../test/surface/fixtures';
import type { Settings } from '../../shared/settings';
import { edit } from './draft';

beforeEach(setUp);
afterEach(tearDown);

it('saves what was changed and sends everything else as it was', async () => {
  await open(connected({ blockList: ['kept'] }), 'settings');
  bench.replies.set('settings.save', (request) => {
    const { settings } = request as { settings: Settings };
    bench.worker = connected(settings);
    return { ok: true, answer: bench.worker };
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
  await open(connected(), 'settings');
  type(box('Call label'), 'Anruf');
  bench.worker = connected({ removeEspoOnOutlookRemoval: true });
  bench.notify();
  await waitFor(() => expect(checkbox('Remove EspoCRM record upon removal in Outlook').checked).toBe(true));
  expect(box('Call label').value).toBe('Anruf');
  expect(screen.getByText('Not saved yet')).toBeTruthy();
  // Another mailbox is another pair: nothing of it is carried over.
  bench.worker = { ...connected(), outlook: { ...connected().outlook, account: 'max@example.com' } };
  bench.notify();
  await waitFor(() => expect(box('Call label').value).toBe('Call'));
});

it('adds and removes entities, and never leaves the default without one', async () => {
  await open(connected(), 'settings');
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
  await open(connected(), 'settings');
  pick('Default Entity', 'Call');
  expect(box('Meeting label').value).toBe('Meeting');
});

it('sends nothing that is wrong, and says what is', async () => {
  await open(connected(), 'settings');
  type(box('Call label'), '');
  fireEvent.click(button('Save'));
  expect((await screen.findByRole('alert')).textContent).toContain('These settings cannot be saved.');
  // Beside the field that is wrong.
  expect(box('Call label').getAttribute('aria-invalid')).toBe('true');
  const about = box('Call label').getAttribute('aria-describedby') ?? '';
  expect(document.getElementById(about.split(' ')[0] ?? '')?.textContent).toBe(
    'Only the default entity may have an empty label.',
  );
  expect(bench.log).not.toContain('settings.save');
});

it('shows why the settings were not saved, and keeps them, but not a direction that Microsoft did not grant', async () => {
  await open(connected(), 'settings');
  bench.replies.set('settings.save', () => refuse('ms.declined'));
  fireEvent.click(checkbox('Outlook Calendar'));
  pick('Direction', 'both');
  fireEvent.click(button('Save'));
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain(text('error_ms_declined'));
  expect(alert.textContent).toContain(text('remedy_ms_declined'));
  expect(select('Direction').value).toBe('outlookToEspo');
  expect(checkbox('Outlook Calendar').checked).toBe(true);
  expect(screen.queryByText('Saved')).toBeNull();
});

it('names who has to grant what instead of the checkbox', async () => {
  await open({ ...connected(), missing: 'espoAccess' }, 'settings');
  expect(screen.queryByRole('checkbox', { name: 'Outlook Calendar' })).toBeNull();
  expect(screen.getAllByText(text('missing_espoAccess')).length).toBeGreaterThan(0);
});

describe('before Save', () => {
  const foreseen = (change: object) =>
    answer('settings.preview', {
      at: 0,
      matters: true,
      stops: 0,
      starts: 0,
      asks: 0,
      creates: { outlook: 0, espo: 0 },
      updates: { outlook: 0, espo: 0 },
      removes: { outlook: 0, espo: 0 },
      mails: 0,
      total: 0,
      ...change,
    });
  const nothingElse = () => expect(bench.log).not.toContain('settings.save');

  it('says what the new settings would do, and saves what is little at once', async () => {
    foreseen({ stops: 9, total: 9 });
    await open(started(), 'settings');
    fireEvent.click(checkbox('Leave out all-day events'));
    expect(await screen.findByText('This stops syncing 9 events.', undefined, { timeout: 3000 })).toBeTruthy();
    nothingElse();
    fireEvent.click(button('Save'));
    await waitFor(() => expect(bench.log).toContain('settings.save'));
  });

  it('asks with the preview when it is more than 20', async () => {
    foreseen({ starts: 21, creates: { outlook: 0, espo: 21 }, total: 21 });
    await open(started(), 'settings');
    fireEvent.click(checkbox('Recurring events'));
    fireEvent.click(button('Save'));
    const dialog = within(await screen.findByRole('dialog', { name: 'Change 21 items?' }));
    dialog.getByText('21 events will be synced as well.');
    nothingElse();
    const save = dialog.getByRole('button', { name: 'Save' });
    await waitFor(() => expect(save.getAttribute('aria-disabled')).toBeNull());
    fireEvent.click(save);
    await waitFor(() => expect(bench.log).toContain('settings.save'));
  });

  it('does not keep anybody from saving when it cannot be foreseen', async () => {
    bench.replies.set('settings.preview', () => refuse('ms.unreachable'));
    await open(started(), 'settings');
    fireEvent.click(checkbox('Recurring events'));
    fireEvent.click(button('Save'));
    await waitFor(() => expect(bench.log).toContain('settings.save'));
  });
});

describe('a setting', () => {
  it('is found by its name or its sentence', async () => {
    await open(connected(), 'settings');
    type(screen.getByRole('searchbox', { name: 'Search the settings' }), 'birthdays');
    expect(checkbox('Leave out all-day events')).toBeTruthy();
    expect(screen.queryByRole('combobox', { name: 'Direction' })).toBeNull();
    expect(screen.queryByRole('heading', { name: 'Which way, and who decides?' })).toBeNull();
  });

  it('says what it leaves out now', async () => {
    await open(started(), 'settings');
    const hint = document.getElementById(checkbox('Recurring events').getAttribute('aria-describedby') ?? '');
    await waitFor(() => expect(hint?.textContent).toContain('Leaves out 13 now.'));
  });

  it('that the organization has set is shown and cannot be changed', async () => {
    const app = connected({ removeEspoOnOutlookRemoval: true });
    app.managed = {
      locked: ['direction', 'entities', 'locationField', 'removeEspoOnOutlookRemoval'],
      connection: [],
      directions: ['outlookToEspo'],
    };
    // What a page held before the policy came, or a file of settings brings.
    await open(connected(), 'settings');
    edit({ removeEspoOnOutlookRemoval: false });
    bench.worker = app;
    bench.notify();
    await waitFor(() => expect(select('Direction').disabled).toBe(true));
    expect([...select('Direction').options].map(({ value }) => value)).toEqual(['outlookToEspo']);
    expect(box('Call label').disabled).toBe(true);
    expect(screen.queryByRole('button', { name: 'Add' })).toBeNull();
    const places = screen.getAllByRole('combobox', { name: 'Location field' }) as HTMLSelectElement[];
    expect(places.map(({ disabled }) => disabled)).toEqual([true, true]);
    const removal = checkbox(text('set_removeEspoOnOutlookRemoval'));
    expect([removal.checked, removal.disabled]).toEqual([true, true]);
    expect(screen.getAllByText('Set by your organization')).toHaveLength(5);
  });

  it('that a link leads to has the focus', async () => {
    await open(connected(), 'settings', 'filterFree');
    await waitFor(() => expect(document.activeElement).toBe(checkbox('Leave out events shown as free')));
  });
});

describe('a file of settings', () => {
  it('is shown as if it were typed, with what is not here; nothing is saved by it', async () => {
    const settings = { ...(connected().pair?.settings as Settings), filterFree: true };
    const connection = { clientId: 'c', tenantId: 't', espoAddress: 'crm.example.com' };
    answer('settings.import', { settings, notHere: ['Projects'], connection });
    await open(connected(), 'settings');
    const input = document.querySelector('input[type=file]') as HTMLInputElement;
    fireEvent.change(input, { target: { files: [new File(['{}'], 'settings.json')] } });
    await screen.findByText(/Not found here and left out: Projects/);
    expect(checkbox('Leave out events shown as free').checked).toBe(true);
    expect(screen.getByText('Not saved yet')).toBeTruthy();
    expect(bench.log).not.toContain('settings.save');
  });

  it('that is none says so, and not that the one before it is shown', async () => {
    const settings = connected().pair?.settings as Settings;
    answer('settings.import', { settings, notHere: [], connection: {} });
    await open(connected(), 'settings');
    const input = document.querySelector('input[type=file]') as HTMLInputElement;
    const choose = () => fireEvent.change(input, { target: { files: [new File(['{'], 'settings.json')] } });
    choose();
    await screen.findByText(text('own_imported'));
    bench.replies.set('settings.import', () => refuse('settings.invalid'));
    choose();
    await screen.findByRole('alert');
    expect(screen.queryByText(text('own_imported'))).toBeNull();
  });
});

it('forgets everything only after it was said what goes, and begins anew', async () => {
  await open(started(), 'settings');
  fireEvent.click(button('Forget everything'));
  const dialog = within(await screen.findByRole('dialog', { name: 'Forget everything?' }));
  dialog.getByText('187 synced meetings');
  dialog.getByText(/Nothing is deleted in Outlook or EspoCRM/);
  const go = dialog.getByRole('button', { name: 'Forget everything' });
  fireEvent.click(go);
  // Whoever clicks twice meant the button before it.
  expect(bench.log).not.toContain('forget.everything');
  await waitFor(() => expect(go.getAttribute('aria-disabled')).toBeNull());
  answer('forget.everything', connected());
  fireEvent.click(go);
  await waitFor(() => expect(bench.log).toContain('forget.everything'));
});
