// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answer, bench, button, lastRequest, open, setUp, tearDown } from '../../../test/popup/bench';
import { connected, disconnected, started } from '../../../test/surface/fixtures';
import type { AppState } from '../../shared/state';

beforeEach(setUp);
afterEach(tearDown);

const later = (app: AppState): AppState => ({ ...app, pair: app.pair && { ...app.pair, started: true } });

describe('the set-up', () => {
  const openStep = () => screen.getByRole('listitem', { current: 'step' });

  it('goes from side to side, and comes back to where it was left', async () => {
    await open(disconnected(), 'start');
    expect(within(openStep()).getByRole('heading', { level: 2, name: 'EspoCRM' })).toBeTruthy();
    bench.worker = { ...disconnected(), espo: connected().espo };
    bench.notify();
    await waitFor(() => within(openStep()).getByRole('button', { name: 'Connect Outlook' }));
    within(openStep()).getByRole('button', { name: 'Copy message to your administrator' });
    bench.worker = connected();
    bench.notify();
    await waitFor(() => within(openStep()).getByRole('radio', { name: 'Outlook to EspoCRM' }));
    answer('settings.save', connected());
    fireEvent.click(within(openStep()).getByRole('button', { name: 'Go on' }));
    await waitFor(() => within(openStep()).getByRole('group', { name: /Sync Entities/ }));
    expect(localStorage.getItem('first-run-step')).toBe('entities');
  });

  it('counts nothing before the first look', async () => {
    await open(connected(), 'overview');
    expect(document.body.textContent).not.toMatch(/0 meetings are linked/);
  });

  it('asks nobody for what the organization has set', async () => {
    const app = disconnected();
    await open(
      {
        ...app,
        espo: connected().espo,
        managed: { ...app.managed, connection: ['clientId', 'tenantId'] },
      },
      'start',
    );
    within(openStep()).getByRole('button', { name: 'Connect Outlook' });
    expect(within(openStep()).queryByRole('button', { name: 'Copy message to your administrator' })).toBeNull();
    expect(openStep().textContent).not.toContain('administrator');
  });

  it('says for each direction what it means, and keeps the choice', async () => {
    await open(connected(), 'start');
    const both = screen.getByRole('radio', { name: 'Two-way', description: /changed on the other/ });
    fireEvent.click(both);
    answer('settings.save', connected({ direction: 'both' }));
    fireEvent.click(button('Go on'));
    await waitFor(() => expect(lastRequest('settings.save')).toMatchObject({ settings: { direction: 'both' } }));
  });

  it('keeps what was chosen and not saved when the page is closed in between, until it is started', async () => {
    await open(connected(), 'start');
    fireEvent.click(screen.getByRole('radio', { name: 'Two-way' }));
    await waitFor(() => expect(bench.log).toContain('draft.keep'));
    const { draft } = lastRequest('draft.keep') as { draft: AppState['draft'] };
    tearDown();
    setUp();
    await open({ ...connected(), draft }, 'start');
    expect((screen.getByRole('radio', { name: 'Two-way' }) as HTMLInputElement).checked).toBe(true);
    answer('settings.save', { ...connected({ direction: 'both' }), draft });
    fireEvent.click(button('Go on'));
    await waitFor(() => expect(lastRequest('settings.save')).toMatchObject({ settings: { direction: 'both' } }));
    // Saved, it is no draft any more.
    await waitFor(() => expect(lastRequest('draft.keep')).toMatchObject({ draft: { settings: { changes: {} } } }));
    tearDown();
    setUp();
    await open({ ...started(), draft }, 'settings');
    expect((screen.getByRole('combobox', { name: 'Direction' }) as HTMLSelectElement).value).toBe('outlookToEspo');
  });

  it('lets one go back from what would be done', async () => {
    localStorage.setItem('first-run-step', 'start');
    await open(connected(), 'start');
    fireEvent.click(within(openStep()).getByRole('button', { name: 'Back' }));
    await waitFor(() => within(openStep()).getByRole('group', { name: /Sync Entities/ }));
  });

  it('ends with what would be done and the one switch', async () => {
    localStorage.setItem('first-run-step', 'start');
    await open(connected(), 'start');
    const box = within(await screen.findByRole('region', { name: 'What Start will do' }));
    await box.findByText('31 records will be created in EspoCRM');
    answer('sync.start', later(connected()));
    fireEvent.click(button('Start'));
    await waitFor(() => expect(bench.log).toContain('sync.start'));
  });
});
