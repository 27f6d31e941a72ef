import browser from 'webextension-polyfill';
import { SyncError, toSyncError } from '../../../shared/codes';
import { obeyPolicy } from '../../store/managed';
import * as stored from '../../store/values';
import { type Engine, emptyReport, type Progress, type RunReport } from '../../sync/model/engine';
import type { Store } from '../../sync/model/store';
import { run } from '../../sync/run';
import { toStored } from '../kept/errors';
import { tellPages, tellTabs } from '../kept/notices';
import { currentPair, storeOf } from '../kept/pairs';
import { database, espoClient, graphClient } from '../kept/services';
import { clearSide, noteOnItsSide } from '../kept/side-errors';
import { unlessForbidden } from '../kept/site-access';
import { thisBrowser } from '../kept/this-browser';
import { showToolbar } from '../kept/toolbar';
import { assemble } from './assemble';
import { lookAroundOnce } from './look-around';

/** A worker that only waits for an answer counts as idle; a call of an extension API this often says that it is not. Milliseconds. */
const AWAKE = 20_000;

/** One run at a time, in this worker and in this browser. */
let running: { promise: Promise<void>; abort: AbortController } | undefined;
export const progress: Progress & { active: boolean } = { active: false, phase: 'reading', read: 0, done: 0, total: 0 };

export const isRunning = (): boolean => running !== undefined;

/** Starts a run, or joins the one under way. Never throws: how it ended is stored. */
/** `here`: the user wants to sync in this browser, whichever was at it. */
export function runNow(here = false): Promise<void> {
  // No run waits for what it is about to find out itself.
  foreseeing?.abort(new SyncError('sync.stopped'));
  if (!running) {
    const abort = new AbortController();
    const promise = guarded(abort, here).finally(() => {
      running = undefined;
      Object.assign(progress, { active: false });
      tellPages();
    });
    running = { promise, abort };
  }
  return running.promise;
}

/** True when there was one to stop. */
export function stopRun(): boolean {
  running?.abort.abort(new SyncError('sync.stopped'));
  for (const other of [beside, foreseeing]) other?.abort(new SyncError('sync.stopped'));
  return running !== undefined;
}

async function guarded(abort: AbortController, here: boolean): Promise<void> {
  Object.assign(progress, { active: true, phase: 'reading', read: 0, done: 0, total: 0 });
  tellPages();
  const awake = setInterval(() => void browser.runtime.getPlatformInfo(), AWAKE);
  const report = emptyReport();
  let failed: SyncError | undefined;
  try {
    // The lock of a worker that was just stopped is waited for: a run that does nothing must not count as one.
    await navigator.locks.request('sync', { signal: abort.signal }, async () => {
      Object.assign(report, await oneRun(abort.signal, here));
    });
  } catch (thrown) {
    failed = await unlessForbidden(toSyncError(abort.signal.aborted ? abort.signal.reason : thrown));
  } finally {
    clearInterval(awake);
  }
  await remember(report, failed);
  await tellTabs();
}

async function oneRun(signal: AbortSignal, here: boolean): Promise<RunReport> {
  await obeyPolicy();
  const known = await currentPair(await database());
  if (known && !known.settings.enabled) throw new SyncError('sync.off');
  return run(await openEngine(signal, here));
}

let beside: AbortController | undefined;
let foreseeing: AbortController | undefined;
/** For what is done beside runs, under the same lock; in a store of its own where it must not change what the runs know. Throws what stands in its way. */
export async function withEngine<T>(task: (engine: Engine) => Promise<T>, scratch?: Store): Promise<T> {
  const abort = new AbortController();
  if (scratch) foreseeing = abort;
  else beside = abort;
  const awake = setInterval(() => void browser.runtime.getPlatformInfo(), AWAKE);
  try {
    return await navigator.locks.request('sync', async () => {
      abort.signal.throwIfAborted();
      return task(await openEngine(abort.signal, true, scratch));
    });
  } catch (thrown) {
    throw abort.signal.aborted ? abort.signal.reason : thrown;
  } finally {
    clearInterval(awake);
  }
}

async function openEngine(signal: AbortSignal, here: boolean, scratch?: Store): Promise<Engine> {
  const db = await database();
  const known = await currentPair(db);
  const account = await stored.microsoftAccount.get();
  if (!known || !account || !(await stored.espoAccount.get())) throw new SyncError('sync.notConnected');
  if (known.settings.direction !== 'outlookToEspo' && !account.canWrite)
    throw new SyncError('ms.scopeMissing', 'Calendars.ReadWrite');
  const graph = await graphClient(signal);
  const espo = await espoClient(signal);
  const pair = await lookAroundOnce(db, known, graph, espo);
  const { settings } = pair;
  let told = 0;
  let toldTabs = Date.now();
  return assemble({
    graph,
    espo,
    site: pair.site,
    store: scratch ?? storeOf(db, pair),
    settings,
    pairCreatedAt: pair.createdAt,
    browser: { me: await thisBrowser(), takeOver: here },
    runId: crypto.randomUUID(),
    now: () => Date.now(),
    newId: () => crypto.randomUUID(),
    signal,
    progress: (update) => {
      if (scratch) return;
      Object.assign(progress, update);
      if (Date.now() - told < 250) return;
      told = Date.now();
      tellPages();
      // Badges come and go while a long run goes on, not only at its end.
      if (update.phase !== 'writing' || told - toldTabs < 2000) return;
      toldTabs = told;
      void tellTabs();
    },
  });
}

async function remember(report: RunReport, failed: SyncError | undefined): Promise<void> {
  const { created, updated, removed, linked, held, refused, paused } = report;
  await stored.lastRun.set({
    at: Date.now(),
    created,
    updated,
    removed,
    linked,
    held,
    refused,
    paused,
    mended: false,
    ...(failed ? { error: toStored(failed) } : {}),
  });
  // Stopped by the user: nothing failed, and nothing was found out.
  if (failed?.code === 'sync.stopped') return;
  // Another browser of the user syncs: nothing is wrong, and this one asks again at the usual time.
  const idle = failed?.code === 'sync.otherBrowser';
  await stored.failures.set(failed && !idle ? (await stored.failures.get()) + 1 : 0);
  await stored.waitUntil.set(failed?.retryAfter ? Date.now() + failed.retryAfter : 0);
  if (failed) await noteOnItsSide(failed);
  else for (const side of ['outlook', 'espo'] as const) await clearSide(side);
  await showToolbar();
}
