/** Settings that an administrator's policy has fixed: shown, and not to be changed. */
import { computed } from '@preact/signals';
import { SETTINGS, type SettingKey } from '../../shared/settings';
import { state } from '../model/model';

const locked = computed<ReadonlySet<SettingKey>>(() => new Set(state.value?.managed.locked));

export const isLocked = (key: SettingKey): boolean => SETTINGS[key].lockable && locked.value.has(key);
