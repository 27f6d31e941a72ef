/** Writes into the log what an undo took back. */
import type { Engine } from '../model/engine';
import type { PlanRow } from '../model/store';
import { type Change, isCarried } from './undo-changes';

/** What was undone, of which run; `back`: an undo was undone, so that it is in effect again. */
export interface Marked {
  run: string;
  kind: Change['kind'];
  back: boolean;
}

/**
 * The log says what was undone: it offers to do that again instead of undoing it twice, and the counts of its run are without it. Where an
 * undo was undone, what it had put back is in effect again.
 */
export async function markUndone(
  { store, runId }: Engine,
  done: readonly { change: Change; row?: PlanRow }[],
): Promise<Marked[]> {
  const ids: number[] = [];
  const again: number[] = [];
  const of: Marked[] = [];
  for (const { change, row } of done) {
    const rows = rowsOf(change, row);
    ids.push(...rows.map(({ id }) => id));
    const before = (await store.activityOfLink(change.linkId)).filter(({ undone }) => undone === change.run);
    const fields = new Set(rows.map(({ field }) => field));
    const back = before.filter(
      ({ side, field }) => side === change.side && (change.kind !== 'update' || fields.has(field)),
    );
    again.push(...back.map(({ id = 0 }) => id));
    of.push({ run: change.run, kind: change.kind, back: false });
    const [first] = back;
    if (first && first.op !== 'lose') of.push({ run: first.run, kind: first.op, back: true });
  }
  if (ids.length > 0)
    await store.commit({
      undone: [
        { ids, run: runId },
        { ids: again, run: '' },
      ],
    });
  return of;
}

/** Rows that a write put back: of an update only the fields that it could. */
function rowsOf({ rows }: Change, row: PlanRow | undefined): Change['rows'] {
  const intent = row?.intent.op === 'update' ? row.intent : undefined;
  return rows.filter(
    ({ field }) =>
      !intent || (field === 'parent' ? intent.parent !== undefined : isCarried(field) && field in intent.fields),
  );
}
