/** What the log says of one item, from before the first row to after the last. */
import type { FieldName } from '../model/event';
import type { Side } from '../model/item';
import type { Activity } from '../model/store';

/** What rows of the log say together of one item: what it was before the first of them, and after the last. */
export interface Change {
  kind: 'create' | 'update' | 'remove' | 'link' | 'unlink';
  side: Side;
  ref: string;
  linkId: string;
  /** The other item of the pair, where the log knows it. */
  other: string;
  title: string;
  /** The run that made it, and its rows in the log. */
  run: string;
  rows: { id: number; field: Activity['field'] }[];
  /** The link only went over to another item. */
  relinked: boolean;
  fields: Partial<Record<FieldName, Values>>;
  /** What the record belonged to, which only EspoCRM has: by `<EntityType>/<id>`. */
  parent?: Values;
}
interface Values {
  before: string;
  after: string;
}

/** Several rows become one change for each item: the oldest old value and the youngest new one. Pure. */
export function changesIn(rows: readonly Activity[]): Change[] {
  const changes = new Map<string, Change>();
  const over = new Set<string>();
  for (const row of [...rows].sort((a, b) => (a.id ?? 0) - (b.id ?? 0))) {
    // Its value stands in the row of the write that overruled it; what was undone already is not there to be undone.
    if (!isUndoable(row) || row.undone !== undefined) continue;
    const together = row.op === 'link' || row.op === 'unlink';
    const key = together ? `${row.linkId}|link` : `${row.side}|${row.ref}`;
    const known = changes.get(key);
    // Made and deleted within these rows: nothing is left of it.
    if (known?.kind === 'create' && row.op === 'remove') over.add(key);
    const change = known ?? started(row);
    changes.set(key, merged(change, row));
  }
  for (const key of over) changes.delete(key);
  // Apart only when everything else is undone.
  return [...changes.values()].sort((a, b) => Number(a.kind === 'link') - Number(b.kind === 'link'));
}

/** A row that says what was lost, what was told to EspoCRM or Outlook besides, and an invitation that was sent cannot be put back from here. */
export const isUndoable = ({ op, field, side }: Activity): boolean =>
  op !== 'lose' &&
  (field === '' || field === 'parent' || isCarried(field)) &&
  !(field === 'attendees' && side === 'outlook');
/** A field that both sides have. */
export const isCarried = (field: Activity['field']): field is FieldName =>
  field !== '' && field !== 'parent' && field !== 'note' && field !== 'category';

const started = (row: Activity): Change => ({
  kind: row.op === 'lose' ? 'update' : row.op,
  side: row.side,
  ref: row.ref,
  linkId: row.linkId,
  other: row.other ?? '',
  title: row.title,
  run: row.run,
  rows: [],
  relinked: row.op === 'link' && row.oldValue !== '',
  fields: {},
});

function merged(change: Change, { id = 0, op, field, oldValue, newValue, title, other }: Activity): Change {
  const rows = [...change.rows, { id, field }];
  const next: Change = { ...change, rows, title: title || change.title, other: other ?? change.other };
  // Linked and taken apart again, or changed and then deleted: the last word says what it is now.
  if (change.kind !== 'create' && op !== 'lose')
    next.kind = op === 'update' && change.kind === 'remove' ? 'remove' : op;
  if (field === 'parent') return { ...next, parent: { before: change.parent?.before ?? oldValue, after: newValue } };
  if (!isCarried(field)) return next;
  const before = change.fields[field]?.before ?? oldValue;
  return { ...next, fields: { ...change.fields, [field]: { before, after: newValue } } };
}
