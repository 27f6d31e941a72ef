import type { CheckLine } from '../../../shared/check';

/** A line of "Check my setup": all is well, or what is not and what to do about it. */
export const well = (sentence: string): CheckLine => ({
  code: '',
  ok: true,
  side: '',
  values: {},
  sentence,
  remedy: '',
});
export const attention = (sentence: string, remedy: string): CheckLine => ({ ...well(sentence), ok: false, remedy });
