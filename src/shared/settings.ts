/** The settings of a pair: their schema, their defaults and what is wrong with them. */
import * as v from 'valibot';
import { isoDate } from './iso-date';
import { isNobodys } from './own';

export const DIRECTIONS = ['both', 'outlookToEspo', 'espoToOutlook'] as const;
export type Direction = (typeof DIRECTIONS)[number];

const name = v.pipe(v.string(), v.maxLength(255));
const names = v.pipe(v.array(name), v.maxLength(500));
/** Of a calendar. */
const id = v.pipe(v.string(), v.maxLength(2000));

/** How EspoCRM calls a kind of records: the key of many maps. */
export const TypeName = v.pipe(v.string(), v.regex(/^\w{1,100}$/), v.check(isNobodys));
export const isTypeName = (name: string): boolean => v.is(TypeName, name);

/** One synced entity type. The label marks its EspoCRM-made events in Outlook ("<label>: <name>"); empty only for the default one. */
export const EntitySetting = v.object({
  type: TypeName,
  label: v.pipe(v.string(), v.maxLength(60)),
});
export type EntitySetting = v.InferOutput<typeof EntitySetting>;

/** How an event shows in its calendar, as Graph calls it. */
export const SHOWN_AS = ['busy', 'free', 'tentative', 'oof', 'workingElsewhere'] as const;

interface Entry {
  schema: v.GenericSchema;
  default: unknown;
  /** An administrator's policy may fix it. */
  lockable: boolean;
}

function entry<S extends v.GenericSchema>(schema: S, fallback: v.InferOutput<S>, lockable = true) {
  return { schema, default: fallback, lockable } as const;
}

/** Every setting of a pair, once: key, shape, default, and whether a policy may lock it. */
export const SETTINGS = {
  /** Checkbox "Outlook Calendar": the sync is on. */
  enabled: entry(v.boolean(), false, false),
  direction: entry(v.picklist(DIRECTIONS), 'outlookToEspo'),
  /** '' means the day the pair was made. */
  syncSince: entry(v.union([v.literal(''), isoDate]), ''),
  entities: entry(v.pipe(v.array(EntitySetting), v.maxLength(50)), []),
  defaultEntity: entry(v.pipe(v.string(), v.maxLength(100)), 'Meeting'),
  /** '' means the mailbox's default calendar. */
  mainCalendar: entry(id, '', false),
  otherCalendars: entry(v.pipe(v.array(id), v.maxLength(500)), [], false),
  removeOutlookOnEspoRemoval: entry(v.boolean(), false),
  removeEspoOnOutlookRemoval: entry(v.boolean(), false),
  /** A meeting that nobody has said anything about counts as held a day after its end. */
  markHeld: entry(v.boolean(), false),
  /** What the user declined is marked as not held. */
  declinedNotHeld: entry(v.boolean(), false),
  /** What the user answered or shows tentatively says so in its record, where that has a word for it. */
  markTentative: entry(v.boolean(), false),
  /** Entity type -> the category of events that become one of these, where no label says otherwise. */
  entityCategory: entry(v.record(v.string(), name), {}),
  /** The category that events bear which are synced; '' for none. */
  linkedCategory: entry(name, ''),
  /** The category that an event gets besides when its record says that the meeting took place, or that it did not; '' for none. */
  heldCategory: entry(name, ''),
  notHeldCategory: entry(name, ''),
  /** Entity type -> how events made for its records show; missing means as Outlook does it. */
  showAs: entry(v.record(v.string(), v.picklist(SHOWN_AS)), {}),
  /** A new item gets the reminder of the one it is made for. */
  reminders: entry(v.boolean(), false),
  /** Which events made for records are Teams meetings; field: those whose record says so. */
  teamsMeeting: entry(v.picklist(['never', 'field', 'always']), 'never'),
  /** Entity type -> the yes-or-no field that says so. */
  teamsField: entry(v.record(v.string(), name), {}),
  conflicts: entry(v.picklist(['lastWins', 'ask', 'outlookWins', 'espoWins']), 'lastWins'),
  /** off; needed: only when something waits for the user; changes: after every sync that changed something, too. */
  notifications: entry(v.picklist(['off', 'needed', 'changes']), 'needed'),
  updateMeetingsWithAttendees: entry(v.boolean(), false),
  descriptionBothWays: entry(v.boolean(), false),
  privateEvents: entry(v.picklist(['leaveOut', 'timesOnly', 'full']), 'leaveOut'),
  recurring: entry(v.boolean(), false),
  attendees: entry(v.boolean(), true),
  /** Who takes part in a record of EspoCRM is invited to its event. draft: only where drafts were found to mail nobody, else as ask. */
  invite: entry(v.picklist(['never', 'ask', 'draft', 'always']), 'never'),
  unknownAttendees: entry(v.picklist(['ignore', 'list']), 'ignore'),
  blockList: entry(names, []),
  alsoParticipant: entry(v.boolean(), false),
  assignDefaultTeam: entry(v.boolean(), false),
  /** certain: a new record gets the parent that is certain; EspoCRM tells whoever follows it of each meeting. ask: of the others the user is asked. */
  setParent: entry(v.picklist(['never', 'certain', 'ask']), 'never'),
  parentInSubject: entry(v.boolean(), false),
  parentByDomain: entry(v.boolean(), false),
  /** Entity type -> field name; missing means discovered (location, cLocation). */
  locationField: entry(v.record(v.string(), name), {}),
  joinLinkField: entry(v.record(v.string(), name), {}),
  /** Entity type -> field name -> what stands in it where EspoCRM makes no record without it. */
  fieldDefaults: entry(v.record(v.string(), v.record(v.string(), v.pipe(v.string(), v.maxLength(1000)))), {}),
  filterNotAnswered: entry(v.boolean(), false),
  filterFree: entry(v.boolean(), false),
  filterAllDay: entry(v.boolean(), false),
  categoriesAllow: entry(names, []),
  categoriesDeny: entry(names, []),
  onlyExternal: entry(v.boolean(), false),
  /** Domains of the user's organization beside those of the mailbox. */
  ownDomains: entry(names, []),
  onlyKnownPeople: entry(v.boolean(), false),
} as const satisfies Record<string, Entry>;

