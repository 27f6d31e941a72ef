import type { SyncError } from '../../../shared/codes';
import type { Side } from './item';

/** A part of a side that fails while the rest of it answers: a calendar, a kind of record, or what is known about the side as a whole. */
export interface FailedPart {
  side: Side;
  /** Id of a feed; of what is known about the side its own word (app/kept/around.ts). */
  feed: string;
  error: SyncError;
}

/** What failed in a run. It is out for the rest of that run: what stands in it is not known, so nothing is made in it or taken from it. */
export class Parts {
  readonly #failed = new Map<string, FailedPart>();

  /** The first error says what it is about. */
  fail(side: Side, feed: string, error: SyncError): void {
    const key = `${side}|${feed}`;
    if (!this.#failed.has(key)) this.#failed.set(key, { side, feed, error });
  }

  has = (side: Side, feed: string): boolean => this.#failed.has(`${side}|${feed}`);

  /** Nobody can say what stands in it. Without a right to it that is known: nothing that this user could see. */
  isUnread(side: Side, feed: string): boolean {
    const code = this.#failed.get(`${side}|${feed}`)?.error.code;
    return code !== undefined && code !== 'espo.noAccess';
  }

  list = (): FailedPart[] => [...this.#failed.values()];
}
