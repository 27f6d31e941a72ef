// @vitest-environment happy-dom
import { screen } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isOff, open, openPopup, setUp, tearDown } from '../../../test/popup/bench';
import { started } from '../../../test/surface/fixtures';
import type { AppState, SideState } from '../../shared/state';

beforeEach(setUp);
afterEach(tearDown);

function apart(side: 'outlook' | 'espo', state: SideState, change: Partial<AppState['sync']> = {}): AppState {
  const app = started(change);
  const kind = state === 'signInNeeded' ? 'signInNeeded' : 'connect';
  return { ...app, [side]: { ...app[side], state }, status: { kind, sides: [side] } };
}

describe.each(['outlook', 'espo'] as const)('while %s is not connected', (side) => {
  it.each(['signInNeeded', 'disconnected'] as const)('(%s) no run is offered, and none is paused', async (state) => {
    await open(apart(side, state));
    expect([isOff('Sync now'), isOff('Pause')]).toEqual([true, true]);
  });

  it('none goes on after a pause either', async () => {
    const app = apart(side, 'signInNeeded');
    await open({ ...app, pair: app.pair && { ...app.pair, pausedUntil: 0 } });
    expect([isOff('Sync now'), isOff('Resume')]).toEqual([true, true]);
  });

  it('nothing says that it runs, though the run that found it out is not over yet', async () => {
    const app = apart(side, 'signInNeeded', { running: true, phase: 'reading', read: 7, fraction: 0.4 });
    await open(app);
    expect(screen.queryByRole('progressbar')).toBeNull();
    tearDown();
    setUp();
    await openPopup(app);
    expect(screen.queryByRole('progressbar')).toBeNull();
  });
});

it('with both connected both are there', async () => {
  await open(started());
  expect([isOff('Sync now'), isOff('Pause')]).toEqual([false, false]);
});
