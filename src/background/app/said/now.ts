import type { StatusView } from '../../../shared/status';
import * as stored from '../../store/values';
import { listNeeds, type Need } from '../../sync/person/needs';
import { keptSurroundings } from '../kept/around';
import { database } from '../kept/open-database';
import { currentPair, storeOf } from '../kept/pairs';
import { pausedUntil } from '../kept/pausing';
import { policyNow } from '../kept/policy-now';
import { shownPolicy } from '../kept/policy-shown';
import { runView } from '../kept/run-log';
import { missingGrant } from './missing';
import { sideStates } from './sides';
import { statusOf } from './status';

/** The status and the questions as they are now, for what is said outside of pages: the toolbar and notifications. */
export async function statusNow(running: boolean): Promise<{ status: StatusView; needs: Need[] }> {
  const db = await database();
  const [sides, pair, last, account] = await Promise.all([
    sideStates(undefined, shownPolicy),
    currentPair(db, shownPolicy),
    stored.lastRun.get(),
    stored.microsoftAccount.get(),
  ]);
  const base = { sides, running, last: last && runView(last) };
  if (!pair) return { status: statusOf({ ...base, pair: undefined, missing: false, needs: 0, held: 0 }), needs: [] };
  const store = storeOf(db, pair);
  const around = await keptSurroundings(store, pair.settings, Date.now(), Number.POSITIVE_INFINITY);
  const needs = await listNeeds(store, around && policyNow(pair, around));
  const facts = {
    ...base,
    pair: { enabled: pair.settings.enabled, started: pair.started, pausedUntil: await pausedUntil(pair.id) },
    missing: missingGrant(pair.settings, around, account?.canWrite ?? false) !== '',
    needs: needs.length,
    held: needs.filter(({ kind }) => kind === 'hold').length,
  };
  return { status: statusOf(facts), needs };
}
