/** What an organization sets for all of its users, by the browser's own policies (storage.managed). */
import * as v from 'valibot';
import { CLOUD_NAMES, type CloudName } from './clouds';
import { asMeant } from './policy-values';
import {
  DIRECTIONS,
  defaultSettings,
  SETTINGS,
  type SettingKey,
  type Settings,
  settingsProblem,
  TypeName,
  withDefaultEntity,
} from './settings';
import { withParentChosen } from './settings-versions';

const LOCKABLE = (Object.keys(SETTINGS) as SettingKey[]).filter((key) => SETTINGS[key].lockable);

/** Some of the settings that a policy may name. */
const Some = v.strictObject(
  Object.fromEntries(LOCKABLE.map((key) => [key, v.optional(SETTINGS[key].schema)])),
) as unknown as v.GenericSchema<unknown, Partial<Settings>>;

const minutes = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1440));

/** Every key of a policy, each read by itself. */
const KEYS = {
  clientId: v.pipe(v.string(), v.trim(), v.maxLength(100)),
  tenantId: v.pipe(v.string(), v.trim(), v.maxLength(253)),
  cloud: v.picklist(CLOUD_NAMES),
  espoAddress: v.pipe(v.string(), v.trim(), v.maxLength(2000)),
  stayConnected: v.boolean(),
  allowedDirections: v.pipe(v.array(v.picklist(DIRECTIONS)), v.minLength(1)),
  /** None of them would be the sync switched off, without a word. */
  allowedEntities: v.pipe(v.array(TypeName), v.minLength(1)),
  shortestInterval: minutes,
  longestInterval: minutes,
  /** Settings as they are, whatever the user chose. */
  locked: Some,
  /** Settings as a new user finds them. */
  defaults: Some,
} as const;

export type ManagedKey = keyof typeof KEYS;
export type Managed = { [K in ManagedKey]?: v.InferOutput<(typeof KEYS)[K]> };
export const MANAGED_KEYS = KEYS;

/** What a page needs to know of it: what is shown and not to be changed, and why a policy is not followed. */
export interface ManagedState {
  locked: SettingKey[];
  /** Of the connections. */
  connection: ('clientId' | 'tenantId' | 'espoAddress' | 'stayConnected')[];
  directions: Settings['direction'][];
}

/** Keys that nobody knows or whose values do not fit are named: a policy that is half understood must not pass for one. */
export function readManaged(stored: Readonly<Record<string, unknown>>): { managed: Managed; wrong: string[] } {
  const managed: Record<string, unknown> = {};
  const wrong: string[] = [];
  for (const [key, value] of Object.entries(stored)) {
    const schema = Object.hasOwn(KEYS, key) ? KEYS[key as ManagedKey] : undefined;
    const meant = schema && asNow(key, asMeant(schema as never, value));
    // A list has no keys that would be wrong.
    const isList = Array.isArray(meant) && schema !== undefined && 'entries' in schema;
    const parsed = schema && !isList ? v.safeParse(schema as v.GenericSchema, meant) : undefined;
    if (parsed?.success) managed[key] = parsed.output;
    else wrong.push([key, ...(parsed?.issues[0]?.path?.map((p) => String(p.key)) ?? [])].join('.'));
  }
  return { managed: managed as Managed, wrong: [...wrong, ...clashOf(managed as Managed)] };
}

/** A policy bears no version: what it said for an earlier one means what it meant. */
const asNow = (key: string, said: unknown): unknown =>
  (key === 'locked' || key === 'defaults') && typeof said === 'object' && said !== null && !Array.isArray(said)
    ? withParentChosen(said as Record<string, unknown>)
    : said;

/** What is locked and cannot stand beside each other: nobody could save it by hand. */
const clashOf = (managed: Managed): string[] =>
  (['locked', 'defaults'] as const).flatMap((part) => {
    const { entities, defaultEntity } = managed[part] ?? {};
    if (!entities) return [];
    if (entities.length === 0) return part === 'locked' ? ['locked.entities'] : [];
    if (defaultEntity !== undefined && !entities.some(({ type }) => type === defaultEntity))
      return [`${part}.defaultEntity ${defaultEntity}`];
    const problem = settingsProblem(
      withLocked(defaultSettings(), { entities, ...(defaultEntity && { defaultEntity }) }),
    );
    return problem ? [`${part}.entities ${problem.code} ${problem.type}`] : [];
  });

