/** The sign-in at Microsoft that waits for the user: one at a time, and the user may give it up. */
import { SyncError } from '../../../shared/codes';
import { unlessAborted } from '../../auth/auth-window';

let current: AbortController | undefined;

export const isAsking = (): boolean => current !== undefined;

export function giveUp(): void {
  current?.abort(new SyncError('ms.cancelled'));
}

/** Over at once when it is given up. What the task then still does has to ask its signal before it keeps anything. */
export async function asking<T>(task: (signal: AbortSignal) => Promise<T>): Promise<T> {
  giveUp();
  const mine = new AbortController();
  current = mine;
  try {
    return await unlessAborted(task(mine.signal), mine.signal);
  } finally {
    if (current === mine) current = undefined;
  }
}
