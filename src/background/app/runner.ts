import browser from 'webextension-polyfill';
import { SyncError, toSyncError } from '../../shared/codes';
import { emptyReport, type Progress, type RunReport } from '../sync/engine';
import { run } from '../sync/run';
import { assemble } from './assemble';
import { toStored } from './errors';
import { tellPages, tellTabs } from './notices';
import { currentPair, storeOf } from './pairs';
import { database, espoClient, graphClient } from './services';
import * as stored from './stored';

/** One run at a time, in this worker and in this browser. */
let running: { promise: Promise<void>; abort: AbortController } | undefined;
export const progress: Progress & { active: boolean } = { active: false, phase: 'reading', read: 0, done: 0, total: 0 };

export const isRunning = (): boolean => running !== undefined;

/** Starts a run, or joins the one under way. Never throws: how it ended is stored. */
export function runNow(): Promise<void> {
  if (!running) {
    const abort = new AbortController();
    const promise = guarded(abort).finally(() => {
      running = undefined;
      Object.assign(progress, { active: false });
      tellPages();
    });
    running = { promise, abort };
  }
  return running.promise;
}

export function stopRun(): void {
  running?.abort.abort(new SyncError('sync.stopped'));
}

async function guarded(abort: AbortController): Promise<void> {
  Object.assign(progress, { active: true, phase: 'reading', read: 0, done: 0, total: 0 });
  tellPages();
  // A worker that only waits for an answer counts as idle; a call of an extension API every 20 s says that it is not.
  const awake = setInterval(() => void browser.runtime.getPlatformInfo(), 20_000);
  const report = emptyReport();
  let failed: SyncError | undefined;
  try {
    await navigator.locks.request('sync', { ifAvailable: true }, async (lock) => {
      if (lock) Object.assign(report, await oneRun(abort.signal));
    });
  } catch (thrown) {
    failed = toSyncError(abort.signal.aborted ? abort.signal.reason : thrown);
  } finally {
    clearInterval(awake);
  }
  // Paused by the user: nothing failed.
  await remember(report, failed?.code === 'sync.stopped' ? undefined : failed);
  await tellTabs();
}

async function oneRun(signal: AbortSignal): Promise<RunReport> {
  const db = await database();
  const pair = await currentPair(db);
  if (!pair) throw new SyncError('sync.notConnected');
  const { settings } = pair;
  if (!settings.enabled) throw new SyncError('sync.off');
  const account = await stored.microsoftAccount.get();
  if (settings.direction !== 'outlookToEspo' && !account?.canWrite)
    throw new SyncError('ms.scopeMissing', 'Calendars.ReadWrite');
  let told = 0;
  const engine = await assemble({
    graph: await graphClient(signal),
    espo: await espoClient(signal),
    site: pair.site,
    store: storeOf(db, pair),
    settings,
    pairCreatedAt: pair.createdAt,
    runId: crypto.randomUUID(),
    now: () => Date.now(),
    newId: () => crypto.randomUUID(),
    signal,
    progress: (update) => {
      Object.assign(progress, update);
      if (Date.now() - told < 250) return;
      told = Date.now();
      tellPages();
    },
  });
  return run(engine);
}

async function remember(report: RunReport, failed: SyncError | undefined): Promise<void> {
  const { created, updated, removed, linked, held, refused } = report;
  await stored.lastRun.set({
    at: Date.now(),
    created,
    updated,
    removed,
    linked,
    held,
    refused,
    ...(failed ? { error: toStored(failed) } : {}),
  });
  await stored.failures.set(failed ? (await stored.failures.get()) + 1 : 0);
  if (failed?.code.startsWith('ms.') && failed.family === 'user') await stored.outlookError.set(toStored(failed));
  else if (!failed) await stored.outlookError.remove();
  if (failed?.code.startsWith('espo.') && failed.family === 'user') await stored.espoError.set(toStored(failed));
  else if (!failed) await stored.espoError.remove();
  await browser.action.setBadgeText({ text: failed?.family === 'user' || held > 0 ? '!' : '' });
}
