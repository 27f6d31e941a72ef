/** What every acknowledged write changes in its link. */
import { groupOf } from '../decide/guard';
import type { Engine } from '../model/engine';
import type { Item } from '../model/item';
import { type Order, putOrders } from '../model/order';
import type { WriteResult } from '../model/port';
import type { Changes, JournalEntry, PlanRow } from '../model/store';

export type Written = Extract<WriteResult<Item>, { kind: 'ok' }>;

/** What every acknowledged write changes, and what this one changes besides. */
export function acknowledged(
  engine: Engine,
  { id, plan }: JournalEntry,
  besides: Omit<Changes, 'journal' | 'plan' | 'tallies'>,
  waits: PlanRow[] = [],
  /** What of its orders is not done by it, and said to be so. */
  open: readonly Order[] = [],
): Changes {
  const tally = { pair: plan.pair, id: groupOf(plan), at: engine.now(), count: 1 };
  const { cursors } = besides;
  // Rule 7 counts creations outside the first sync.
  const firstCreate = engine.policy.firstSync && plan.op === 'create';
  return {
    journal: { remove: [id] },
    plan: { remove: waits.some((row) => row.id === plan.id) ? [] : [plan.id], put: waits },
    // What the user has confirmed, and what is taken back, does not count towards the next question.
    tallies: plan.state === 'confirmed' || plan.takesBack || firstCreate ? {} : { put: [tally] },
    ...besides,
    ...(plan.orders ? { cursors: withoutOrders(engine, cursors, plan.orders, open) } : {}),
  };
}

function withoutOrders(
  { store }: Engine,
  cursors: Changes['cursors'],
  names: readonly string[],
  open: readonly Order[],
): NonNullable<Changes['cursors']> {
  const left = new Set(open.map(({ name }) => name));
  return {
    put: [...(cursors?.put ?? []), ...(putOrders(store, open).put ?? [])],
    remove: [...(cursors?.remove ?? []), ...names.filter((name) => !left.has(name))],
  };
}
