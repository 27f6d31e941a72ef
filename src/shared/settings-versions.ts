/** Settings of earlier versions, brought up to date. */
import * as v from 'valibot';
import { SyncError } from './codes';
import type { Numbered } from './numbered';
import { SETTINGS, type SettingKey, type Settings, SettingsSchema } from './settings';

type Stored = Record<string, unknown>;

/** `version` is the one it makes, of what the version before stored. */
export interface SettingsStep<V extends number = number> {
  version: V;
  up(settings: Stored): Stored;
}

/**
 * Oldest first, beginning with 2. A setting that is only added needs no step: it takes its default. One that is renamed, removed, or
 * means something else does.
 */
const STEPS = [{ version: 2, up: withParentChosen }] as const satisfies readonly SettingsStep[];

/** Whether a new record gets a parent was a switch; now it is said, too, what becomes of those where none is certain. */
export function withParentChosen(settings: Stored): Stored {
  const { setParent } = settings;
  // A policy may say it as a number (policy-values.ts).
  const isSwitch = typeof setParent === 'boolean' || setParent === 0 || setParent === 1;
  return isSwitch ? { ...settings, setParent: setParent ? 'certain' : 'never' } : settings;
}

/** @public checked by the compiler, read by nobody */
export const noSettingsGap: Numbered<typeof STEPS, [0]> = true;

export const SETTINGS_VERSION: number = STEPS.length + 1;

/** Settings whose shape has become narrower: what was stored before and fits it no more takes its default, and is named. */
const NARROWER: readonly SettingKey[] = ['syncSince'];

/** As they are stored: one value that no version should have taken must not close everything. `lost`: what is not followed. */
export function storedSettings(stored: unknown, from: number): { settings: Settings; lost: string[] } {
  const rest = inNewest(stored, from, STEPS);
  const lost: string[] = [];
  for (const key of NARROWER)
    if (rest[key] !== undefined && !v.is(SETTINGS[key].schema, rest[key])) {
      lost.push(`${key} ${rest[key]}`);
      delete rest[key];
    }
  return { settings: asSettings(rest, from, SETTINGS_VERSION), lost };
}

/** Settings of any version as those of this one. Never a silent default: what a user chose is not forgotten, and it says who cannot read it. */
export const migrateSettings = (stored: unknown, from: number, steps: readonly SettingsStep[] = STEPS): Settings =>
  asSettings(inNewest(stored, from, steps), from, steps.length + 1);

function inNewest(stored: unknown, from: number, steps: readonly SettingsStep[]): Stored {
  const newest = steps.length + 1;
  if (from > newest) throw new SyncError('store.newer', `settings ${from}, known ${newest}`);
  let settings = { ...(stored as Stored) };
  try {
    for (const step of steps.filter(({ version }) => version > from)) settings = step.up({ ...settings });
  } catch (error) {
    throw new SyncError('store.migration', `settings ${from} to ${newest}`, { cause: error });
  }
  return settings;
}

function asSettings(settings: Stored, from: number, newest: number): Settings {
  const parsed = v.safeParse(SettingsSchema, settings);
  if (parsed.success) return parsed.output;
  const where = parsed.issues[0].path?.map(({ key }) => String(key)).join('.') ?? '';
  throw new SyncError('store.migration', `settings ${from} to ${newest} ${where}`.trim());
}
