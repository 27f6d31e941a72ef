/** Errors as they are stored, and as pages show them. */
import { ERRORS, type ErrorCode, type SyncError } from '../../../shared/codes';
import type { ErrorView } from '../../../shared/state';
import type { StoredError } from '../../store/values';

/** The one error type as it is stored: code, place and names, never a body. */
export const toStored = ({ code, detail = '', names }: SyncError): StoredError => ({
  code,
  detail,
  names: { ...names },
});

/** As it is sent. A code that an older version stored and this one does not know is our bug. */
export function toView({ code, detail, names }: StoredError): ErrorView {
  const known: ErrorCode = code in ERRORS ? (code as ErrorCode) : 'bug';
  return { code: known, detail, names };
}
