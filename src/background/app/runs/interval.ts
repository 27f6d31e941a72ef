/** How long it is until the next run. */
import { MINUTE } from '../../../shared/time';

/** Minutes between runs: with an Outlook tab in use, and without. */
export const NEAR = 10;
export const FAR = 30;
/** Minutes; a server that asks to be left alone for longer is asked after this. */
export const LONGEST = 240;
/** Milliseconds: a user who comes back to Outlook gets a run unless the last one is as young as this. */
const YOUNG = 2 * MINUTE;

/**
 * Minutes until the next run, doubled for each failure in a row. Up to a fifth is added by chance, so that browsers that were started
 * by one event (the working day, a server that is back) do not stay together; nothing is taken off, because what an idle user costs the
 * server is counted by the shortest interval (docs/scale.md). `random` in 0..1.
 */
export function delayMinutes(tabOpen: boolean, failed: number, random: number): number {
  const base = tabOpen ? NEAR : FAR;
  return Math.min(LONGEST, base * 2 ** Math.min(failed, 6)) * (1 + 0.2 * random);
}

/**
 * Whether the user's coming back to Outlook is worth a run: at once, unless the last one is young. After failures it counts as young for
 * longer, up to the usual interval: a server in trouble is not asked whenever somebody looks at a calendar.
 */
export function isWorthARun(now: number, lastRunAt: number | undefined, failed: number): boolean {
  if (lastRunAt === undefined || now < lastRunAt) return true;
  return now - lastRunAt >= Math.min(YOUNG * 2 ** Math.min(failed, 6), NEAR * MINUTE);
}
