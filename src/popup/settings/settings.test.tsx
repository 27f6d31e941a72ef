// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  bench,
  box,
  button,
  checkbox,
  connected,
  lastRequest,
  open,
  pick,
  refuse,
  select,
  setUp,
  tearDown,
  type,
} from '../../../test/popup/bench';
import type { Settings } from '../../shared/settings';
import { ERROR_TEXTS, MISSING_TEXTS } from '../../shared/texts';

beforeEach(setUp);
afterEach(tearDown);

it('saves what was changed and sends everything else as it was', async () => {
  await open(connected({ blockList: ['kept'] }));
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
  await open(connected());
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
  expect(bench.log).not.toContain('settings.save');
});

it('shows why the settings were not saved, and keeps them, but not a direction that Microsoft did not grant', async () => {
  await open(connected());
  bench.replies.set('settings.save', () => refuse('ms.declined'));
  fireEvent.click(checkbox('Outlook Calendar'));
  pick('Direction', 'both');
  fireEvent.click(button('Save'));
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain(ERROR_TEXTS['ms.declined'].sentence);
  expect(alert.textContent).toContain(ERROR_TEXTS['ms.declined'].remedy);
  expect(select('Direction').value).toBe('outlookToEspo');
  expect(checkbox('Outlook Calendar').checked).toBe(true);
  expect(screen.queryByText('Saved')).toBeNull();
});

it('names who has to grant what instead of the checkbox', async () => {
  await open({ ...connected(), missing: 'espoAccess' });
  expect(screen.queryByRole('checkbox', { name: 'Outlook Calendar' })).toBeNull();
  expect(screen.getAllByText(MISSING_TEXTS.espoAccess).length).toBeGreaterThan(0);
});
