/** Reads one item of a list by its schema, without what is wrong in it where the rest makes sense. */
import * as v from 'valibot';

export interface ParsedOne<T> {
  /** Without the fields that are wrong, where the rest still makes sense. */
  value: T | undefined;
  /** What is wrong: names of fields, never what they say. '' where all is well. */
  problem: string;
}

/** One item of a list. What is wrong with it must neither stop the others nor make it vanish. */
export function parseOne<T>(schema: v.GenericSchema<unknown, T>, raw: unknown): ParsedOne<T> {
  const whole = v.safeParse(schema, raw);
  if (whole.success) return { value: whole.output, problem: '' };
  const paths = whole.issues.map((issue) => (issue.path ?? []).map(({ key }) => String(key)));
  const problem = [...new Set(paths.map((path) => path.join('.') || 'the whole'))].join(', ').slice(0, 200);
  if (typeof raw !== 'object' || raw === null) return { value: undefined, problem };
  const wrong = new Set(paths.map(([field]) => field));
  const rest = v.safeParse(schema, Object.fromEntries(Object.entries(raw).filter(([field]) => !wrong.has(field))));
  return { value: rest.success ? rest.output : undefined, problem };
}
