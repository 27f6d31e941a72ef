/** What this worker is about: a run, short looks, how far it has come. Apart from the runs themselves, because pages ask for it at every wake. */
import { SyncError } from '../../../shared/codes';
import type { Progress } from '../../sync/model/engine';
import { NOTHING_YET } from './progress';

/** What begins the next run. */
export const ALARM = 'sync';

/** One run at a time, in this worker and in this browser. */
export interface Run {
  promise: Promise<void>;
  abort: AbortController;
}

export const underWay: {
  run: Run | undefined;
  /** Short looks that are under way, or wait for their turn. */
  glances: number;
  /** What is done beside runs, under the same lock. */
  beside: AbortController | undefined;
  /** A look at what a run would do. */
  foreseeing: AbortController | undefined;
} = { run: undefined, glances: 0, beside: undefined, foreseeing: undefined };

export const progress: Progress & { active: boolean } = { active: false, ...NOTHING_YET };

export const isRunning = (): boolean => underWay.run !== undefined;

/** Whether what is to be done is being done. */
export const isBusy = (): boolean => isRunning() || underWay.glances > 0;

/** True when there was one to stop. */
export function stopRun(): boolean {
  const { run, beside, foreseeing } = underWay;
  for (const one of [run?.abort, beside, foreseeing]) one?.abort(new SyncError('sync.stopped'));
  return run !== undefined;
}
