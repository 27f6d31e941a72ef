/** What each setting leaves out now. */
import { signal } from '@preact/signals';
import type { WhyList } from '../../shared/items';
import type { SettingKey } from '../../shared/settings';

/** What each setting leaves out as it is saved now: the lines under "Why not synced" that it could bring back. */
export const effects = signal<ReadonlyMap<SettingKey, number>>(new Map());

export function takeEffects({ groups }: WhyList): void {
  const counts = new Map<SettingKey, number>();
  for (const { remedy, total } of groups)
    if (remedy.kind === 'setting') counts.set(remedy.key, (counts.get(remedy.key) ?? 0) + total);
  effects.value = counts;
}
