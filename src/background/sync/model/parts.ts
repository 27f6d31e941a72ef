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
  readonly #closed = new Set<string>();

  /** The first error says what it is about. */
  fail(side: Side, feed: string, error: SyncError): void {
    const key = `${side}|${feed}`;
    if (!this.#failed.has(key)) this.#failed.set(key, { side, feed, error });
  }

  /** The rights as they were last read give no access to this kind of record: it holds nothing that this user could see. */
  close(type: string, error: SyncError): void {
    this.fail('espo', type, error);
    this.#closed.add(type);
  }

  has = (side: Side, feed: string): boolean => this.#failed.has(`${side}|${feed}`);

  /** Nobody can say what stands in it. A list that is refused says no more than one that breaks: only the rights themselves do. */
  isUnread(side: Side, feed: string): boolean {
    return this.has(side, feed) && !(side === 'espo' && this.#closed.has(feed));
  }

  list = (): FailedPart[] => [...this.#failed.values()];
}
