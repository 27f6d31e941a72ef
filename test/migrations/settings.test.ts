import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../src/shared/settings.ts';
import {
  migrateSettings,
  SETTINGS_VERSION,
  type SettingsStep,
  storedSettings,
} from '../../src/shared/settings-versions.ts';
import { dumps } from './dump.ts';

/** Two versions that were never released: one renames a setting, the next gives a value another meaning. */
const STEPS: SettingsStep[] = [
  { version: 2, up: ({ oldRecurring, ...rest }) => ({ ...rest, recurring: oldRecurring }) },
  { version: 3, up: (settings) => ({ ...settings, conflicts: settings['conflicts'] === 'mine' ? 'ask' : 'lastWins' }) },
];
const chosen = { enabled: true, direction: 'both', syncSince: '2026-11-01' };

describe('settings', () => {
  it.each(dumps())('of the dump of store version $version are read by this version', ({ tables }) => {
    for (const pair of tables['pairs'] as { settings: Record<string, unknown>; settingsVersion: number }[]) {
      const settings = migrateSettings(pair.settings, pair.settingsVersion);
      expect(settings).toMatchObject({ enabled: true, direction: 'both', entities: pair.settings['entities'] });
    }
  });

  it('go through every step from where they are, once', () => {
    const one = migrateSettings({ ...chosen, oldRecurring: true, conflicts: 'mine' }, 1, STEPS);
    expect(one).toMatchObject({ ...chosen, recurring: true, conflicts: 'ask' });
    const two = migrateSettings({ ...chosen, recurring: true, conflicts: 'mine' }, 2, STEPS);
    expect(two).toEqual(one);
    expect(migrateSettings(one, 3, STEPS)).toEqual(one);
  });

  it('say of the parent what they said as a switch', () => {
    expect(migrateSettings({ setParent: true }, 1).setParent).toBe('certain');
    expect(migrateSettings({ setParent: false }, 1).setParent).toBe('never');
    expect(migrateSettings({}, 1).setParent).toBe('never');
    expect(migrateSettings({ setParent: 'ask' }, 2).setParent).toBe('ask');
  });

  it('of a version before with a value that is not followed any more are read, and it is named', () => {
    const stored = { ...chosen, syncSince: 'tomorrow', setParent: true };
    const { settings, lost } = storedSettings(stored, 1);
    expect(settings).toMatchObject({ enabled: true, syncSince: '', setParent: 'certain' });
    expect(lost).toEqual(['syncSince tomorrow']);
  });

  it('that are missing take their defaults; what is stored is not touched', () => {
    const stored = Object.freeze({ ...chosen });
    expect(migrateSettings(stored, SETTINGS_VERSION)).toEqual({ ...defaultSettings(), ...chosen });
    expect(migrateSettings(Object.freeze({ ...chosen, oldRecurring: true }), 1, STEPS).recurring).toBe(true);
  });

  it('of a newer version are a named error, not a silent default', () => {
    expect(() => migrateSettings(chosen, SETTINGS_VERSION + 1)).toThrow(
      expect.objectContaining({ code: 'store.newer', detail: expect.stringContaining('settings') }),
    );
  });

  it('whose step fails, or makes what nobody can read, are a named error', () => {
    const failing: SettingsStep = {
      version: 2,
      up: () => {
        throw new TypeError('no');
      },
    };
    for (const step of [failing, { version: 2, up: () => ({ direction: 'sideways' }) }])
      expect(() => migrateSettings(chosen, 1, [step])).toThrow(expect.objectContaining({ code: 'store.migration' }));
  });
});
