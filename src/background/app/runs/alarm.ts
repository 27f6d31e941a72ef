/** When the next run begins: alarms, and Outlook tabs that are opened or come back. */

import browser from 'webextension-polyfill';
import { toSyncError } from '../../../shared/codes';
import { withinLimits } from '../../../shared/managed';
import { MINUTE } from '../../../shared/time';
import { managed } from '../../store/managed';
import { espoAccount, failures, lastRun, lastSeenOutlook, signInNeeded, waitUntil } from '../../store/values';
import { askGlance } from './glances';
import { delayMinutes, isWorthARun, LONGEST, NEAR } from './interval';
import { isOn, mayBegin, standing } from './standing';
import { ALARM, type Cause, isRunning, underWay } from './under-way';

/** After a run that was cut off: minutes. */
const SOON = 1;

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

/** One run, if it may begin, and the alarm for the next. `pauses`: as many as there were when it was wanted. False where it may not. */
export async function runAndSetAlarm(cause: Cause = 'time', pauses = underWay.pauses): Promise<boolean> {
  let may = true;
  try {
    const { runNow } = await import('./runner');
    // Asked last. No run begins where the store cannot be opened.
    may = mayBegin(cause, await standing(), pauses);
    const run = may ? runNow(cause) : undefined;
    await setAlarm();
    await run;
    if (run) await setAlarm();
  } catch (thrown) {
    // The store cannot be opened: every page says so. It may open later; what this version cannot read stays so.
    const { code } = toSyncError(thrown);
    if (code !== 'store.migration' && code !== 'store.newer')
      await browser.alarms.create(ALARM, { delayInMinutes: BROKEN });
  }
  return may;
}

/** The time of a run has come. */
export const onAlarm = (): Promise<boolean> => runAndSetAlarm();

/** The browser was started, or the extension was brought up to date: alarms may have vanished, and what the toolbar said has. */
export async function onBrowserStart(): Promise<void> {
  if (!(await browser.alarms.get(ALARM))) await setAlarm();
  const { showToolbar } = await import('../said/toolbar');
  await showToolbar(isRunning());
}

/** A side was signed in to: what waited for it goes on at once. One that began before may end with asking for it. */
export async function goOn(): Promise<void> {
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
