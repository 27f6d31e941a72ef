/** One run at a time: begun, stopped, kept awake, and how it ended is stored. */
import browser from 'webextension-polyfill';
import { SyncError, toSyncError } from '../../../shared/codes';
import type { Settings } from '../../../shared/settings';
import { obeyPolicy } from '../../store/managed';
import * as stored from '../../store/values';
import { type Glance, glance } from '../../sync/glance';
import { type Engine, emptyReport, type RunReport, writesOf } from '../../sync/model/engine';
import type { Store } from '../../sync/model/store';
import { run } from '../../sync/run';
import { toStored } from '../kept/errors';
import { tellPages, tellTabs } from '../kept/notices';
import { obeySettings, obeyWhatIsHere } from '../kept/obeyed';
import { database } from '../kept/open-database';
import { currentPair, storeOf } from '../kept/pairs';
import { noteGlance, noteRun } from '../kept/run-log';
import { espoClient, graphClient } from '../kept/services';
import { clearSide, noteOnItsSide } from '../kept/side-errors';
import { unlessForbidden } from '../kept/site-access';
import { thisBrowser } from '../kept/this-browser';
import { notifyAfterRun } from '../said/notify';
import { showToolbar } from '../said/toolbar';
import { assemble } from './assemble';
import { lookAroundOnce } from './look-around';
import { beginProgress, NOTHING_YET, noteProgress } from './progress';
import { mayBegin, standing } from './standing';
import { type Cause, isRunning, progress, underWay } from './under-way';

/** A worker that only waits for an answer counts as idle; a call of an extension API this often says that it is not. Milliseconds. */
const AWAKE = 20_000;

/** Starts a run, or joins the one under way. Never throws: how it ended is stored. What the user wants, they want in this browser, whichever was at it. */
export function runNow(cause: Cause = 'time'): Promise<void> {
  // No run waits for what it is about to find out itself.
  underWay.foreseeing?.abort(new SyncError('sync.stopped'));
  if (!underWay.run) {
    const abort = new AbortController();
    let changed = 0;
    const done = (report: RunReport): void => {
      changed = writesOf(report);
    };
    const promise = guarded(abort, cause !== 'time', done).finally(async () => {
      underWay.run = undefined;
      Object.assign(progress, { active: false });
      tellPages();
      await sayInToolbar();
      await notifyAfterRun(changed).catch(() => undefined);
    });
    underWay.run = { cause, promise, abort };
    void sayInToolbar();
  }
  return underWay.run.promise;
}

/** Nothing is wrong, and it is asked again at the usual time: another browser of the user syncs, or they are not signed in to EspoCRM now. */
const ASKS_AGAIN: readonly string[] = ['sync.otherBrowser', 'espo.noSession', 'espo.otherUser'];

/** Where the store cannot be read nothing can be said. */
const sayInToolbar = (): Promise<void> => showToolbar(isRunning()).catch(() => undefined);

/** `here`: whichever browser was at it, this one takes over. */
async function guarded(abort: AbortController, here: boolean, done: (report: RunReport) => void): Promise<void> {
  Object.assign(progress, NOTHING_YET, { active: true });
  beginProgress();
  tellPages();
  const awake = setInterval(() => void browser.runtime.getPlatformInfo(), AWAKE);
  const report = emptyReport();
  let id = '';
  const startedAt = Date.now();
  let failed: SyncError | undefined;
  try {
    id = crypto.randomUUID();
    // The lock of a worker that was just stopped is waited for: a run that does nothing must not count as one.
    await navigator.locks.request('sync', { signal: abort.signal }, async () => {
      Object.assign(report, await oneRun(abort.signal, here, id));
    });
  } catch (thrown) {
    failed = await unlessForbidden(toSyncError(abort.signal.aborted ? abort.signal.reason : thrown));
  } finally {
    clearInterval(awake);
  }
  // Nothing of a side could be read, though the run came to its end.
  await remember({ id, startedAt }, report, failed ?? report.stuck);
  done(report);
  await tellTabs();
}

async function oneRun(signal: AbortSignal, here: boolean, id: string): Promise<RunReport> {
  const known = await currentPair(await database());
  if (known && !known.settings.enabled) throw new SyncError('sync.off');
  return run(await openEngine(signal, here, id));
}

/**
 * A short look between the runs (sync/glance.ts), never beside one. What only waiting would mend is left to the next run; whatever else
 * stands in its way is remembered like a run's. In a pause only what was decided or ordered is carried out. True when anything was written or is held.
 */
