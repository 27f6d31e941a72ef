// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answer, bench, button, isOff, lastRequest, open, refuse, setUp, tearDown, type } from '../../test/popup/bench';
import { PREVIEW } from '../../test/surface/fixture-lists';
import { connected, disconnected, ran, started } from '../../test/surface/fixtures';
import { state } from './model/model';
import { where } from './model/view';
import { linesOf } from './preview/preview-box';

beforeEach(setUp);
afterEach(tearDown);

describe('the page', () => {
  it('begins with the set-up until it was started, then with the overview', async () => {
    await open(disconnected(), null);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Set up in two minutes');
    bench.worker = started();
    bench.notify();
    await waitFor(() => expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Overview'));
  });

  it('leads from the set-up to the overview once it was started, also where the address names the set-up', async () => {
    await open(connected(), 'start');
    bench.worker = started();
    bench.notify();
    await waitFor(() => expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Overview'));
    // Said to the address, too, and heard of it.
    await waitFor(() => expect([location.hash, where.value.view]).toEqual(['#overview', 'overview']));
  });

  it('names its views, and says beside them how much is in them', async () => {
    await open(started({ needsYou: 6, leftOut: 1200 }));
    const menu = within(screen.getByRole('navigation'));
    expect(menu.getAllByRole('link').map((link) => link.textContent)).toEqual([
      'Overview',
      'Activity',
      'Needs you',
      'Why not synced',
      'Settings',
      'Check',
      'About',
    ]);
    menu.getByRole('link', { name: 'Needs you', description: '6' });
    menu.getByRole('link', { name: 'Why not synced', description: '1,200' });
  });

  it('another view has the focus on its heading', async () => {
    await open(started());
    where.value = { view: 'about', at: '' };
    await waitFor(() => expect(document.activeElement?.textContent).toBe('About'));
  });
});

describe('the preview before Start', () => {
  it('says by itself what Start will do, and lists the items of a line', async () => {
    await open(connected());
    const box = within(await screen.findByRole('region', { name: 'What Start will do' }));
    const line = await box.findByText('31 records will be created in EspoCRM');
    box.getByText('0 mails to anybody');
    line.closest('details')?.setAttribute('open', '');
    line.closest('details')?.dispatchEvent(new Event('toggle'));
    await box.findByText('31 items');
    expect(lastRequest('preview.list')).toMatchObject({ of: 'start', line: 'createEspo', text: '' });
    type(box.getByRole('searchbox', { name: 'Search' }), 'board');
    await waitFor(() => expect(lastRequest('preview.list')).toMatchObject({ text: 'board' }));
  });

  it('is made on request only, after something was synced', async () => {
    const app = connected();
    await open({ ...app, sync: { ...app.sync, last: ran() } });
    expect(bench.log).not.toContain('preview.get');
    fireEvent.click(button('Preview'));
    await screen.findByText('0 mails to anybody');
  });

  it('says what stands in its way', async () => {
    bench.replies.set('preview.get', () => refuse('espo.unreachable'));
    await open(connected());
    expect((await screen.findByRole('alert')).textContent).toContain('EspoCRM does not answer.');
  });

  it('counts what will wait, and says changes and mails where there are any', () => {
    const more = { ...PREVIEW, updates: { outlook: 1, espo: 2 }, asks: 1, held: 30, notifications: 0, mails: 3 };
    expect(
      linesOf(more)
        .slice(3)
        .map(({ text }) => text),
    ).toEqual([
      '2 of them will be changed in EspoCRM',
      '1 of them will be changed in Outlook',
      '1 waits for your decision, and holds back 30',
      '13 are left out',
      'Colleagues get 0 notifications in EspoCRM',
      'Outlook mails 3 people',
    ]);
  });

  it('cannot be started while a right is missing, and says which', async () => {
    await open({ ...connected(), missing: 'espoCreate', status: { kind: 'missing' } });
    expect(isOff('Start')).toBe(true);
    expect(screen.getAllByText(/allow your role to create/).length).toBeGreaterThan(0);
  });
});

describe('the overview', () => {
  it('says that an entity pauses, and that another integration writes, too', async () => {
    await open({
      ...started({ parts: [{ kind: 'closed', side: 'espo', name: 'Call', thing: '', error: undefined, since: 0 }] }),
      secondWriter: true,
    });
    expect(screen.getByText(/^Call is paused/)).toBeTruthy();
    expect(screen.getByText(/both would make records of the same events/)).toBeTruthy();
  });

  it('disconnects only after it was said what stays', async () => {
    await open(started());
    fireEvent.click(button('Disconnect Outlook'));
    const dialog = within(await screen.findByRole('dialog', { name: 'Disconnect Outlook?' }));
    dialog.getByText(/187 synced meetings stay as they are/);
    expect(bench.log).not.toContain('outlook.disconnect');
    const go = dialog.getByRole('button', { name: 'Disconnect Outlook' });
    await waitFor(() => expect(go.getAttribute('aria-disabled')).toBeNull());
    fireEvent.click(go);
    await waitFor(() => expect(bench.log).toContain('outlook.disconnect'));
  });

  it('goes on only with both sides connected, though the settings of the pair are still there', async () => {
    await open({ ...started(), outlook: disconnected().outlook });
    expect(isOff('Sync now')).toBe(true);
    expect(button('Connect Outlook')).toBeTruthy();
  });
});

describe('Why not synced', () => {
  it('groups by reason with what can be done about it', async () => {
    await open(started(), 'why');
    await screen.findByText('Recurring events are not synced.');
    fireEvent.click(button('Turn on “Recurring events”'));
    await waitFor(() => expect(where.value).toEqual({ view: 'settings', at: 'recurring' }));
    expect(state.value?.pair?.settings.recurring).toBe(false);
    expect(bench.log).not.toContain('settings.save');
  });

  it('takes up again what was ended', async () => {
    await open(started(), 'why');
    answer('item.again', { taken: 1, refused: [] });
    fireEvent.click(await screen.findByRole('button', { name: 'Sync this again' }));
    await screen.findByText('The next sync takes it up.');
    expect(lastRequest('item.again')).toEqual({ ids: ['i3'] });
  });

  it('finds any event or record, with its state and reason, and says what is not looked at', async () => {
    await open(started(), 'why');
    type(screen.getByRole('searchbox', { name: 'Find an event or a record' }), 'breakfast');
    await screen.findByText('2 found');
    screen.getByText('Not synced. Recurring events are not synced.');
    screen.getByText(/not chosen: Team and Visit/);
    expect(lastRequest('item.search')).toMatchObject({ text: 'breakfast' });
  });

  it('a search that failed says so, and the next one begins without that', async () => {
    await open(started(), 'why');
    bench.replies.set('item.search', () => refuse('store.full'));
    const search = screen.getByRole('searchbox', { name: 'Find an event or a record' });
    type(search, 'breakfast');
    await screen.findByRole('alert');
    type(search, '');
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  });

  it('says so when nothing is left out', async () => {
    answer('why.list', { total: 0, groups: [] });
    await open(started({ leftOut: 0 }), 'why');
    expect(await screen.findByText('Everything that can be synced is linked.')).toBeTruthy();
  });
});

describe('Check', () => {
  it('says line by line what is well and what to do about the rest, and what was tried out', async () => {
    const line = { side: '', values: { entity: 'Call', rights: 'create' } };
    answer('setup.check', {
      lines: [
        { ...line, ok: true, code: 'clocks' },
        { ...line, ok: false, code: 'entityLacks' },
      ],
      findings: [{ trial: 'ifMatch', answer: 'no', at: 1e12, detail: '' }],
    });
    await open(started(), 'check');
    fireEvent.click(button('Check my setup'));
    const call = (await screen.findByText(/^Call: your role/)).closest('li') as HTMLElement;
    expect(call.textContent).toContain('Attention:');
    within(call).getByText(/until your EspoCRM administrator allows it/);
    screen.getByText(/no, and the sync does without it/);
  });

  it('shows the report before it is saved', async () => {
    await open(started(), 'check');
    fireEvent.click(button('Make a report'));
    expect((await screen.findByRole('region', { name: 'report.txt' })).textContent).toBeTruthy();
    expect(await screen.findByText(/links: 187/)).toBeTruthy();
    expect(button('Save the report')).toBeTruthy();
  });
});

it('About has the version and what changed', async () => {
  await open(started(), 'about');
  screen.getByText('Version 0.1.0');
  expect(screen.getByRole('heading', { level: 3, name: /0\.1\.0/ })).toBeTruthy();
});

it('signed out, it says nowhere when it syncs next', async () => {
  const app = started();
  await open(
    { ...app, espo: { ...app.espo, state: 'signInNeeded' }, status: { kind: 'signInNeeded', sides: ['espo'] } },
    'overview',
  );
  expect(screen.getByText('Sign-in needed', { selector: '.headline *' })).toBeTruthy();
  expect(document.body.textContent).not.toMatch(/Next about/);
});
