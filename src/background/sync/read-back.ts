import { type FieldName, type Fields, isOneWay, sameField } from './event';
import type { Item } from './item';
import type { Intent } from './port';
import type { JournalEntry } from './store';

/** Whether a write whose answer was lost took effect: the item holds now what was sent. */
export function holdsWritten(intent: Intent, { event }: Item): boolean {
  if (intent.op !== 'update') return false;
  const fields = (Object.keys(intent.fields) as FieldName[]).filter((field) => !isOneWay(field));
  return (
    fields.length > 0 && fields.every((field) => sameField(field, event[field], intent.fields[field] ?? event[field]))
  );
}

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
