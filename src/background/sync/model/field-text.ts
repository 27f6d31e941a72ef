/** A field's value as a text for log and pages, and back. */
import type { FieldName, Fields, Status, When } from './event';

const SPAN = ' - ';
const STATUSES: readonly string[] = ['planned', 'tentative', 'held', 'cancelled'] satisfies Status[];

/** The inverse of fieldText: a value as the activity log has it. undefined where the text says nothing that could be written. */
export function fieldFrom<F extends FieldName>(field: F, text: string): Fields[F] | undefined {
  if (field === 'when') return whenFrom(text) as Fields[F] | undefined;
  if (field === 'status') return (STATUSES.includes(text) ? text : undefined) as Fields[F] | undefined;
  return text as Fields[F];
}

const DATE = /^\d{4}-\d\d-\d\d$/;

function whenFrom(text: string): When | undefined {
  const parts = text.split(SPAN);
  const [first = '', last = ''] = parts;
  if (parts.length !== 2) return undefined;
  if (DATE.test(first) && DATE.test(last)) return { kind: 'allDay', first, last };
  const [start, end] = [Date.parse(first), Date.parse(last)];
  return Number.isNaN(start) || Number.isNaN(end) ? undefined : { kind: 'timed', start, end };
}