/**
 * What would leave nothing to sync or no way to tell what is meant, once `types` are the kinds of records that there are: '' where the
 * policy can be followed by somebody who has chosen these settings under it.
 */
export function unfollowable(
  settings: Settings,
  { locked = {}, allowedEntities }: Managed,
  types: readonly string[],
): string {
  const none = (wanted: readonly string[] | undefined): boolean =>
    wanted !== undefined && !wanted.some((type) => types.includes(type));
  if (none(allowedEntities)) return `allowedEntities ${allowedEntities}`;
  if (none(locked.entities?.map(({ type }) => type)))
    return `locked.entities ${locked.entities?.map(({ type }) => type)}`;
  const problem = locked.entities || locked.defaultEntity !== undefined ? settingsProblem(settings) : undefined;
  return problem ? `locked ${problem.code} ${problem.type}` : '';
}

/** A default entity that the policy does not name is one of those that it does; one that it does leaves none without a label. */
function withLocked(chosen: Settings, locked: Partial<Settings>): Settings {
  const settings = { ...chosen, ...locked };
  if (locked.entities && locked.defaultEntity === undefined) {
    const isThere = locked.entities.some(({ type }) => type === settings.defaultEntity);
    const usual = locked.entities.find(({ label }) => label.trim() === '') ?? locked.entities[0];
    if (usual && (usual.label.trim() === '' || !isThere)) settings.defaultEntity = usual.type;
  } else if (!locked.entities && locked.defaultEntity !== undefined)
    Object.assign(
      settings,
      withDefaultEntity(settings, locked.defaultEntity, (type) => type),
    );
  return settings;
}

/** The settings that count: what is locked is so, what is not allowed is not there. */
export function underPolicy(chosen: Settings, { locked = {}, allowedDirections, allowedEntities }: Managed): Settings {
  const settings = withLocked(chosen, locked);
  const [direction] = allowedDirections ?? [];
  if (direction && !allowedDirections?.includes(settings.direction)) settings.direction = direction;
  if (!allowedEntities) return settings;
  settings.entities = settings.entities.filter(({ type }) => allowedEntities.includes(type));
  const [first] = settings.entities;
  // The only one left of its kind needs no label to be told by, and one of them makes what has none.
  if (first && !settings.entities.some(({ type }) => type === settings.defaultEntity))
    settings.defaultEntity = first.type;
  return settings;
}

/**
 * What the user has chosen, now that `saved` was saved under this policy, and `before` was chosen until then: what the policy decides, and
 * what stayed as it was shown, is no choice, and stays what it was.
 */
export function chosenUnder(saved: Settings, before: Settings, managed: Managed): Settings {
  const { locked = {}, allowedEntities } = managed;
  const shown = underPolicy(before, managed);
  const isChosen = (key: SettingKey): boolean => !(key in locked) && !same(saved[key], shown[key]);
  const keys = Object.keys(SETTINGS) as SettingKey[];
  const chosen = { ...before, ...Object.fromEntries(keys.filter(isChosen).map((key) => [key, saved[key]])) };
  if (!allowedEntities || !isChosen('entities')) return chosen;
  const hidden = before.entities.filter(({ type }) => !allowedEntities.includes(type));
  const both = { ...chosen, entities: [...hidden, ...saved.entities] };
  // What cannot stand beside it gives way to what was chosen last.
  if (settingsProblem(both) === undefined) return both;
  return { ...both, entities: saved.entities, defaultEntity: saved.defaultEntity };
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What a new user finds chosen. */
export const firstChosen = (settings: Settings, { defaults = {} }: Managed): Settings => ({ ...settings, ...defaults });

export function managedState(managed: Managed): ManagedState {
  const { locked = {}, allowedDirections = DIRECTIONS } = managed;
  const keys = new Set(Object.keys(locked) as SettingKey[]);
  if (allowedDirections.length === 1) keys.add('direction');
  return {
    locked: [...keys],
    connection: (['clientId', 'tenantId', 'espoAddress', 'stayConnected'] as const).filter(
      (key) => managed[key] !== undefined,
    ),
    directions: [...allowedDirections],
  };
}

/** Minutes until the next run, inside what the organization allows. */
export const withinLimits = (minutes: number, { shortestInterval = 0, longestInterval = minutes }: Managed): number =>
  Math.max(shortestInterval, Math.min(minutes, Math.max(longestInterval, shortestInterval)));

export const cloudOf = ({ cloud = 'global' }: Managed): CloudName => cloud;
