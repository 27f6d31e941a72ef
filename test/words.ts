/** The words behind a command of ours: what is none is answered with a sentence, without a trace. */
import { type ParseArgsConfig, parseArgs } from 'node:util';

function refuse(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}

/** What was said, by `parseArgs`. */
export function words<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>>['values'] {
  try {
    return parseArgs(config).values;
  } catch (error) {
    return refuse((error as Error).message);
  }
}

export function wholeNumber(name: string, said: string | undefined, least = 0): number {
  const value = Number(said);
  if (said !== undefined && /^\d+$/.test(said) && Number.isSafeInteger(value) && value >= least) return value;
  return refuse(`--${name} must be a whole number${least > 0 ? ` of at least ${least}` : ''}, not ${said}.`);
}

/** One of a few. */
export function oneOf<T extends string>(what: string, said: string, known: readonly T[]): T {
  return known.find((one) => one === said) ?? refuse(`${what} is ${known.join(', ')}, not ${said}.`);
}

/** Whatever was thrown while a command began. */
export const sayWhy = (error: unknown): never => refuse((error as Error).message);
