import { ERRORS, type ErrorCode, type SyncError } from '../../../shared/codes';
import type { ErrorView } from '../../../shared/state';
import { ERROR_TEXTS } from '../../../shared/texts';
import type { StoredError } from '../../store/values';

/** The one error type as it is stored: code and place, never a body. */
export const toStored = (error: SyncError): StoredError => ({ code: error.code, detail: error.detail ?? '' });

/** As it is shown. A code that an older version stored and this one does not know is our bug. */
export function toView({ code, detail }: StoredError): ErrorView {
  const known: ErrorCode = code in ERRORS ? (code as ErrorCode) : 'bug';
  return { code: known, ...ERROR_TEXTS[known], detail };
}
