/** Every setting that changes the sync has its place in the random histories. */
import { expect, it } from 'vitest';
import { defaultSettings, SETTINGS, type SettingKey } from '../../src/shared/settings.ts';
import { randomHistory } from './history.ts';

/** Those that none varies, each with its reason. */
const EXCEPTIONS: Partial<Record<SettingKey, string>> = {
  enabled:
    'a history is one of a sync that is on; that nothing runs while it is off is shown by src/background/app/runs',
  notifications: 'says what was done, and does nothing else',
};
/** A seed of its own for each history. */
function randomOf(seed: number): () => number {
  let state = seed * 2_654_435_761;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 1_013_904_223) >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
}

it('each has at least two values among three thousand histories, as they begin or later', () => {
  const values = new Map<string, Set<string>>(
    Object.entries(defaultSettings()).map(([key, value]) => [key, new Set([JSON.stringify(value)])]),
  );
  const note = (settings: object): void => {
    for (const [key, value] of Object.entries(settings)) values.get(key)?.add(JSON.stringify(value));
  };
  for (let seed = 1; seed <= 3000; seed += 1)
    for (const act of randomHistory(randomOf(seed))) {
      if (act.act === 'cast') note({ ...act.settings, ...(act.kind ? { fieldDefaults: act.kind } : {}) });
      if (act.act === 'setting') note(act.change);
      if (act.act === 'mainCalendar') note({ mainCalendar: act.pick });
      if (act.act === 'otherCalendar') note({ otherCalendars: act.pick });
    }
  const fixed = Object.keys(SETTINGS).filter((key) => (values.get(key)?.size ?? 0) < 2);
  expect(fixed.sort()).toEqual(Object.keys(EXCEPTIONS).sort());
});
