import type { Surroundings } from './around';

/** Calendars and entities as people know them, by id and type. */
export type Names = ReadonlyMap<string, string>;

export function namesOf(around: Surroundings | undefined): Names {
  if (!around) return new Map();
  const calendars = around.outlook.calendars.map(({ id, name }) => [id, name] as const);
  return new Map([...calendars, ...around.espo.entities.map(({ type, label }) => [type, label] as const)]);
}
