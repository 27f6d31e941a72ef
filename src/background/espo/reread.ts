/** A record as it is right before it is written: whether it is still what the write was decided on. */
import { FIELD_NAMES, isOneWay, sameField } from '../sync/model/event';
import { type EspoItem, isFilledIn } from '../sync/model/item';
import type { RemoveIntent, UpdateIntent } from '../sync/model/port';

/** Written only while nobody has filled in anything of their own, and somebody has. */
export const isWorkedOn = ({ untouched }: UpdateIntent, now: EspoItem): boolean =>
  untouched !== undefined && isFilledIn(now, untouched === true ? '' : untouched.parent);

/** Somebody has chosen another parent since. */
export const isParentTaken = ({ parent }: UpdateIntent, now: EspoItem): boolean =>
  parent?.over !== undefined && (now.parent ?? '') !== parent.over;

/** modifiedAt has whole seconds: in the second of the state that was decided on, only the values tell that somebody wrote since. */
export function isAsExpected(now: EspoItem, { expect, ...intent }: UpdateIntent | RemoveIntent): boolean {
  if (expect.side !== 'espo' || now.modifiedAt !== expect.modifiedAt) return false;
  const written = FIELD_NAMES.filter((field) => intent.op === 'remove' || field in intent.fields);
  // A record that lost its dates has not been moved anywhere (reconcile.ts).
  const compared = written.filter((field) => !isOneWay(field) && (field !== 'when' || now.start >= 0));
  return compared.every((field) => sameField(field, now.event[field], expect.fields[field]));
}