export type SettingKey = keyof typeof SETTINGS;
export type Settings = { [K in SettingKey]: v.InferOutput<(typeof SETTINGS)[K]['schema']> };

export type SettingChange = { [K in SettingKey]: { key: K; value: Settings[K] } }[SettingKey];
export const withChange = (settings: Settings, { key, value }: SettingChange): Settings => ({
  ...settings,
  [key]: value,
});

/** Settings as they are stored and sent: anything missing takes its default, anything malformed is refused. */
export const SettingsSchema = v.object(
  Object.fromEntries(Object.entries(SETTINGS).map(([key, e]) => [key, v.optional(e.schema, e.default as never)])),
) as unknown as v.GenericSchema<unknown, Settings>;

export const defaultSettings = (): Settings => v.parse(SettingsSchema, {});

/** What the connection itself needs; not part of a pair, because it exists before one. */
export const ConnectionSchema = v.object({
  clientId: v.pipe(v.string(), v.trim(), v.maxLength(100)),
  tenantId: v.pipe(v.string(), v.trim(), v.maxLength(253)),
  espoAddress: v.pipe(v.string(), v.trim(), v.maxLength(2000)),
  /** The name last typed: kept after a failed attempt too, so that only the password is typed again. */
  espoUser: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(255)), ''),
  stayConnected: v.boolean(),
});
export type Connection = v.InferOutput<typeof ConnectionSchema>;

/** What is wrong with the entities of settings that have the right shape, and with which of them: the page has words for it. */
export interface SettingsProblem {
  code: 'twice' | 'emptyLabel' | 'sameLabel' | 'colon' | 'defaultEntity';
  type: string;
  label: string;
}

/** undefined when nothing is wrong. */
export function settingsProblem(settings: Settings): SettingsProblem | undefined {
  const labels = new Set<string>();
  const types = new Set<string>();
  for (const { type, label } of settings.entities) {
    const wrong = (code: SettingsProblem['code']): SettingsProblem => ({ code, type, label });
    if (types.has(type)) return wrong('twice');
    types.add(type);
    const key = label.trim().toLowerCase();
    if (key === '' && type !== settings.defaultEntity) return wrong('emptyLabel');
    if (labels.has(key)) return wrong('sameLabel');
    if (key.includes(':')) return wrong('colon');
    labels.add(key);
  }
  if (settings.entities.length > 0 && !types.has(settings.defaultEntity))
    return { code: 'defaultEntity', type: settings.defaultEntity, label: '' };
  return undefined;
}

/** Another default entity. Only the default may have no label: the one that was it until now gets its name as the label. */
export function withDefaultEntity(
  settings: Settings,
  type: string,
  nameOf: (type: string) => string,
): Pick<Settings, 'defaultEntity' | 'entities'> {
  const entities = settings.entities.map((e) =>
    e.type !== type && e.label.trim() === '' ? { type: e.type, label: nameOf(e.type).slice(0, 60) } : e,
  );
  return { defaultEntity: type, entities };
}

/** Another main calendar. One is main or other, never both. */
export const withMainCalendar = (
  settings: Settings,
  id: string,
): Pick<Settings, 'mainCalendar' | 'otherCalendars'> => ({
  mainCalendar: id,
  otherCalendars: settings.otherCalendars.filter((other) => other !== id),
});

/** `<label>:` at the start of an Outlook subject, any case; the entity it names and the rest. */
export function splitLabel(
  title: string,
  entities: readonly EntitySetting[],
): { type: string | undefined; name: string } {
  const colon = title.indexOf(':');
  if (colon > 0) {
    const head = title.slice(0, colon).trim().toLowerCase();
    const hit = entities.find((e) => e.label.trim() !== '' && e.label.trim().toLowerCase() === head);
    if (hit) return { type: hit.type, name: title.slice(colon + 1).trimStart() };
  }
  return { type: undefined, name: title };
}
