/** The user's own pause: nothing runs by itself until it is over; Sync now still does. */
import { HOUR } from '../../../shared/time';
import { pause } from '../../store/values';

export type PauseFor = 'hour' | 'tomorrow' | 'resumed';

/** Until when; 0 for until it is resumed. Tomorrow begins where the user is. */
export function pauseEnd(until: PauseFor, now: number): number {
  if (until === 'resumed') return 0;
  if (until === 'hour') return now + HOUR;
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1).getTime();
}

export const pauseNow = (pair: string, until: PauseFor): Promise<void> =>
  pause.set({ pair, until: pauseEnd(until, Date.now()) });

export const resume = (): Promise<void> => pause.remove();

/** Until when this pair is paused; undefined where it is not, or not any more. */
export async function pausedUntil(pair: string): Promise<number | undefined> {
  const paused = await pause.get();
  if (paused?.pair !== pair) return undefined;
  return paused.until === 0 || paused.until > Date.now() ? paused.until : undefined;
}
