/** What went wrong on a side is kept where that side is shown. */
import { type SyncError, sideOf } from '../../../shared/codes';
import { endsSignIn } from '../../auth/sign-in-over';
import { espoError, noteSignIn, outlookError } from '../../store/values';
import { toStored } from './errors';

export const SIDE_ERRORS = { outlook: outlookError, espo: espoError };
export type SideName = keyof typeof SIDE_ERRORS;

/** What only the user mends is shown beside its side, and whether that is by signing in again. */
export async function noteOnItsSide(error: SyncError): Promise<void> {
  const side = sideOf(error.code);
  if (!side) return;
  if (error.family === 'user') await SIDE_ERRORS[side].set(toStored(error));
  if (endsSignIn(error.code)) await noteSignIn(side, true);
}

/** Nothing stands in the way there any more. */
export async function clearSide(side: SideName): Promise<void> {
  await SIDE_ERRORS[side].remove();
  await noteSignIn(side, false);
}
