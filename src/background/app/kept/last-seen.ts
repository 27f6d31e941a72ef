/**
 * What was chosen, or what the sync went by, as it was when it was last there. What vanished is never replaced by another thing: it is
 * named, and a person chooses (rule 6).
 */
import * as v from 'valibot';
import type { Settings } from '../../../shared/settings';
import type { ChosenFields } from '../../espo/metadata';
import type { Store } from '../../sync/model/store';
import type { Surroundings } from './surroundings';

const LastSeen = v.object({
  /** How people know it, by `<kind>|<id>`. */
  names: v.record(v.string(), v.string()),
  /** What nobody chose and the sync goes by all the same: the mailbox's default calendar, a field found by its name, the status of cancelled meetings, the user's team. */
  used: v.record(v.string(), v.string()),
});
export type LastSeen = v.InferOutput<typeof LastSeen>;
const Stored = v.pipe(v.string(), v.parseJson(), LastSeen);

export const LAST_SEEN = 'lastSeen';
export const nothingSeen = (): LastSeen => ({ names: {}, used: {} });

export const TEAM = 'team';
/** That the mailbox makes no Teams meetings, since somebody wanted one. */
export const NO_TEAMS = 'noTeams';
/** The default calendar when it was first met, where the user chose none. */
export const DEFAULT_CALENDAR = 'calendar';
export const placeOf = (type: string): string => `place|${type}`;
export const statusOf = (type: string): string => `status|${type}`;
export const fieldName = (type: string, field: string): string => `field|${type}|${field}`;
export const entityName = (type: string): string => `entity|${type}`;
export const calendarName = (id: string): string => `calendar|${id}`;

export async function lastSeen(store: Store): Promise<LastSeen> {
  const parsed = v.safeParse(Stored, await store.cursor(LAST_SEEN));
  return parsed.success ? parsed.output : nothingSeen();
}

export const lastSeenCursor = ({ pair }: Store, seen: LastSeen) => ({
  pair,
  name: LAST_SEEN,
  value: JSON.stringify(seen),
});

/** Known until nobody wants one any more. */
export async function keepNoTeams(store: Store, isSo: boolean): Promise<void> {
  const seen = await lastSeen(store);
  const { [NO_TEAMS]: known, ...used } = seen.used;
  if ((known !== undefined) === isSo) return;
  const next = { ...seen, used: isSo ? { ...used, [NO_TEAMS]: 'yes' } : used };
  await store.commit({ cursors: { put: [lastSeenCursor(store, next)] } });
}

/** A field that was found by its name is kept to: another one of such a name does not take its place. */
export function fieldsToUse({ locationField, joinLinkField, teamsField }: Settings, { used }: LastSeen): ChosenFields {
  const found = Object.entries(used).flatMap(([key, field]) =>
    key.startsWith(placeOf('')) ? [[key.slice(placeOf('').length), field]] : [],
  );
  return { locationField: { ...Object.fromEntries(found), ...locationField }, joinLinkField, teamsField };
}

/** After a look around: what is there is known anew, what is not stays known as it was. */
export function seenNow(
  before: LastSeen,
  { locationField, mainCalendar }: Settings,
  { outlook, espo }: Pick<Surroundings, 'outlook' | 'espo'>,
): LastSeen {
  const { entities } = espo;
  const names = { ...before.names };
  const used: Record<string, string> = {};
  const use = (key: string, now: string | undefined): void => {
    const value = now || before.used[key];
    if (value) used[key] = value;
  };
  for (const { type, label, textFields, boolFields, locationField: place, cancelTo } of entities) {
    names[entityName(type)] = label;
    for (const field of [...textFields, ...(boolFields ?? [])]) names[fieldName(type, field.name)] = field.label;
    // What is chosen is not found.
    if (locationField[type] === undefined) use(placeOf(type), place?.name);
    use(statusOf(type), cancelTo);
  }
  // An entity that cannot be read now may come back.
  const known = new Set(entities.map(({ type }) => type));
  for (const key of Object.keys(before.used)) if (!known.has(key.slice(key.indexOf('|') + 1))) use(key, undefined);
  use(TEAM, espo.defaultTeamId === '' ? undefined : espo.defaultTeamName || espo.defaultTeamId);
  const { calendars } = outlook;
  for (const { id, name } of calendars) names[calendarName(id)] = name;
  delete used[DEFAULT_CALENDAR];
  // None of them is left: the mailbox was moved, and all its folders have new ids (graph.md 2). Its default calendar is what it was.
  const moved = !calendars.some(({ id }) => calendarName(id) in before.names);
  const main = (moved ? '' : before.used[DEFAULT_CALENDAR]) || calendars.find(({ isDefault }) => isDefault)?.id;
  if (mainCalendar === '' && main) used[DEFAULT_CALENDAR] = main;
  return { names, used };
}
