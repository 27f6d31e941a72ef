import type { Reason } from '../../../shared/codes';
import type { ActivityRow, LeftOut } from '../../../shared/state';
import { REASON_TEXTS } from '../../../shared/texts';
import type { Database, Pair } from '../../store/database';
import { splitEspoRef } from '../../sync/model/item';
import { isUndoable } from '../../sync/person/undo-changes';
import { recordUrl } from '../kept/urls';

/** Why an event or a record is not synced: each with its reason. */
export async function listLeftOut(
  db: Database,
  pair: string,
  limit: number,
): Promise<{ rows: LeftOut[]; counts: Partial<Record<Reason, number>> }> {
  const rows: LeftOut[] = [];
  const counts: Partial<Record<Reason, number>> = {};
  await db.seen
    .where('[pair+side+feed+start]')
    .between([pair], [`${pair}\uffff`])
    .each((row) => {
      if (row.reason === undefined) return;
      counts[row.reason] = (counts[row.reason] ?? 0) + 1;
      if (rows.length < limit)
        rows.push({
          side: row.side,
          // What cannot be read is known by its id at least.
          title: row.title || (row.reason === 'unreadable' ? row.ref : ''),
          start: row.start,
          reason: row.reason,
          sentence: REASON_TEXTS[row.reason],
          detail: row.detail ?? '',
        });
    });
  return { rows, counts };
}

/** The newest first, before the given time. */
export async function listActivity(db: Database, pair: Pair, limit: number, before: number): Promise<ActivityRow[]> {
  const rows = await db.activity
    .where('[pair+at]')
    .between([pair.id, 0], [pair.id, before])
    .reverse()
    .limit(limit)
    .toArray();
  return rows.map((row) => {
    const record = row.side === 'espo' ? splitEspoRef(row.ref) : undefined;
    return {
      id: row.id ?? 0,
      run: row.run,
      at: row.at,
      side: row.side,
      title: row.title,
      op: row.op,
      field: row.field,
      oldValue: row.oldValue,
      newValue: row.newValue,
      cause: row.cause,
      link: record ? recordUrl(pair.site, record.type, record.id) : '',
      record: row.linkId || row.ref,
      undoable: isUndoable(row),
    };
  });
}
