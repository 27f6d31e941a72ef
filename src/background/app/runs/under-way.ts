/** What this worker is about: a run, short looks, how far it has come. Apart from the runs themselves, because pages ask for it at every wake. */
import { SyncError } from '../../../shared/codes';
import type { Progress } from '../../sync/model/engine';
import { NOTHING_YET } from './progress';

/** What begins the next run. */
export const ALARM = 'sync';

/** Why something begins: it was time for it, the user pressed "Sync now" or Start, or has decided or ordered what is to be carried out. */
export type Cause = 'time' | 'pressed' | 'decided';

/** One run at a time, in this worker and in this browser. */
export interface Run {
  cause: Cause;
  promise: Promise<void>;
  abort: AbortController;
}

export const underWay: {
  run: Run | undefined;
  /** Short looks that are under way, or wait for their turn. */
  glances: number;
  /** What is done beside runs, under the same lock, or waits for it. */
  beside: Set<AbortController>;
  /** A look at what a run would do. */
  foreseeing: AbortController | undefined;
  /** How often the user has paused. */
  pauses: number;
} = { run: undefined, glances: 0, beside: new Set(), foreseeing: undefined, pauses: 0 };

export const progress: Progress & { active: boolean } = { active: false, ...NOTHING_YET };

export const isRunning = (): boolean => underWay.run !== undefined;

/** Whether what is to be done is being done. */
export const isBusy = (): boolean => isRunning() || underWay.glances > 0;

/** The run that it has stopped, if there was one. */
export function stopRun(): Run | undefined {
  const { run, beside, foreseeing } = underWay;
  for (const one of [run?.abort, ...beside, foreseeing]) one?.abort(new SyncError('sync.stopped'));
  return run;
}

/** By the user: what is under way stops, and what was wanted before does not begin any more. */
export function pauseRuns(): void {
  underWay.pauses += 1;
  stopRun();
}
