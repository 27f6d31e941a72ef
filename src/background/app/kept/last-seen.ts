import * as v from 'valibot';
import type { GoneChoice } from '../../../shared/needs';
import type { Settings } from '../../../shared/settings';
import { isPlace, type TextField } from '../../espo/field-choices';
import type { ChosenFields } from '../../espo/metadata';
import type { Store } from '../../sync/model/store';
import type { EspoSurroundings } from './surroundings';

/**
 * What was chosen, or what the sync went by, as it was when it was last there. What vanished is never replaced by another thing: it is
 * named, and a person chooses (rule 6).
 */
const LastSeen = v.object({
  /** How people know it, by `<kind>|<id>`. */
  names: v.record(v.string(), v.string()),
  /** What nobody chose and the sync goes by all the same: a field found by its name, the status of cancelled meetings, the user's team. */
  used: v.record(v.string(), v.string()),
});
export type LastSeen = v.InferOutput<typeof LastSeen>;
const Stored = v.pipe(v.string(), v.parseJson(), LastSeen);

export const LAST_SEEN = 'lastSeen';
export const nothingSeen = (): LastSeen => ({ names: {}, used: {} });

const TEAM = 'team';
const placeOf = (type: string): string => `place|${type}`;
const statusOf = (type: string): string => `status|${type}`;
const fieldName = (type: string, field: string): string => `field|${type}|${field}`;
const entityName = (type: string): string => `entity|${type}`;

export async function lastSeen(store: Store): Promise<LastSeen> {
  const parsed = v.safeParse(Stored, await store.cursor(LAST_SEEN));
  return parsed.success ? parsed.output : nothingSeen();
}

export const lastSeenCursor = ({ pair }: Store, seen: LastSeen) => ({
  pair,
  name: LAST_SEEN,
  value: JSON.stringify(seen),
});

/** A field that was found by its name is kept to: another one of such a name does not take its place. */
export function fieldsToUse({ locationField, joinLinkField }: Settings, { used }: LastSeen): ChosenFields {
  const found = Object.entries(used).flatMap(([key, field]) =>
    key.startsWith(placeOf('')) ? [[key.slice(placeOf('').length), field]] : [],
  );
  return { locationField: { ...Object.fromEntries(found), ...locationField }, joinLinkField };
}

/** After a look around: what is there is known anew, what is not stays known as it was. */
export function seenNow(before: LastSeen, { locationField }: Settings, espo: EspoSurroundings): LastSeen {
  const { entities } = espo;
  const names = { ...before.names };
  const used: Record<string, string> = {};
  const use = (key: string, now: string | undefined): void => {
    const value = now || before.used[key];
    if (value) used[key] = value;
  };
  for (const { type, label, textFields, locationField: place, cancelTo } of entities) {
    names[entityName(type)] = label;
    for (const field of textFields) names[fieldName(type, field.name)] = field.label;
    // What is chosen is not found.
    if (locationField[type] === undefined) use(placeOf(type), place?.name);
    use(statusOf(type), cancelTo);
  }
  // An entity that cannot be read now may come back.
  const known = new Set(entities.map(({ type }) => type));
  for (const key of Object.keys(before.used)) if (!known.has(key.slice(key.indexOf('|') + 1))) use(key, undefined);
  use(TEAM, espo.defaultTeamId === '' ? undefined : espo.defaultTeamName || espo.defaultTeamId);
  return { names, used };
}

/** What was chosen or used, and is not there any more. */
export function goneChoices(
  settings: Settings,
  { entities, defaultTeamId }: EspoSurroundings,
  seen: LastSeen,
): GoneChoice[] {
  const gone: GoneChoice[] = [];
  const writes = settings.direction !== 'espoToOutlook';
  for (const { type } of settings.entities) {
    const entity = entities.find((one) => one.type === type);
    const known = seen.names[entityName(type)];
    const of = { type, label: entity?.label ?? known ?? type };
    if (!entity) {
      // Which one is to be the default then is another question. What was never there has not vanished.
      if (known !== undefined && type !== settings.defaultEntity)
        gone.push({ what: 'entity', of, name: known, choices: [] });
      continue;
    }
    const nameOf = (field: string): string => seen.names[fieldName(type, field)] ?? field;
    const choices = (fields: readonly TextField[]) => fields.map(({ name, label }) => ({ id: name, title: label }));
    const { textFields } = entity;
    const place = settings.locationField[type] ?? seen.used[placeOf(type)];
    if (place !== undefined && !entity.locationField)
      gone.push({ what: 'locationField', of, name: nameOf(place), choices: choices(textFields.filter(isPlace)) });
    const link = settings.joinLinkField[type];
    if (link !== undefined && !entity.joinLinkField && writes)
      gone.push({ what: 'joinLinkField', of, name: nameOf(link), choices: choices(textFields) });
    const status = seen.used[statusOf(type)];
    if (status !== undefined && entity.cancelTo === undefined && writes)
      gone.push({ what: 'statusOption', of, name: status, choices: [] });
  }
  const wanted = seen.used[TEAM];
  if (settings.assignDefaultTeam && wanted !== undefined && defaultTeamId === '' && writes)
    gone.push({ what: 'defaultTeam', of: { type: '', label: '' }, name: wanted, choices: [] });
  return gone;
}
