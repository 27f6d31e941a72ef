/** Writes whose answer was lost: whether they took effect. */
import { CAUSES } from '../../../shared/causes';
import { logRow } from '../decide/activity-rows';
import { visibleFields } from '../model/carried-fields';
import type { Engine } from '../model/engine';
import { type FieldName, type Fields, fieldText, isOneWay, sameField } from '../model/event';
import type { Item } from '../model/item';
import { fieldsNow } from '../model/link';
import type { Activity, JournalEntry, PlanRow } from '../model/store';

/** Who takes part cannot be read back: that part of the write is decided on again. */
export function readBack(entry: JournalEntry): JournalEntry {
  const { plan } = entry;
  if (plan.intent.op !== 'update') return entry;
  const without = <T extends Partial<Fields>>({ attendees: _a, response: _r, ...rest }: T) => rest;
  return {
    ...entry,
    plan: {
      ...plan,
      intent: { ...plan.intent, fields: without(plan.intent.fields) },
      settles: without(plan.settles),
    },
  };
}

/**
 * The answer was lost, and somebody has changed it since, or it is gone (or has another id): whether our write came in between, nobody
 * can say, so the log has the value.
 */
export async function perhapsOverwritten(engine: Engine, plan: PlanRow, current?: Item): Promise<Activity[]> {
  const [link] = await engine.store.linksById([plan.linkId ?? '']);
  if (!link || plan.intent.op !== 'update') return [];
  const { ref, fields } = plan.intent;
  const before = fieldsNow(link, plan.side);
  const now = current ? visibleFields(current, engine.policy) : { ...before, ...fields };
  return (Object.keys(fields) as FieldName[])
    .filter((field) => !isOneWay(field) && !sameField(field, before[field], now[field]))
    .map((field) => ({
      ...logRow(engine, plan, link.id, ref, 'lose', field, fieldText(field, before), fieldText(field, now)),
      cause: current ? CAUSES.answerLostChanged : CAUSES.answerLostGone,
    }));
}
