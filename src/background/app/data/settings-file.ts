/** Settings as a file, and back: for another browser, another mailbox, a colleague. Never a password, never a token. */
import * as v from 'valibot';
import { SyncError } from '../../../shared/codes';
import { own } from '../../../shared/own';
import { ConnectionSchema, defaultSettings, type SettingKey, type Settings } from '../../../shared/settings';
import type { SettingsFile } from '../../../shared/settings-file';
import { migrateSettings, SETTINGS_VERSION } from '../../../shared/settings-versions';
import type { Surroundings } from '../kept/surroundings';

const FORMAT = 'espocrm-outlook-calendar settings';

const File = v.object({
  format: v.literal(FORMAT),
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  settings: v.record(v.string(), v.unknown()),
  /** What ids of calendars and kinds of records are called: another mailbox has other ids. */
  names: v.object({ calendars: v.record(v.string(), v.string()), entities: v.record(v.string(), v.string()) }),
  connection: v.pick(ConnectionSchema, ['clientId', 'tenantId', 'espoAddress']),
});

type Connection = SettingsFile['connection'];
type Around = Pick<Surroundings, 'outlook' | 'espo'> | undefined;

export function settingsText(settings: Settings, around: Around, connection: Connection): string {
  // Whether it is switched on belongs to the browser, not to the file.
  const { enabled: _, ...rest } = settings;
  const calendars = new Set([settings.mainCalendar, ...settings.otherCalendars]);
  const types = new Set([settings.defaultEntity, ...settings.entities.map(({ type }) => type)]);
  const file: v.InferInput<typeof File> = {
    format: FORMAT,
    version: SETTINGS_VERSION,
    settings: rest,
    names: {
      calendars: named(around?.outlook.calendars.filter(({ id }) => calendars.has(id)).map((c) => [c.id, c.name])),
      entities: named(around?.espo.entities.filter(({ type }) => types.has(type)).map((e) => [e.type, e.label])),
    },
    connection,
  };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

const named = (pairs: [string, string][] = []): Record<string, string> => Object.fromEntries(pairs);

/** What the file says for this mailbox and this EspoCRM. What it does not name, and what is not here, stays as it is now. Throws `settings.invalid`. */
export function readSettings(text: string, now: Settings, around: Around): SettingsFile {
  const { settings: said, version, names, connection } = parsed(text);
  const wanted = { ...withSaid(now, said, version), enabled: now.enabled };
  const lost = new Set<string>();
  const here = calendarsHere(names.calendars, around, lost);
  const types = new Set(around?.espo.entities.map(({ type }) => type));
  const isHere = (type: string): boolean => {
    if (!types.has(type)) lost.add(own(names.entities, type) ?? type);
    return types.has(type);
  };
  const [main] = wanted.mainCalendar === '' ? [''] : here([wanted.mainCalendar]);
  const settings: Settings = {
    ...wanted,
    mainCalendar: main ?? now.mainCalendar,
    otherCalendars: here(wanted.otherCalendars).filter((id) => id !== main),
    entities: wanted.entities.filter(({ type }) => isHere(type)),
    defaultEntity: isHere(wanted.defaultEntity) ? wanted.defaultEntity : now.defaultEntity,
    locationField: fieldsHere(wanted.locationField, types),
    joinLinkField: fieldsHere(wanted.joinLinkField, types),
    entityCategory: fieldsHere(wanted.entityCategory, types),
    teamsField: fieldsHere(wanted.teamsField, types),
    fieldDefaults: fieldsHere(wanted.fieldDefaults, types),
  };
  return { settings, notHere: [...lost], connection };
}

function parsed(text: string): v.InferOutput<typeof File> {
  const file = v.safeParse(v.pipe(v.string(), v.parseJson(), File), text);
  if (!file.success) throw new SyncError('settings.invalid', 'this is no file of settings');
  return file.output;
}

/** A setting that was added since an older version made the file is not in it. */
function withSaid(now: Settings, said: Record<string, unknown>, version: number): Settings {
  const file = upToDate(said, version);
  const usual = defaultSettings();
  const isSaid = (key: SettingKey): boolean => key in said || JSON.stringify(file[key]) !== JSON.stringify(usual[key]);
  const keys = Object.keys(file) as SettingKey[];
  return { ...now, ...Object.fromEntries(keys.filter(isSaid).map((key) => [key, file[key]])) };
}

function upToDate(said: Record<string, unknown>, version: number): Settings {
  try {
    return migrateSettings(said, version);
  } catch (error) {
    const newer = version > SETTINGS_VERSION;
    const detail = newer ? 'a newer version made this file' : 'a setting in it is none';
    throw new SyncError('settings.invalid', detail, { cause: error });
  }
}

/** By id in the same mailbox, else by name; a name that several calendars have is none. */
function calendarsHere(names: Record<string, string>, around: Around, lost: Set<string>) {
  const calendars = around?.outlook.calendars ?? [];
  return (ids: readonly string[]): string[] =>
    ids.flatMap((id) => {
      if (calendars.some((one) => one.id === id)) return [id];
      const alike = calendars.filter(({ name }) => name === own(names, id));
      if (alike.length === 1) return alike.map((one) => one.id);
      lost.add(own(names, id) ?? id);
      return [];
    });
}

const fieldsHere = <T>(fields: Record<string, T>, types: ReadonlySet<string>): Record<string, T> =>
  Object.fromEntries(Object.entries(fields).filter(([type]) => types.has(type)));
