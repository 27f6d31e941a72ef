import { type Counts, chanceOf, noCounts, onBench } from './bench.ts';
import { soakAsleep, soakClock } from './clocks.ts';
import { soakKills } from './kills.ts';
import { soakStops } from './stops.ts';
import { soakLost, soakQuota } from './storage.ts';

export interface SoakOptions {
  seed: number;
  kills: number;
  stops: number;
  /** Items of the company whose first sync is killed. */
  items: number;
  /** Of the parts that happen once: none, or all of them. */
  once: boolean;
  say: (line: string) => void;
}

/** The last line of `npm run soak`. */
export interface SoakResult {
  kills: number;
  stops: number;
  quota: number;
  storesLost: number;
  clocks: number;
  nights: number;
  lost: number;
  duplicates: number;
  mails: number;
  violations: number;
  seed: number;
  seconds: number;
}

/** Everything that can happen to a browser, one after the other; what was wrong in words, and in figures. */
export async function soak(options: SoakOptions): Promise<{ result: SoakResult; counts: Counts }> {
  const { seed, kills, stops, items, once, say } = options;
  const from = Date.now();
  const counts = noCounts();
  const done = { kills: 0, stops: 0, quota: 0, storesLost: 0, clocks: 0, nights: 0 };
  const part = async (name: string, task: () => Promise<void>): Promise<void> => {
    const before = counts.violations.length;
    await task();
    say(`${name}: ${counts.violations.length - before} violations`);
  };
  if (kills > 0)
    await part('kills', async () => {
      done.kills = await soakKills({ kills, items, chance: chanceOf(seed), say }, counts);
    });
  if (stops > 0)
    await part('stops', async () => {
      const chance = chanceOf(seed + 1);
      await onBench('stops', 40, counts, (bench) => soakStops(bench, { stops, chance, say }, counts));
      done.stops = stops;
    });
  if (once) {
    await part('quota exceeded', () => onBench('quota', 20, counts, (b) => soakQuota(b, 60, counts)));
    await part('store lost', () => onBench('store', 40, counts, (b) => soakLost(b, 40, counts)));
    await part('clock set back', () => onBench('clock', 20, counts, (b) => soakClock(b, counts)));
    await part('asleep for a day', () => onBench('night', 20, counts, (b) => soakAsleep(b, counts)));
    Object.assign(done, { quota: 1, storesLost: 2, clocks: 2, nights: 1 });
  }
  const { lost, duplicates, mails } = counts;
  const violations = counts.violations.length;
  const seconds = Math.round((Date.now() - from) / 1000);
  return { result: { ...done, lost, duplicates, mails, violations, seed, seconds }, counts };
}
