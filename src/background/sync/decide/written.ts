import { type FieldName, isOneWay, sameField } from '../model/event';
import { isInvited } from '../model/guests';
import { type Item, parentRef } from '../model/item';
import type { Intent } from '../model/port';

/** Whether a write whose answer was lost took effect: the item holds now what was sent. */
export function holdsWritten(intent: Intent, item: Item): boolean {
  const { event } = item;
  if (intent.op !== 'update') return false;
  if (intent.invite)
    return isInvited(
      intent.invite,
      event.invited.map(({ address }) => address),
    );
  const fields = (Object.keys(intent.fields) as FieldName[]).filter((field) => !isOneWay(field));
  const { parent } = intent;
  if (parent && (item.side !== 'espo' || (item.parent ?? '') !== parentRef(parent))) return false;
  return (
    (fields.length > 0 || parent !== undefined) &&
    fields.every((field) => sameField(field, event[field], intent.fields[field] ?? event[field]))
  );
}
