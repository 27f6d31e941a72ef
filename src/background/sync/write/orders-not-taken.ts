/** Orders that a write carried, and that its server dropped without a word: a role that may not write a field gets no refusal. */
import type { Engine } from '../model/engine';
import { type EspoItem, espoRef, type Item } from '../model/item';
import { type Order, orderName, ordersOf } from '../model/order';
import type { PlanRow } from '../model/store';

/** Each as it stands now: refused. Of a record that was made without its parent, the parent is what is left of the order. */
export async function ordersNotTaken(
  { store }: Engine,
  { orders: names }: PlanRow,
  item: Item,
  linkId: string,
): Promise<Order[]> {
  if (!names || item.side !== 'espo') return [];
  const carried = (await ordersOf(store)).filter(({ name }) => names.includes(name));
  return carried.flatMap((order) => notTaken(order, item, linkId));
}

function notTaken(order: Order, item: EspoItem, linkId: string): Order[] {
  const { act } = order;
  const failed = { code: 'refused', detail: '' } as const;
  const lacks = (parent: { type: string; id: string }): boolean => item.parent !== espoRef(parent.type, parent.id);
  switch (act.act) {
    case 'parent':
      // Somebody has set another one meanwhile: theirs stands.
      if (order.over !== undefined && (item.parent ?? '') !== order.over) return [];
      return lacks(act.parent) ? [{ ...order, failed }] : [];
    case 'status':
      return item.event.status === (act.status === 'held' ? 'held' : 'cancelled') ? [] : [{ ...order, failed }];
    case 'create': {
      if (!act.parent || !lacks(act.parent)) return [];
      const left = { ...order, act: { act: 'parent', parent: act.parent }, linkId, failed } as const;
      return [{ ...left, name: orderName(left, '') }];
    }
    default:
      return [];
  }
}
