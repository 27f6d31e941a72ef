/** What tells planned writes from each other. Each row holds the item that it carries over: of a first sync's thousands only this is held at once. */
import { type Item, refOf, type Side } from './item';
import type { PlanRow, Store } from './store';

export interface PlanHead
  extends Pick<PlanRow, 'id' | 'state' | 'reason' | 'op' | 'side' | 'feed' | 'linkId' | 'takesBack' | 'orders'> {
  /** Where the item lives that the write carries over. */
  from: { side: Side; ref: string; feed: string } | undefined;
  /** The server broke over it when it was sent last. */
  broke: boolean;
}

export function headOf(row: PlanRow): PlanHead {
  const { id, state, reason, op, side, feed, linkId, takesBack, orders, source, broke } = row;
  return {
    ...(takesBack === undefined ? {} : { takesBack }),
    ...(orders ? { orders } : {}),
    ...{ id, state, reason, op, side, feed, linkId },
    from: source && { side: source.side, ref: refOf(source), feed: feedOf(source) },
    broke: broke !== undefined,
  };
}

/** The calendar or the entity type that an item lives in. */
const feedOf = (item: Item): string => (item.side === 'outlook' ? item.calendarId : item.type);

const CHUNK = 500;

/** The rows themselves, some at a time. */
export async function* rowsOf(store: Store, heads: readonly PlanHead[]): AsyncIterable<PlanRow[]> {
  for (let at = 0; at < heads.length; at += CHUNK) {
    const rows = await store.planById(heads.slice(at, at + CHUNK).map(({ id }) => id));
    yield rows.filter((row) => row !== undefined);
  }
}
