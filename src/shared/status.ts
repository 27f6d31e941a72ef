import type { SideName } from './items';
import type { ErrorView } from './state';

/** The one thing that the status line says: the most important, whatever else is true (statusOf in the worker decides). */
export type StatusView =
  /** Neither side is connected yet, or one is missing. */
  | { kind: 'connect'; sides: SideName[] }
  /** A sign-in is under way. */
  | { kind: 'connecting'; side: SideName }
  /** Nothing is synced until the user signs in there. */
  | { kind: 'signInNeeded'; sides: SideName[] }
  /** Rights are missing: `AppState.missing` says which. */
  | { kind: 'missing' }
  /** The last run was stopped; `goesOn`: the next one tries again by itself. */
  | { kind: 'error'; error: ErrorView; at: number; goesOn: boolean }
  /** Questions wait, `held` of them bulk changes. */
  | { kind: 'needsYou'; count: number; held: number }
  /** Only bulk changes wait. */
  | { kind: 'held'; count: number }
  /** "Outlook Calendar" is not ticked. */
  | { kind: 'off' }
  /** Until when; 0: until the user resumes. */
  | { kind: 'paused'; until: number }
  | { kind: 'syncing' }
  /** Everything is there, and Start was never pressed. `at`: the last run by hand, 0 for none. */
  | { kind: 'notStarted'; at: number }
  /** Another browser of the user syncs. */
  | { kind: 'otherBrowser'; error: ErrorView; at: number }
  /** Started, and no run has ended well yet, or what stopped the last one was mended since. */
  | { kind: 'waiting' }
  | { kind: 'synced'; at: number };
