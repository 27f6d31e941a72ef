import { signal } from '@preact/signals';
import { SETTINGS, type SettingKey } from '../../shared/settings';

/** Settings that an administrator's policy has fixed: shown, and not to be changed. */
export const locked = signal<ReadonlySet<SettingKey>>(new Set());

export const isLocked = (key: SettingKey): boolean => SETTINGS[key].lockable && locked.value.has(key);
