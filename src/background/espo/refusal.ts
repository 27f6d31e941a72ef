/** What EspoCRM says when it refuses a record, and which field it means. */
import * as v from 'valibot';
import type { Reason } from '../../shared/codes';
import { refusalDetail } from '../../shared/refusal';
import type { EspoAnswer } from './client';

const text = v.nullish(v.string(), '');
const Refusal = v.object({
  messageTranslation: v.object({
    label: text,
    data: v.nullish(v.looseObject({ field: text, type: text, foreignEntityType: text })),
  }),
});
/** An administrator's own script says why in its own words. */
const Spoken = v.object({ message: v.string() });
const Modified = v.object({ values: v.unknown(), versionNumber: v.number() });

/** Characters of what it says: it is stored. */
const LONGEST = 200;

/** 409 has five shapes; only this one is worth a re-read (espo-versions.md 3). */
export const isModified = ({ status, body }: EspoAnswer): boolean => status === 409 && v.is(Modified, body);

/** The field that a refusal names; '' for none. */
export function refusedField({ body }: EspoAnswer): string {
  const parsed = v.safeParse(Refusal, body);
  return parsed.success ? (parsed.output.messageTranslation.data?.field ?? '') : '';
}

/** The kind of record that may not be linked; '' where none is named. */
export function refusedForeign({ body }: EspoAnswer): string {
  const parsed = v.safeParse(Refusal, body);
  return parsed.success ? (parsed.output.messageTranslation.data?.foreignEntityType ?? '') : '';
}

/** Which field, where the server says so: "a required custom field" needs its name to be mended. */
export function refusal({ status, body, reason }: EspoAnswer): { reason: Reason; detail: string } {
  const parsed = v.safeParse(Refusal, body);
  const { label, data } = parsed.success ? parsed.output.messageTranslation : { label: '', data: undefined };
  if (label === 'cannotModifyLockedRecord' || label === 'cannotRemoveLockedRecord')
    return { reason: 'locked', detail: '' };
  const { field, type, foreignEntityType } = { field: '', type: '', foreignEntityType: '', ...data };
  // What it has against a field says all.
  const says = field !== '' ? '' : label !== '' ? `${label} ${foreignEntityType}`.trim() : spoken(body) || reason;
  return { reason: 'refused', detail: refusalDetail({ field, type, says: says.slice(0, LONGEST), status }) };
}

const spoken = (body: unknown): string => (v.is(Spoken, body) ? body.message : '');
