import { SyncError } from '../../shared/codes';
import type { Answers, MessageName, Request } from '../../shared/messages';
import { type Settings, settingsProblem } from '../../shared/settings';
import type { AppState } from '../../shared/state';
import { keepDraft } from '../store/values';
import { giveAnswer } from '../sync/person/answers';
import { giveUp } from './accounts/attempt';
import { connectEspo, connectOutlook, disconnectEspo, disconnectOutlook, widenOutlook } from './accounts/connect';
import { keptSurroundings } from './kept/around';
import { settingsAnswered } from './kept/choices';
import { namesOf } from './kept/last-seen';
import { tellPages, tellTabs } from './kept/notices';
import { changePair, currentPair, storeOf } from './kept/pairs';
import { database } from './kept/services';
import { takeInAnswers, undoNow } from './pages/answering';
import { listActivity, listLeftOut } from './pages/lists';
import { needsOf } from './pages/needs';
import { previewOf } from './pages/preview';
import { checkSetup } from './pages/setup';
import { appState } from './pages/state';
import { onOutlookSeen, runAndSetAlarm, setAlarm } from './runs/alarm';
import { runNow, stopRun } from './runs/runner';
import { actOn } from './tiles/acts';
import { lookUpBadges } from './tiles/badges';
import { cardOf } from './tiles/card';
import { onTilesChanged } from './tiles/changed';
import { noteHealth } from './tiles/health';
import { knownTiles } from './tiles/known';
import { moreOn, onEvent } from './tiles/on-event';
import { search } from './tiles/search';

export interface From {
  tab: number | undefined;
  /** The document of an Outlook tab. */
  page: string;
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

async function saveSettings(settings: Settings): Promise<void> {
  const { db, pair } = await pairOrFail();
  const problem = settingsProblem(settings);
  if (problem) throw new SyncError('settings.invalid', problem);
  // A direction that writes in Outlook asks for the right; declined, the old direction stays.
  await widenOutlook(settings.direction !== 'outlookToEspo');
  await changePair(db, pair, { settings });
  // A run goes by the settings it began with; these must not wait for its end (rule 4).
  if (stopRun()) void runNow().then(() => (settings.enabled ? runAndSetAlarm() : setAlarm()));
  else await setAlarm();
  await tellTabs();
}

export const handlers: Handlers = {
  'state.get': state,
  'outlook.connect': async (request) => {
    await connectOutlook(request);
    return changed();
  },
  'outlook.cancel': async () => {
    giveUp();
    return changed();
  },
  'outlook.disconnect': async () => {
    await disconnectOutlook();
    await setAlarm();
    return changed();
  },
  'espo.connect': async (request) => {
    await connectEspo(request);
    return changed();
  },
  'draft.keep': async ({ draft }) => {
    await keepDraft(draft);
    return {};
  },
  'espo.disconnect': async () => {
    await disconnectEspo();
    await setAlarm();
    return changed();
  },
  'settings.save': async ({ settings }) => {
    await saveSettings(settings);
    return changed();
  },
  'sync.start': async () => {
    const { db, pair } = await pairOrFail();
    if (!pair.settings.enabled) throw new SyncError('sync.off');
    await changePair(db, pair, { started: true });
    void runAndSetAlarm(true);
    return changed();
  },
  'sync.pause': async () => {
    const { db, pair } = await pairOrFail();
    await changePair(db, pair, { started: false });
    stopRun();
    await setAlarm();
    return changed();
  },
  'sync.now': async () => {
    const { pair } = await pairOrFail();
    if (!pair.settings.enabled) throw new SyncError('sync.off');
    void runAndSetAlarm(true);
    return changed();
  },
  'preview.get': async () => {
    const { db, pair } = await pairOrFail();
    return previewOf(db, pair);
  },
  'needs.list': async () => {
    const { pair, store } = await pairOrFail();
    return needsOf(store, pair);
  },
  'needs.act': async (request) => {
    const { pair, store } = await pairOrFail();
    const item = (await needsOf(store, pair)).find(({ id }) => id === request.id);
    const chosen = request.choice === '' || item?.choices.some(({ id }) => id === request.choice);
    if (!item?.actions.includes(request.action) || !chosen)
      throw new SyncError('message.refused', 'nothing waits under this name any more');
    const around = await keptSurroundings(store, pair.settings, Date.now(), Number.POSITIVE_INFINITY);
    const settings = settingsAnswered(pair.settings, request, around ? namesOf(around) : {});
    if (settings) await saveSettings(settings);
    if (request.action === 'choose') return changed();
    await giveAnswer(store, request);
    if (pair.settings.enabled) void takeInAnswers(store);
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
  'activity.undo': async ({ what, id }) => {
    const answer = await undoNow(what, id);
    await changed();
    return answer;
  },
  'setup.check': async () => {
    const { pair, store } = await pairOrFail();
    return checkSetup(pair, store);
  },
  'badges.lookup': async ({ ids }, { tab, page }) => lookUpBadges(await database(), ids, { tab, key: page }),
  'card.get': async ({ id }, { page }) => onEvent(id, page, cardOf),
  'card.more': async ({ id, near }, { page }) => moreOn(id, near, page),
  'card.search': async ({ id, parent, words }, { page }) =>
    onEvent(id, page, (db, pair, met) => search(db, pair, met, parent, words.trim())),
  'card.act': async ({ id, act }, { page }) => {
    await onEvent(id, page, (db, pair, met) => actOn(db, pair, met, act));
    return onEvent(id, page, cardOf);
  },
  'outlook.known': async (days, { tab, page }) => knownTiles(await database(), days, { tab, key: page }),
  'outlook.changed': async ({ ids }) => {
    // Not awaited: see below.
    void onTilesChanged(await database(), ids).catch(() => undefined);
    return {};
  },
  'outlook.health': async (health) => {
    if (await noteHealth(health)) tellPages();
    return {};
  },
  'outlook.seen': async () => {
    // Not awaited: a message that stays open for a whole run counts against the worker's life.
    void onOutlookSeen();
    return {};
  },
};
