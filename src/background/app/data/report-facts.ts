/** A report for whoever helps: what the program knows of itself, without a name of anybody or anything. No server is asked. */
import browser from 'webextension-polyfill';
import { toSyncError } from '../../../shared/codes';
import type { Database, Pair } from '../../store/database';
import * as stored from '../../store/values';
import { keptSurroundings } from '../kept/around';
import { database } from '../kept/open-database';
import { currentPair, storeOf } from '../kept/pairs';
import { thisBrowser } from '../kept/this-browser';
import { needsOf } from '../pages/needs';
import { isRunning } from '../runs/under-way';
import { statusNow } from '../said/now';
import { sideStates } from '../said/sides';
import { nameless } from './pseudonyms';
import { type ReportFacts, reportOf, type StoredFacts } from './report';

const RUNS = 30;
const ROWS = 200;

export async function diagnostics(): Promise<{ name: string; text: string }> {
  const facts = await gathered();
  const { browser: secret } = await thisBrowser();
  const report = await nameless(secret, (name) => reportOf(facts, name));
  const name = `outlook-calendar-report-${new Date(facts.at).toISOString().slice(0, 10)}.json`;
  return { name, text: `${JSON.stringify(report, undefined, 2)}\n` };
}

async function gathered(): Promise<ReportFacts> {
  const at = Date.now();
  const [states, espo, microsoft, failures, runs] = await Promise.all([
    // Whether the token is there only the store knows.
    sideStates().catch(() => undefined),
    stored.espoAccount.get(),
    stored.microsoftAccount.get(),
    stored.failures.get(),
    stored.runs.get(),
  ]);
  const alarm = (await browser.alarms.getAll())[0];
  const { store, broken } = await fromStore();
  return {
    at,
    program: {
      version: browser.runtime.getManifest().version,
      browser: navigator.userAgent,
      language: chrome.i18n.getUILanguage(),
      zone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
    status: broken === '' ? (await statusNow(isRunning())).status.kind : 'error',
    sides: {
      outlook: { state: states?.outlook ?? '', error: await stored.outlookError.get() },
      espo: { state: states?.espo ?? '', error: await stored.espoError.get() },
    },
    espoVersion: espo?.version ?? '',
    canWrite: microsoft?.canWrite ?? false,
    failures,
    page: await stored.pageHealth.get(),
    alarmIn: alarm && Math.round((alarm.scheduledTime - at) / 1000),
    runs: runs.slice(0, RUNS),
    store,
    broken,
  };
}

/** A store that cannot be opened is what the report is about. */
async function fromStore(): Promise<Pick<ReportFacts, 'store' | 'broken'>> {
  try {
    const db = await database();
    const pair = await currentPair(db);
    return { store: pair && (await storedFacts(db, pair)), broken: '' };
  } catch (thrown) {
    return { store: undefined, broken: toSyncError(thrown).code };
  }
}

async function storedFacts(db: Database, pair: Pair): Promise<StoredFacts> {
  const store = storeOf(db, pair);
  const mine = (row: { pair: string }): boolean => row.pair === pair.id;
  const arrivals = await db.arrivals.filter(mine).toArray();
  const needs = await needsOf(store, pair);
  const journal = await store.journal();
  return {
    pair,
    around: await keptSurroundings(store, pair.settings, Date.now(), Number.POSITIVE_INFINITY),
    links: (await db.links.filter(mine).toArray()).map(({ link }) => link),
    seen: await db.seen.filter(mine).toArray(),
    arrivals: {
      outlook: arrivals.filter(({ side }) => side === 'outlook').length,
      espo: arrivals.filter(({ side }) => side === 'espo').length,
    },
    plan: (await store.planById((await store.planIds()).slice(0, ROWS))).filter((row) => row !== undefined),
    journal: journal.slice(0, ROWS).map(({ plan }) => plan),
    holds: await store.holds(),
    needs: needs.map(({ kind, reason, op }) => ({ kind, reason, op })),
    activity: await db.activity.orderBy('id').reverse().filter(mine).limit(ROWS).toArray(),
  };
}
