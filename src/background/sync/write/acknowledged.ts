/** What every acknowledged write changes in its link. */
import { groupOf } from '../decide/guard';
import type { Engine } from '../model/engine';
import type { Item } from '../model/item';
import type { WriteResult } from '../model/port';
import type { Changes, JournalEntry, PlanRow } from '../model/store';

export type Written = Extract<WriteResult<Item>, { kind: 'ok' }>;

/** What every acknowledged write changes, and what this one changes besides. */
export function acknowledged(
  engine: Engine,
  { id, plan }: JournalEntry,
  besides: Omit<Changes, 'journal' | 'plan' | 'tallies'>,
  waits: PlanRow[] = [],
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
    ...(plan.orders ? { cursors: { ...cursors, remove: [...(cursors?.remove ?? []), ...plan.orders] } } : {}),
  };
}
