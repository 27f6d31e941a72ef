/** What tells planned writes from each other. Each row holds the item that it carries over: of a first sync's thousands only this is held at once. */
import { type Item, refOf, type Side } from './item';
import type { PlanRow, Store } from './store';

export interface PlanHead
  extends Pick<PlanRow, 'id' | 'state' | 'reason' | 'op' | 'side' | 'feed' | 'linkId' | 'takesBack' | 'orders'> {
  /** Where the item lives that the write carries over. */
  from: { side: Side; ref: string; feed: string } | undefined;
  undecided?: true;
  /** The server broke over it when it was sent last. */
  broke: boolean;
  /** Somebody is mailed by it. */
  mails: boolean;
}

export function headOf(row: PlanRow): PlanHead {
  const { id, state, reason, op, side, feed, linkId, takesBack, orders, source, undecided } = row;
  return {
    ...(takesBack === undefined ? {} : { takesBack }),
    ...(orders ? { orders } : {}),
    ...(undecided ? { undecided } : {}),
    ...{ id, state, reason, op, side, feed, linkId },
    from: source && { side: source.side, ref: refOf(source), feed: feedOf(source) },
    broke: row.broke !== undefined,
    mails: row.mails.length > 0 || 'invite' in row.intent,
  };
}

/** It is written in this pass, unless a part fails before. */
export const runs = ({ state, undecided }: Pick<PlanRow, 'state' | 'undecided'>): boolean =>
  state !== 'held' && undecided === undefined;

/** The calendar or the entity type that an item lives in. */
const feedOf = (item: Item): string => (item.side === 'outlook' ? item.calendarId : item.type);

export const idsOf = (heads: readonly PlanHead[]): string[] => heads.map(({ id }) => id);

const CHUNK = 500;

/** The rows with these ids, some at a time. */
export async function* rowsOf(store: Store, ids: readonly string[]): AsyncIterable<PlanRow[]> {
  for (let at = 0; at < ids.length; at += CHUNK) {
    const rows = await store.planById(ids.slice(at, at + CHUNK));
    yield rows.filter((row) => row !== undefined);
  }
}
