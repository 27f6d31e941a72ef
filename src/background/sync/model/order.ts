/**
 * What a user has ordered for one item, on its card in Outlook: written down first, carried out by the next run, and kept until it is
 * done, taken back or known to be impossible. It survives a restart at any point.
 */
import * as v from 'valibot';
import { type Act, ActSchema } from '../../../shared/card';
import { UNDO_CODES, type UndoCode } from '../../../shared/undo-codes';
import type { Link } from './link';
import type { Changes, Store } from './store';

const ORDER = 'order|';

const Stored = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    ref: v.string(),
    linkId: v.string(),
    act: ActSchema,
    at: v.number(),
    over: v.optional(v.string()),
    sentAt: v.optional(v.number()),
    failed: v.optional(v.object({ code: v.picklist(UNDO_CODES), detail: v.string() })),
  }),
);

export interface Order {
  /** What it is stored under. */
  name: string;
  /** The event: immutable id; '' where only the link is known. */
  ref: string;
  /** '' for an event that is not linked. */
  linkId: string;
  act: Act;
  /** Our clock. */
  at: number;
  /** Of a parent: written only over this one, '' for none; it answers a question that somebody else may answer first. */
  over?: string | undefined;
  /** Of a note: when it was sent first. Whether it arrived is looked up before it is sent again. */
  sentAt?: number | undefined;
  /** Why it could not be done. */
  failed?: { code: UndoCode; detail: string } | undefined;
}

/** The same act on the same item is one order, however often it is given; of several notes, and several people, each is one. */
export function orderName({ act, ref, linkId }: Omit<Order, 'name'>, id: string): string {
  const more = act.act === 'note' ? id : act.act === 'person' ? act.address : '';
  return [`${ORDER}${act.act}`, linkId || ref, more].join('|');
}

/** What a record is to belong to, unless somebody gives it another parent than this one first. */
export function parentOrder(
  store: Store,
  { id: linkId, outlookId: ref }: Link,
  parent: Extract<Act, { act: 'parent' }>['parent'],
  over: string,
  at: number,
): NonNullable<Changes['cursors']> {
  const order = { ref, linkId, act: { act: 'parent' as const, parent }, at, over };
  return putOrder(store, { ...order, name: orderName(order, '') });
}

export const putOrder = ({ pair }: Store, { name, ...order }: Order): NonNullable<Changes['cursors']> => ({
  put: [{ pair, name, value: JSON.stringify(order) }],
});

/** Several of them. */
export const putOrders = (store: Store, orders: readonly Order[]): NonNullable<Changes['cursors']> => ({
  put: orders.flatMap((order) => putOrder(store, order).put ?? []),
});

export async function ordersOf(store: Store): Promise<Order[]> {
  const names = await store.cursorNames(ORDER);
  const all = await Promise.all(
    names.map(async (name): Promise<Order[]> => {
      const parsed = v.safeParse(Stored, await store.cursor(name));
      return parsed.success ? [{ name, ...parsed.output }] : [];
    }),
  );
  return all.flat().sort((a, b) => a.at - b.at);
}
