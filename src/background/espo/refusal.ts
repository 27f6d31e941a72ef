/** What EspoCRM says when it refuses a record, and which field it means. */
import * as v from 'valibot';
import type { Reason } from '../../shared/codes';
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

/** 409 has five shapes; only this one is worth a re-read (espo-versions.md 3). */
export const isModified = ({ status, body }: EspoAnswer): boolean => status === 409 && v.is(Modified, body);

/** The field that a refusal names; '' for none. */
export function refusedField({ body }: EspoAnswer): string {
  const parsed = v.safeParse(Refusal, body);
  return parsed.success ? (parsed.output.messageTranslation.data?.field ?? '') : '';
}

/** Which field, where the server says so: "a required custom field" needs its name to be mended. */
export function refusal({ status, body, reason }: EspoAnswer): { reason: Reason; detail: string } {
  const parsed = v.safeParse(Refusal, body);
  const { label, data } = parsed.success ? parsed.output.messageTranslation : { label: '', data: undefined };
  if (label === 'cannotModifyLockedRecord' || label === 'cannotRemoveLockedRecord')
    return { reason: 'locked', detail: '' };
  const { field, type, foreignEntityType } = { field: '', type: '', foreignEntityType: '', ...data };
  return { reason: 'refused', detail: said() };

  function said(): string {
    if (field !== '') return ofField(field, type, status);
    if (label !== '') return `It says ${[label, foreignEntityType].filter((t) => t !== '').join(' ')} (${status}).`;
    if (v.is(Spoken, body)) return `It says "${body.message.slice(0, 200)}" (${status}).`;
    return reason === '' ? `It says ${status}.` : `It says "${reason.slice(0, 200)}" (${status}).`;
  }
}

function ofField(field: string, type: string, status: number): string {
  if (type === 'required') return `The field "${field}" is required and empty.`;
  if (type === 'maxLength') return `The value of the field "${field}" is too long.`;
  return `It does not take the value of the field "${field}" (${[status, type].join(' ').trim()}).`;
}
