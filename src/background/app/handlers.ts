import { SyncError } from '../../shared/codes';
import type { Answers, MessageName, Request } from '../../shared/messages';
import { settingsProblem } from '../../shared/settings';
import type { AppState } from '../../shared/state';
import { applyHeld, discardHeld } from '../sync/answer';
import { onOutlookSeen, runAndSetAlarm, setAlarm } from './alarm';
import { lookUpBadges } from './badges';
import { connectEspo, connectOutlook, disconnectEspo, disconnectOutlook, widenOutlook } from './connect';
import { listActivity, listLeftOut, listNeeds } from './lists';
import { tellPages, tellTabs } from './notices';
import { currentPair, storeOf } from './pairs';
import { runNow, stopRun } from './runner';
import { database } from './services';
import { appState } from './state';

export interface From {
  tab: number | undefined;
}

type Handlers = { [N in MessageName]: (request: Request<N>, from: From) => Promise<Answers[N]> };

const state = async (): Promise<AppState> => appState(await database());

/** After something changed: every page hears of it, and this one gets the new state at once. */
async function changed(): Promise<AppState> {
  tellPages();
  return state();
}

async function pairOrFail() {
  const db = await database();
  const pair = await currentPair(db);
  if (!pair) throw new SyncError('sync.notConnected');
  return { db, pair, store: storeOf(db, pair) };
}

export const handlers: Handlers = {
  'state.get': state,
  'outlook.connect': async (request) => {
    await connectOutlook(request);
    await setAlarm();
    return changed();
  },
  'outlook.disconnect': async () => {
    await disconnectOutlook();
    await setAlarm();
    return changed();
  },
  'espo.connect': async (request) => {
    await connectEspo(request);
    await setAlarm();
    return changed();
  },
  'espo.disconnect': async () => {
    await disconnectEspo();
    await setAlarm();
    return changed();
  },
  'settings.save': async ({ settings }) => {
    const { db, pair } = await pairOrFail();
    const problem = settingsProblem(settings);
    if (problem) throw new SyncError('settings.invalid', problem);
    // A direction that writes in Outlook asks for the right; declined, the old direction stays.
    await widenOutlook(settings.direction !== 'outlookToEspo');
    await db.pairs.update(pair.id, { settings });
    // A run goes by the settings it began with; these must not wait for its end (rule 4).
    if (stopRun()) void runNow().then(settings.enabled ? runAndSetAlarm : setAlarm);
    else await setAlarm();
    await tellTabs();
    return changed();
  },
  'sync.start': async () => {
    const { db, pair } = await pairOrFail();
    if (!pair.settings.enabled) throw new SyncError('sync.off');
    await db.pairs.update(pair.id, { started: true });
    void runAndSetAlarm();
    return changed();
  },
  'sync.pause': async () => {
    const { db, pair } = await pairOrFail();
    await db.pairs.update(pair.id, { started: false });
    stopRun();
    await setAlarm();
    return changed();
  },
  'sync.now': async () => {
    const { pair } = await pairOrFail();
    if (!pair.settings.enabled) throw new SyncError('sync.off');
    void runAndSetAlarm();
    return changed();
  },
  'needs.list': async () => {
    const { pair, store } = await pairOrFail();
    return listNeeds(store, pair.site);
  },
  'needs.act': async ({ id, action }) => {
    const { store } = await pairOrFail();
    if (action === 'discard') await discardHeld(store, id);
    else if (action === 'apply' || action === 'retry') {
      await applyHeld(store, id);
      void runAndSetAlarm();
    } else throw new SyncError('message.refused', action);
    return changed();
  },
  'leftOut.list': async ({ limit }) => {
    const { db, pair } = await pairOrFail();
    return listLeftOut(db, pair.id, limit);
  },
  'activity.list': async ({ limit, before }) => {
    const { db, pair } = await pairOrFail();
    return listActivity(db, pair, limit, before);
  },
  'activity.undo': async ({ what }) => {
    throw new SyncError('message.refused', `undo of a ${what}`);
  },
  'badges.lookup': async ({ ids }, { tab }) => lookUpBadges(await database(), ids, tab),
  'outlook.seen': async () => {
    // Not awaited: a message that stays open for a whole run counts against the worker's life.
    void onOutlookSeen();
    return {};
  },
};
