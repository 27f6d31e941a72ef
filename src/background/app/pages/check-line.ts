import type { CheckLine } from '../../../shared/state';

/** A line of "Check my setup": all is well, or what is not and what to do about it. */
export const well = (sentence: string): CheckLine => ({ ok: true, sentence, remedy: '' });
export const attention = (sentence: string, remedy: string): CheckLine => ({ ok: false, sentence, remedy });
