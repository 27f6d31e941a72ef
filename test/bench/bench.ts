import type { Figure } from './figures.ts';

/** What the parts are told by the command line, and where they leave what they find. */
export interface Bench {
  runs: number;
  /** Whether a figure of this name, or of a name that begins with it, is wanted. */
  wants(...names: string[]): boolean;
  figure(name: string, unit: string, values: readonly number[], detail?: unknown): Figure;
  /** Anything else that belongs into the JSON. */
  note(name: string, value: unknown): void;
  say(line: string): void;
}