export async function glanceNow(wanted: Glance, cause: Cause = 'time'): Promise<boolean> {
  underWay.glances += 1;
  await underWay.run?.promise;
  const startedAt = Date.now();
  const id = crypto.randomUUID();
  let report: RunReport | undefined;
  try {
    const { pauses } = underWay;
    const whole = mayBegin(cause, await standing(), pauses);
    if (!whole && cause === 'time') return false;
    report = await withEngine((engine) => glance(engine, { ...wanted, pressed: !whole }), undefined, id);
  } catch (thrown) {
    const failed = await unlessForbidden(toSyncError(thrown));
    if (failed.family !== 'passing' && failed.code !== 'sync.otherBrowser')
      await remember({ id: '', startedAt }, emptyReport(), failed);
  } finally {
    underWay.glances -= 1;
  }
  await tellTabs();
  if (report) {
    await noteGlance(await asRun({ id, startedAt }, report));
    tellPages();
    await sayInToolbar();
  }
  return report !== undefined;
}

/** A look at what a run would do: in a store of its own, perhaps with other settings; nothing is written on either side. */
interface Look {
  store: Store;
  settings: Settings;
  signal?: AbortSignal;
}
/** For what is done beside runs, under the same lock. Throws what stands in its way. */
export async function withEngine<T>(
  task: (engine: Engine) => Promise<T>,
  look?: Look,
  runId: string = crypto.randomUUID(),
): Promise<T> {
  const abort = new AbortController();
  if (look) underWay.foreseeing = abort;
  else underWay.beside.add(abort);
  look?.signal?.addEventListener('abort', () => abort.abort(look.signal?.reason));
  const awake = setInterval(() => void browser.runtime.getPlatformInfo(), AWAKE);
  try {
    return await navigator.locks.request('sync', async () => {
      abort.signal.throwIfAborted();
      return task(await openEngine(abort.signal, true, runId, look));
    });
  } catch (thrown) {
    throw abort.signal.aborted ? abort.signal.reason : thrown;
  } finally {
    clearInterval(awake);
    underWay.beside.delete(abort);
  }
}

async function openEngine(signal: AbortSignal, here: boolean, runId: string, look?: Look): Promise<Engine> {
  await obeyPolicy();
  const db = await database();
  const known = await currentPair(db);
  const account = await stored.microsoftAccount.get();
  if (!known || !account || !(await stored.espoAccount.get())) throw new SyncError('sync.notConnected');
  await obeySettings(db, known);
  // To look takes no more rights than to read.
  if (!look && known.settings.direction !== 'outlookToEspo' && !account.canWrite)
    throw new SyncError('ms.scopeMissing', 'Calendars.ReadWrite');
  const graph = await graphClient(signal);
  const espo = await espoClient(signal);
  const pair = await lookAroundOnce(db, known, graph, espo);
  const settings = look?.settings ?? pair.settings;
  await obeyWhatIsHere(db, pair, settings);
  let told = 0;
  let toldTabs = Date.now();
  return assemble({
    graph,
    espo,
    site: pair.site,
    store: look?.store ?? storeOf(db, pair),
    settings,
    pairCreatedAt: pair.createdAt,
    browser: { me: await thisBrowser(), takeOver: here },
    runId,
    now: () => Date.now(),
    newId: () => crypto.randomUUID(),
    signal,
    progress: (update) => {
      if (look) return;
      Object.assign(progress, update);
      noteProgress(progress);
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

/** As it is remembered. */
async function asRun(run: { id: string; startedAt: number }, report: RunReport): Promise<stored.StoredRun> {
  const { created, updated, removed, linked, held, refused, parts } = report;
  return {
    ...run,
    pair: await stored.activePair.get(),
    at: Date.now(),
    ...{ created, updated, removed, linked, held, refused, parts },
    undone: { created: 0, updated: 0, removed: 0, linked: 0 },
    mended: false,
  };
}

async function remember(
  run: { id: string; startedAt: number },
  report: RunReport,
  failed: SyncError | undefined,
): Promise<void> {
  // A run that was stopped says nothing of single parts.
  if (failed && !report.stuck) report.parts = ((await stored.lastRun.get())?.parts ?? []) as RunReport['parts'];
  await noteRun({ ...(await asRun(run, report)), ...(failed ? { error: toStored(failed) } : {}) });
  // Stopped by the user: nothing failed, and nothing was found out.
  if (failed?.code === 'sync.stopped') return;
  const idle = failed !== undefined && ASKS_AGAIN.includes(failed.code);
  await stored.failures.set(failed && !idle ? (await stored.failures.get()) + 1 : 0);
  await stored.waitUntil.set(failed?.retryAfter ? Date.now() + failed.retryAfter : 0);
  if (failed) await noteOnItsSide(failed);
  else for (const side of ['outlook', 'espo'] as const) await clearSide(side);
}
