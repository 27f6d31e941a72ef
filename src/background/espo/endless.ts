/** Lists that go on for ever. */
import { SyncError } from '../../shared/codes';

/** Of one condition; more is no answer to it. */
const MOST_PAGES = 500;

/** Before each page of a list but the first: a server that always says "there are more" is asked no longer than this. */
export function goOnTo(page: number, what: string): void {
  if (page >= MOST_PAGES) throw new SyncError('espo.unreadable', `${what} list without an end`);
}
