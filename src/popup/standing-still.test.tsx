// @vitest-environment happy-dom
import { screen } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answer, bench, open, openPopup, setUp, tearDown, type } from '../../test/popup/bench';
import { item } from '../../test/surface/fixture-lists';
import { connected, NOW, ran, started } from '../../test/surface/fixtures';
import type { AppState, ErrorView } from '../shared/state';
import { errorView } from './model/client';

beforeEach(setUp);
afterEach(tearDown);

/** While nothing is synced no sentence says that it is, that it goes on, or that it will by itself. */
const CLAIMS = /in step|goes on|(?<!from then on it syncs )by itself|that can be synced is\.|next about/i;

function failed(error: ErrorView): AppState {
  return { ...started({ last: ran({ error }), next: 0 }), status: { kind: 'error', error, at: NOW, goesOn: false } };
}
const out = started();
const STANDING: Record<string, AppState> = {
  'signed out': {
    ...out,
    espo: { ...out.espo, state: 'signInNeeded', error: errorView('espo.signInNeeded') },
    status: { kind: 'signInNeeded', sides: ['espo'] },
  },
  'a right is missing': { ...out, missing: 'espoAccess', status: { kind: 'missing' } },
  'switched off': {
    ...started({ next: 0 }),
    pair: out.pair && { ...out.pair, settings: { ...out.pair.settings, enabled: false } },
    status: { kind: 'off' },
  },
  paused: {
    ...started({ next: 0 }),
    pair: out.pair && { ...out.pair, pausedUntil: 0 },
    status: { kind: 'paused', until: 0 },
  },
  'EspoCRM is away': failed(errorView('espo.unreachable')),
  'Microsoft is away': failed(errorView('ms.unreachable')),
  'another browser syncs': {
    // The alarm stands there, to find out whether the other one still does.
    ...started(),
    status: { kind: 'otherBrowser', error: errorView('sync.otherBrowser'), at: NOW },
  },
  'not started': {
    ...connected(),
    status: { kind: 'error', error: errorView('espo.unreachable'), at: NOW, goesOn: false },
  },
};

describe.each(Object.entries(STANDING))('%s', (_, app) => {
  const paused: AppState = { ...app, outlook: { ...app.outlook, badgesPaused: true } };

  it('the small window', async () => {
    await openPopup(paused);
    expect(document.body.textContent).not.toMatch(CLAIMS);
  });

  it('the overview', async () => {
    await open(paused, 'overview');
    await screen.findByRole('status');
    expect(document.body.textContent).not.toMatch(CLAIMS);
  });

  it('and Why not synced', async () => {
    answer('why.list', { total: 0, groups: [] });
    answer('item.search', {
      rows: [item({ state: 'linked', reason: '', remedy: { kind: 'none' } })],
      next: '',
      unread: { calendars: [], entities: [] },
    });
    await open({ ...paused, sync: { ...paused.sync, leftOut: 0 } }, 'why');
    type(screen.getByRole('searchbox'), 'review');
    await screen.findByText('1 found');
    expect(document.body.textContent).not.toMatch(CLAIMS);
    expect(bench.log).toContain('item.search');
  });
});
