/** A worker that was stopped while it made items goes on with them at once, as it would have without the stop. */
import * as v from 'valibot';
import { grouped } from '../../../shared/grouped';
import type { Engine, RunReport } from '../model/engine';
import { yieldToOther } from '../model/lease';
import { MAKING } from '../model/noted';
import type { PlanHead } from '../model/plan-head';
import { SAME_RUN, SOUGHT } from '../pair/sought';
import { apply } from './apply';
import { makes } from './plan';

/** What waits is looked at in pieces of this size. */
const CHUNK = 500;

/** Everything planned is written: what happens to the worker meanwhile is known to the next one. `made`: what earlier ones made of it. */
export async function whileMaking<T>(
  { store, policy, now }: Engine,
  rows: readonly PlanHead[],
  task: () => Promise<T>,
  made = 0,
): Promise<T> {
  // What was found missing is planned by now.
  const sought = await store.cursorNames(SOUGHT);
  if (!rows.some(makes)) {
    if (sought.length > 0) await store.commit({ cursors: { remove: sought } });
    return task();
  }
  const value = JSON.stringify({ at: now(), total: made + rows.filter(makes).length, under: policy.settings });
  await store.commit({ cursors: { put: [{ pair: store.pair, name: MAKING, value }], remove: sought } });
  const over = (): Promise<void> => store.commit({ cursors: { remove: [MAKING] } });
  try {
    return await task();
  } finally {
    await over();
  }
}

/**
 * What a run had found to be made, and was stopped over, is made before everything is read and looked for anew: a worker that never lives
 * longer than that takes would make nothing at all. What is written under a condition is decided on again all the same.
 */
export async function goOnMaking(engine: Engine, report: RunReport): Promise<void> {
  const { store, lease, progress } = engine;
  const kept = await store.cursor(MAKING);
  if (kept === undefined) return;
  const { at, total, under } = read(kept);
  const age = engine.now() - at;
  // Under other settings it may be something else that is wanted.
  const isSame = age >= 0 && age < SAME_RUN && JSON.stringify(under) === JSON.stringify(engine.policy.settings);
  const rows = isSame ? await stillToMake(engine) : [];
  if (rows.length === 0) return store.commit({ cursors: { remove: [MAKING] } });
  if (lease) await yieldToOther(lease, engine.now());
  const made = Math.max(0, total - rows.length);
  const going: Engine = {
    ...engine,
    // As if it had never been stopped.
    progress: (update) => progress({ ...update, done: (update.done ?? 0) + made, total: (update.total ?? 0) + made }),
  };
  await whileMaking(engine, rows, () => apply(going, rows, report), made);
}

const Kept = v.object({ at: v.number(), total: v.number(), under: v.unknown() });

function read(value: string): v.InferOutput<typeof Kept> {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Kept), value);
  return parsed.success ? parsed.output : { at: 0, total: 0, under: undefined };
}

/**
 * Of what was planned, what nobody has decided on since: it waits as it did. Whoever would be mailed by it may be another one by now, and
 * no mail can be taken back: that is decided on when all is read.
 */
async function stillToMake({ store }: Engine): Promise<PlanHead[]> {
  const rows = (await store.planHeads()).filter(
    (row) => makes(row) && row.linkId === undefined && !row.broke && !row.mails,
  );
  const waiting: PlanHead[] = [];
  for (const [side, mine] of grouped(rows, ({ from }) => from?.side))
    for (let at = 0; side && at < mine.length; at += CHUNK) {
      const some = mine.slice(at, at + CHUNK);
      const arrivals = await store.arrivalsByRef(
        side,
        some.map(({ from }) => from?.ref ?? ''),
      );
      waiting.push(...some.filter((_, i) => arrivals[i]?.item));
    }
  return waiting;
}
