/** The error of the last run, once what stopped it is mended. */
import { ERRORS, type ErrorCode, sideOf } from '../../../shared/codes';
import { lastRun } from '../../store/values';

/** The user chose anew: what only they could mend is found out again. */
export async function forgetUsersError(): Promise<void> {
  const last = await lastRun.get();
  if (last?.error && ERRORS[last.error.code as ErrorCode] === 'user') await lastRun.set({ ...last, mended: true });
}

/** The user mended what stopped the last run on that side, or took the side away: its error is no news any more. */
export async function mendLastRun(side: 'outlook' | 'espo', disconnected = false): Promise<void> {
  const last = await lastRun.get();
  if (!last?.error || last.mended) return;
  const { code } = last.error;
  const ours = code === 'sync.notConnected' || sideOf(code) === side;
  // What is a bug of ours, no sign-in mends.
  if (ours && (disconnected || ERRORS[code as ErrorCode] !== 'bug')) await lastRun.set({ ...last, mended: true });
}
