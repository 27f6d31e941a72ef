import { say } from '../../shared/say';
import type { SettingsProblem } from '../../shared/settings';

/** What is wrong with the settings, for the person who typed it. */
export const problemText = ({ code, type, label }: SettingsProblem, labelOf: (type: string) => string): string =>
  say(`problem_${code}`, { name: labelOf(type), label });
