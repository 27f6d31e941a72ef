/** A line of "Check my setup": all is well, or what is not and what to do about it. Its words are the texts `check_<code>` and `check_<code>_do`. */
import type { CheckLine } from '../../../shared/check';
import type { TextKey } from '../../../shared/say';

type Code<K = TextKey> = K extends `check_${infer C}_do` ? C : never;
type WellCode<K = TextKey> = K extends `check_${infer C}` ? (C extends `${string}_do` ? never : C) : never;
type Values = CheckLine['values'];

const line = (code: string, ok: boolean, values: Values): CheckLine => ({ code, ok, side: '', values });

export const well = (code: WellCode, values: Values = {}): CheckLine => line(code, true, values);
export const attention = (code: Code, values: Values = {}): CheckLine => line(code, false, values);
