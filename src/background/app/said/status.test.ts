import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../shared/codes';
import type { RunSummary } from '../../../shared/state';
import { type StatusFacts, statusOf } from './status';

const ran = (change: Partial<RunSummary> = {}): RunSummary => ({
  ...{ id: 'r', startedAt: 1, at: 2, created: 0, updated: 0, removed: 0, linked: 0, held: 0, refused: 0, undone: 0 },
  error: undefined,
  ...change,
});
const failed = (code: ErrorCode, change: Partial<RunSummary> = {}) =>
  ran({ error: { code, detail: '', names: {} }, ...change });

const WELL: StatusFacts = {
  sides: { outlook: 'connected', espo: 'connected' },
  pair: { enabled: true, started: true, pausedUntil: undefined },
  missing: false,
  running: false,
  last: ran(),
  needs: 0,
  held: 0,
};
/** Everything at once that may be said: each thing taken away shows the next one. */
const kinds = (...changes: Partial<StatusFacts>[]) => {
  let facts: StatusFacts = { ...WELL, ...Object.assign({}, ...changes) };
  const shown = [statusOf(facts).kind];
  for (const change of changes) {
    for (const key of Object.keys(change)) facts = { ...facts, [key]: WELL[key as keyof StatusFacts] };
    shown.push(statusOf(facts).kind);
  }
  return shown;
};

describe('the status', () => {
  it('says what keeps everything from being synced, then what waits for the user, then what goes on', () => {
    expect(
      kinds(
        { sides: { outlook: 'connected', espo: 'signInNeeded' } },
        { missing: true },
        { last: failed('espo.unreachable') },
        { needs: 3, held: 1 },
      ),
    ).toEqual(['signInNeeded', 'missing', 'error', 'needsYou', 'synced']);
    expect(kinds({ needs: 1, held: 1 }, { pair: { enabled: true, started: true, pausedUntil: 0 } })).toEqual([
      'held',
      'paused',
      'synced',
    ]);
  });

  it('puts questions before "Synced", with their number', () => {
    expect(statusOf({ ...WELL, needs: 6 })).toEqual({ kind: 'needsYou', count: 6, held: 0 });
    expect(statusOf({ ...WELL, needs: 2, held: 2 })).toEqual({ kind: 'held', count: 2 });
  });

  it('says that it is switched off before what waits, which would not be done either, and before how it ended once', () => {
    const pair = { enabled: false, started: true, pausedUntil: undefined };
    expect(statusOf({ ...WELL, pair, needs: 3, held: 1 })).toEqual({ kind: 'off' });
    expect(statusOf({ ...WELL, pair, last: failed('espo.unreachable') })).toEqual({ kind: 'off' });
    const sides = { outlook: 'connected', espo: 'signInNeeded' } as const;
    expect(statusOf({ ...WELL, sides, pair }).kind).toBe('signInNeeded');
  });

  it('names the sides that have to be connected or signed in to', () => {
    expect(statusOf({ ...WELL, sides: { outlook: 'disconnected', espo: 'signInNeeded' } })).toEqual({
      kind: 'connect',
      sides: ['outlook'],
    });
    expect(statusOf({ ...WELL, sides: { outlook: 'connecting', espo: 'disconnected' } }).kind).toBe('connecting');
  });

  it('is not "Paused" before the first Start, and not "Synced" after a run by hand', () => {
    const pair = { enabled: true, started: false, pausedUntil: undefined };
    expect(statusOf({ ...WELL, pair, last: undefined })).toEqual({ kind: 'notStarted', at: 0 });
    expect(statusOf({ ...WELL, pair })).toEqual({ kind: 'notStarted', at: 2 });
    expect(statusOf({ ...WELL, pair: { ...pair, enabled: false } })).toEqual({ kind: 'notStarted', at: 2 });
  });

  it('says whether a failure is tried again by itself', () => {
    const goesOn = (change: Partial<StatusFacts>) => {
      const status = statusOf({ ...WELL, last: failed('espo.unreachable'), ...change });
      return status.kind === 'error' && status.goesOn;
    };
    expect(goesOn({})).toBe(true);
    expect(goesOn({ pair: { enabled: true, started: true, pausedUntil: 0 } })).toBe(false);
    expect(goesOn({ last: failed('ms.mailboxFull') })).toBe(false);
  });

  it('forgets an error when something newer is true', () => {
    expect(statusOf({ ...WELL, last: failed('espo.unreachable', { mended: true }) })).toEqual({ kind: 'waiting' });
    expect(statusOf({ ...WELL, running: true, last: failed('espo.unreachable') })).toEqual({ kind: 'syncing' });
    for (const code of ['sync.stopped', 'sync.off', 'sync.notConnected'] as const)
      expect(statusOf({ ...WELL, last: failed(code) })).toEqual({ kind: 'waiting' });
  });

  it('goes on saying that another browser syncs', () => {
    expect(statusOf({ ...WELL, last: failed('sync.otherBrowser') }).kind).toBe('otherBrowser');
  });

  it('shows a run by hand during a pause', () => {
    const pair = { enabled: true, started: true, pausedUntil: 99 };
    expect(statusOf({ ...WELL, pair })).toEqual({ kind: 'paused', until: 99 });
    expect(statusOf({ ...WELL, pair, running: true })).toEqual({ kind: 'syncing' });
  });
});
