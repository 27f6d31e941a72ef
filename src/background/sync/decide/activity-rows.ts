/** Rows of the activity log. */
import { CAUSES } from '../../../shared/causes';
import type { Engine } from '../model/engine';
import type { Side } from '../model/item';
import { fieldsNow, type Link } from '../model/link';
import type { Activity, PlanRow } from '../model/store';

/** A row of the activity log for a write that this run has done. */
export function logRow(
  engine: Engine,
  plan: PlanRow,
  linkId: string,
  ref: string,
  op: Activity['op'],
  field: Activity['field'],
  oldValue: string,
  newValue: string,
): Activity {
  return {
    pair: plan.pair,
    run: engine.runId,
    at: engine.now(),
    side: plan.side,
    ref,
    linkId,
    title: plan.title,
    op,
    field,
    oldValue,
    newValue,
    cause: plan.cause,
    ...(field === 'parent' ? namesOf(plan) : {}),
  };
}

/** Which parent a record has only EspoCRM knows: the names are those that were shown to whoever chose it. */
function namesOf({ intent }: PlanRow): Pick<Activity, 'oldName' | 'newName'> {
  const { before, name } = (intent.op === 'update' ? intent.parent : undefined) ?? {};
  return { ...(before ? { oldName: before } : {}), ...(name ? { newName: name } : {}) };
}

/** Who takes part in the event now, and who did before. */
export const invitedRow = (
  engine: Engine,
  plan: PlanRow,
  linkId: string,
  ref: string,
  before: string,
  now: string,
): Activity => logRow(engine, plan, linkId, ref, 'update', 'attendees', before, now);

/** Two items came together, or were taken apart: nothing was written on either side. */
export const logLink = (engine: Engine, link: Link, op: 'link' | 'unlink', cause: string): Activity => ({
  pair: link.pair,
  run: engine.runId,
  at: engine.now(),
  side: 'espo',
  ref: link.espoRef,
  linkId: link.id,
  title: fieldsNow(link, 'outlook').title,
  op,
  field: '',
  oldValue: op === 'unlink' ? link.outlookId : '',
  newValue: op === 'link' ? link.outlookId : '',
  cause,
});

/** The link went over to another item that is the same meeting; nothing where it did not. */
export function logRelink(engine: Engine, before: Link, after: Link): Activity[] {
  const side: Side = before.espoRef === after.espoRef ? 'outlook' : 'espo';
  const [old, now] = side === 'espo' ? [before.espoRef, after.espoRef] : [before.outlookId, after.outlookId];
  if (old === now || old === '') return [];
  const row = logLink(engine, after, 'link', CAUSES.sameMeetingNewId);
  return [{ ...row, side, ref: now, oldValue: old, newValue: now }];
}
