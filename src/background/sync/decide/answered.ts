/** Whether an answer that was given to a write of an earlier plan is one to this write. Pure. */
import type { Version } from '../model/port';
import type { PlanRow } from '../model/store';

/** An answer that the user or the server gave to exactly this write still stands. */
export function answered(row: PlanRow, old: PlanRow | undefined): PlanRow {
  if (!old || fingerprint(old) !== fingerprint(row)) return row;
  const agreed = old.broke?.agreed ?? (old.state === 'confirmed' ? old.reason : undefined);
  // Confirmed for another reason than the one why it waits now: that is another question. What was refused had been sent, so it was asked.
  const other = row.reason !== undefined && row.reason !== agreed && agreed !== 'refused';
  const same: PlanRow = old.broke ? { ...row, broke: old.broke } : row;
  // What the server broke over may have been mended since: that is tried once a run.
  if (old.state === 'confirmed' || old.broke?.agreed !== undefined)
    return other ? same : { ...same, state: 'confirmed', reason: agreed };
  if (old.state === 'held' && old.reason === 'refused')
    return { ...row, state: 'held', reason: 'refused', detail: old.detail };
  return same;
}

/** What makes two decisions the same: what is written where and who hears of it, not when it was decided. */
function fingerprint({ intent, mails }: PlanRow): string {
  return JSON.stringify([
    intent.op,
    intent.key,
    intent.feed,
    'fields' in intent ? intent.fields : '',
    'ref' in intent ? intent.ref : '',
    // Nobody has agreed to delete what was edited since.
    intent.op === 'remove' ? versionText(intent.expect) : '',
    'parent' in intent ? intent.parent : '',
    'category' in intent ? intent.category : '',
    'invite' in intent ? intent.invite : '',
    mails,
  ]);
}

const versionText = (version: Version): string =>
  version.side === 'outlook' ? version.etag : String(version.modifiedAt);
