import browser from 'webextension-polyfill';
import { currentPair } from './pairs';
import { runNow } from './runner';
import { database } from './services';
import { failures, lastRun, lastSeenOutlook } from './stored';

export const ALARM = 'sync';
const MINUTE = 60_000;
/** Minutes between runs: with an Outlook tab in use, and without. */
const NEAR = 10;
const FAR = 30;
const LONGEST = 240;
/** A user who comes back to Outlook gets a run unless the last one is as young as this. */
const YOUNG = 2 * MINUTE;

/** Minutes until the next run: jittered, doubled for each failure in a row. `random` in 0..1. */
export function delayMinutes(tabOpen: boolean, failed: number, random: number): number {
  const base = tabOpen ? NEAR : FAR;
  return Math.min(LONGEST, base * 2 ** Math.min(failed, 6)) * (0.85 + 0.3 * random);
}

export async function setAlarm(): Promise<void> {
  const pair = await currentPair(await database());
  if (!pair?.started || !pair.settings.enabled) {
    await browser.alarms.clear(ALARM);
    return;
  }
  const tabOpen = Date.now() - (await lastSeenOutlook.get()) < NEAR * MINUTE;
  await browser.alarms.create(ALARM, { delayInMinutes: delayMinutes(tabOpen, await failures.get(), Math.random()) });
}

/** After a browser start or an update alarms may have vanished. */
export async function ensureAlarm(): Promise<void> {
  if (!(await browser.alarms.get(ALARM))) await setAlarm();
}

export async function onAlarm(): Promise<void> {
  await runNow();
  await setAlarm();
}

/** An Outlook tab was opened or returned to. */
export async function onOutlookSeen(): Promise<void> {
  await lastSeenOutlook.set(Date.now());
  const pair = await currentPair(await database());
  if (!pair?.started || !pair.settings.enabled) return;
  const last = await lastRun.get();
  if (last && Date.now() - last.at < YOUNG && Date.now() >= last.at) return;
  await runNow();
  await setAlarm();
}
