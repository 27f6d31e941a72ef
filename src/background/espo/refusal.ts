import * as v from 'valibot';
import type { Reason } from '../../shared/codes';
import type { EspoAnswer } from './client';

const Refusal = v.object({
  messageTranslation: v.object({
    label: v.nullish(v.string(), ''),
    data: v.nullish(v.looseObject({ field: v.nullish(v.string(), '') })),
  }),
});
const Modified = v.object({ values: v.unknown(), versionNumber: v.number() });

/** 409 has five shapes; only this one is worth a re-read (espo-versions.md 3). */
export const isModified = ({ status, body }: EspoAnswer): boolean => status === 409 && v.is(Modified, body);

/** Which field, where the server says so: "a required custom field" needs its name to be mended. */
export function refusal({ status, body, reason }: EspoAnswer): { reason: Reason; detail: string } {
  const parsed = v.safeParse(Refusal, body);
  const label = parsed.success ? parsed.output.messageTranslation.label : '';
  const field = parsed.success ? (parsed.output.messageTranslation.data?.field ?? '') : '';
  if (label === 'cannotModifyLockedRecord' || label === 'cannotRemoveLockedRecord')
    return { reason: 'locked', detail: '' };
  return { reason: 'refused', detail: [String(status), field, field ? '' : reason].filter((t) => t !== '').join(' ') };
}
