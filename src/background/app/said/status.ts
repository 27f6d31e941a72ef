/** The one sentence that popup, page and toolbar say about the sync. */
import { ERRORS } from '../../../shared/codes';
import type { SideName } from '../../../shared/items';
import type { RunSummary, SideState } from '../../../shared/state';
import type { StatusView } from '../../../shared/status';

export interface StatusFacts {
  sides: Record<SideName, SideState>;
  /** Undefined until both sides were connected once. */
  pair: { enabled: boolean; started: boolean; pausedUntil: number | undefined } | undefined;
  /** A right is missing without which nothing can be synced. */
  missing: boolean;
  running: boolean;
  last: RunSummary | undefined;
  /** Questions, and how many of them are bulk changes that are held. */
  needs: number;
  held: number;
}

const SIDES = ['outlook', 'espo'] as const;
/** How a run may end that says nothing about the sync: the user stopped it, or it was not to run at all. */
const NO_NEWS: readonly string[] = ['sync.stopped', 'sync.off', 'sync.notConnected'];

/**
 * The most important thing that is true, for the status line and the toolbar: what keeps everything from being synced, then what waits
 * for the user, then what goes on. Pure.
 */
export function statusOf(facts: StatusFacts): StatusView {
  return standstill(facts) ?? waiting(facts) ?? going(facts);
}

/** Nothing is synced until the user does something. */
function standstill({ sides, pair, missing, running, last }: StatusFacts): StatusView | undefined {
  const having = (state: SideState): SideName[] => SIDES.filter((side) => sides[side] === state);
  const [connecting] = having('connecting');
  if (connecting) return { kind: 'connecting', side: connecting };
  const disconnected = having('disconnected');
  if (disconnected.length > 0 || !pair) return { kind: 'connect', sides: disconnected };
  const signedOut = having('signInNeeded');
  if (signedOut.length > 0) return { kind: 'signInNeeded', sides: signedOut };
  if (missing) return { kind: 'missing' };
  // Before the first Start nothing was switched off.
  if (pair.started && !pair.enabled) return { kind: 'off' };
  // A run that is under way finds out anew whether it still stands in the way.
  const error = running || last?.mended ? undefined : last?.error;
  if (!last || !error || NO_NEWS.includes(error.code)) return undefined;
  if (error.code === 'sync.otherBrowser') return { kind: 'otherBrowser', error, at: last.at };
  const alone = pair.started && pair.pausedUntil === undefined;
  return { kind: 'error', error, at: last.at, goesOn: alone && ERRORS[error.code] === 'passing' };
}

function waiting({ needs, held }: StatusFacts): StatusView | undefined {
  if (needs > held) return { kind: 'needsYou', count: needs, held };
  return held > 0 ? { kind: 'held', count: held } : undefined;
}

function going({ pair, running, last }: StatusFacts): StatusView {
  if (!pair) return { kind: 'off' };
  if (pair.pausedUntil !== undefined && !running) return { kind: 'paused', until: pair.pausedUntil };
  if (running) return { kind: 'syncing' };
  const well = last && !last.error && !last.mended;
  if (!pair.started) return { kind: 'notStarted', at: well ? last.at : 0 };
  return well ? { kind: 'synced', at: last.at } : { kind: 'waiting' };
}
