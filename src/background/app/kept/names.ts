import { calendarName, entityName } from './last-seen';
import type { Surroundings } from './surroundings';

/** Calendars and entities as people know them, by id and type. */
export type Names = ReadonlyMap<string, string>;

/** Those that are gone are known as they were last called. */
export function namesOf(around: Surroundings | undefined): Names {
  if (!around) return new Map();
  const { outlook, espo, lastSeen } = around;
  const seen = Object.entries(lastSeen.names);
  const known = [calendarName(''), entityName('')].flatMap((prefix) =>
    seen.flatMap(([key, name]) => (key.startsWith(prefix) ? [[key.slice(prefix.length), name] as const] : [])),
  );
  const calendars = outlook.calendars.map(({ id, name }) => [id, name] as const);
  return new Map([...known, ...calendars, ...espo.entities.map(({ type, label }) => [type, label] as const)]);
}
