import * as v from 'valibot';
import type { CheckLine } from '../../../shared/check';
import { type SyncError, toSyncError } from '../../../shared/codes';
import { accessOf, levelOf } from '../../espo/access';
import { AppUser, parse } from '../../espo/schema';
import type { Pair } from '../../store/database';
import * as stored from '../../store/values';
import type { Store } from '../../sync/model/store';
import { keepSurroundings, writesOutlook } from '../kept/around';
import { toStored, toView } from '../kept/errors';
import { fieldsToUse, lastSeen } from '../kept/last-seen';
import { tellPages } from '../kept/notices';
import { readEspo, readOutlook } from '../kept/read-around';
import { espoClient, graphClient } from '../kept/services';
import type { EspoSurroundings, OutlookSurroundings } from '../kept/surroundings';
import { type BrowserFacts, type EspoFacts, type Found, type OutlookFacts, setupLines } from './setup-lines';

/** Asks both sides anew, and remembers what they say. What one side refuses hides nothing of the other. */
export async function checkSetup(pair: Pair, store: Store): Promise<CheckLine[]> {
  const { signal } = new AbortController();
  const [outlook, espo] = await Promise.all([found(outlookFacts(pair, signal)), found(espoFacts(pair, store, signal))]);
  if (outlook.ok && espo.ok) {
    const around = { outlook: outlook.value.around, espo: espo.value.around };
    await keepSurroundings(store, pair.settings, around, Date.now());
    tellPages();
  }
  return setupLines({ settings: pair.settings, browser: await browserFacts(), outlook, espo });
}

async function browserFacts(): Promise<BrowserFacts> {
  const error = (await stored.lastRun.get())?.error;
  return {
    other: error?.code === 'sync.otherBrowser' ? error.detail : '',
    badges: (await stored.badgeTabs.get()).length > 0,
  };
}

async function found<T>(reading: Promise<T>): Promise<Found<T>> {
  try {
    return { ok: true, value: await reading };
  } catch (thrown) {
    const error: SyncError = toSyncError(thrown);
    return { ok: false, error: toView(toStored(error)) };
  }
}

async function outlookFacts(
  { settings }: Pair,
  signal: AbortSignal,
): Promise<OutlookFacts & { around: OutlookSurroundings }> {
  const account = await stored.microsoftAccount.get();
  const client = await graphClient(signal);
  const around = await readOutlook(client, writesOutlook(settings));
  const { zone, address, name } = around;
  return {
    account: address || name,
    canWrite: account?.canWrite ?? false,
    zone,
    skew: client.skew,
    calendars: around.calendars,
    around,
  };
}

const Permissions = v.object({ acl: v.object({ assignmentPermission: v.nullish(v.string(), 'no') }) });

async function espoFacts(
  { settings }: Pair,
  store: Store,
  signal: AbortSignal,
): Promise<EspoFacts & { around: EspoSurroundings }> {
  const client = await espoClient(signal);
  const around = await readEspo(client, fieldsToUse(settings, await lastSeen(store)));
  const { body } = await client.send({ method: 'GET', path: 'App/user' });
  const app = parse(AppUser, body, 'App/user');
  return {
    user: around.userName,
    entities: around.entities,
    userRead: levelOf(accessOf(app, 'User')?.read ?? ''),
    assignment:
      app.user.type === 'admin' ? 'all' : levelOf(parse(Permissions, body, 'App/user').acl.assignmentPermission),
    pageSize: around.pageSize,
    secondWriter: around.secondWriter,
    skew: client.skew,
    around,
  };
}
