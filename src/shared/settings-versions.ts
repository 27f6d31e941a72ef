/** Settings of earlier versions, brought up to date. */
import * as v from 'valibot';
import { SyncError } from './codes';
import type { Numbered } from './numbered';
import { type Settings, SettingsSchema } from './settings';

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
const STEPS = [] as const satisfies readonly SettingsStep[];

/** @public checked by the compiler, read by nobody */
export const noSettingsGap: Numbered<typeof STEPS, [0]> = true;

export const SETTINGS_VERSION: number = STEPS.length + 1;

/** Settings of any version as those of this one. Never a silent default: what a user chose is not forgotten, and it says who cannot read it. */
export function migrateSettings(stored: unknown, from: number, steps: readonly SettingsStep[] = STEPS): Settings {
  const newest = steps.length + 1;
  if (from > newest) throw new SyncError('store.newer', `settings ${from}, known ${newest}`);
  let settings = stored as Stored;
  try {
    for (const step of steps.filter(({ version }) => version > from)) settings = step.up({ ...settings });
  } catch (error) {
    throw new SyncError('store.migration', `settings ${from} to ${newest}`, { cause: error });
  }
  const parsed = v.safeParse(SettingsSchema, settings);
  if (parsed.success) return parsed.output;
  const where = parsed.issues[0].path?.map(({ key }) => String(key)).join('.') ?? '';
  throw new SyncError('store.migration', `settings ${from} to ${newest} ${where}`.trim());
}
