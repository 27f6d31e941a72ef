/** When the next run begins: alarms, and Outlook tabs that are opened or come back. */

import browser from 'webextension-polyfill';
import { toSyncError } from '../../../shared/codes';
import { withinLimits } from '../../../shared/managed';
import { MINUTE } from '../../../shared/time';
import { managed } from '../../store/managed';
import {
  espoAccount,
  failures,
  lastRun,
  lastSeenOutlook,
  microsoftAccount,
  signInNeeded,
  waitUntil,
} from '../../store/values';
import { database } from '../kept/open-database';
import { currentPair } from '../kept/pairs';
import { pausedUntil } from '../kept/pausing';
import { askGlance } from './glances';
import { delayMinutes, isWorthARun, LONGEST, NEAR } from './interval';
import { ALARM, isRunning, underWay } from './under-way';

/** After a run that was cut off: minutes. */
const SOON = 1;

/** Whether it syncs by itself: started, switched on, and with both sides to sync; `until`: the user lets it rest so long, 0 for ever. */
async function standing(): Promise<{ on: boolean; until: number | undefined }> {
  const pair = await currentPair(await database());
  const both = (await microsoftAccount.get()) && (await espoAccount.get());
  const on = Boolean(both && pair?.started && pair.settings.enabled);
  return { on, until: pair && (await pausedUntil(pair.id)) };
}
/** Whether it syncs by itself, and not only later. */
export async function isOn(): Promise<boolean> {
  const { on, until } = await standing();
  return on && until === undefined;
}

/** Sets the alarm that ought to stand now. While a run is under way one stands ready: a worker that is stopped in its middle goes on soon. */
export async function setAlarm(): Promise<void> {
  const { on, until } = await standing();
  if (!on || until === 0) {
    await browser.alarms.clear(ALARM);
    return;
  }
  // It goes on by itself when the pause is over.
  if (until !== undefined) return browser.alarms.create(ALARM, { when: until });
  const tabOpen = Date.now() - (await lastSeenOutlook.get()) < NEAR * MINUTE;
  const minutes = withinLimits(delayMinutes(tabOpen, await failures.get(), Math.random()), await managed());
  // A server that asks to wait longer is not asked before.
  const asked = ((await waitUntil.get()) - Date.now()) / MINUTE;
  const next = { delayInMinutes: Math.max(minutes, Math.min(asked, LONGEST)) };
  // Looked at last: a run that began meanwhile keeps its own.
  await browser.alarms.create(ALARM, isRunning() ? { periodInMinutes: SOON } : next);
}

/** Minutes after which it is tried again when not even the store could be asked. */
const BROKEN = 30;

/** One run, and the alarm for the next. */
export async function runAndSetAlarm(here = false): Promise<void> {
  try {
    // Read before anything is asked: between what stands and the run there is no time for a pause.
    const { runNow } = await import('./runner');
    // No run begins where the store cannot be opened.
    await standing();
    const run = runNow(here);
    await setAlarm();
    await run;
    await setAlarm();
  } catch (thrown) {
    // The store cannot be opened: every page says so. It may open later; what this version cannot read stays so.
    const { code } = toSyncError(thrown);
    if (code !== 'store.migration' && code !== 'store.newer')
      await browser.alarms.create(ALARM, { delayInMinutes: BROKEN });
  }
}

/** The time of a run has come, unless it was paused or switched off meanwhile. */
export async function onAlarm(): Promise<void> {
  if (await isOn().catch(() => true)) await runAndSetAlarm();
  else await setAlarm();
}

/** The browser was started, or the extension was brought up to date: alarms may have vanished, and what the toolbar said has. */
export async function onBrowserStart(): Promise<void> {
  if (!(await browser.alarms.get(ALARM))) await setAlarm();
  const { showToolbar } = await import('../said/toolbar');
  await showToolbar(isRunning());
}

/** A side was signed in to: what waited for it goes on at once. One that began before may end with asking for it. */
export async function goOn(): Promise<void> {
  if (!(await isOn())) return setAlarm();
  await underWay.run?.promise;
  await runAndSetAlarm();
}

/** Nobody signs in to us where the open EspoCRM does: that it is open again is found out by asking, which costs one request. */
const mayBeSignedInAgain = async (): Promise<boolean> =>
  (await signInNeeded.get()).espo && (await espoAccount.get())?.session === true;

/** An Outlook tab was opened or returned to. */
export async function onOutlookSeen(): Promise<void> {
  await lastSeenOutlook.set(Date.now());
  if (!(await isOn().catch(() => false)) || Date.now() < (await waitUntil.get())) return;
  const { shortestInterval = 0 } = await managed();
  const last = (await lastRun.get())?.at;
  if (last !== undefined && Date.now() - last < shortestInterval * MINUTE) return;
  if ((await mayBeSignedInAgain()) || isWorthARun(Date.now(), last, await failures.get())) await runAndSetAlarm();
  // The last run is young: what has changed in EspoCRM since is asked for, and nothing else.
  else if ((await failures.get()) === 0) await askGlance({ first: 'espo', calendars: [] });
}
