import { SyncError } from '../../shared/codes';
import { keepDraft } from '../store/values';
import { giveUp } from './accounts/attempt';
import { connectEspo, connectOutlook, disconnectEspo, disconnectOutlook } from './accounts/connect';
import { dataHandlers } from './data-handlers';
import { changed, type Handlers, pairOrFail, state } from './handler';
import { changePair } from './kept/pairs';
import { pauseNow, resume } from './kept/pausing';
import { forgetLines } from './kept/preview-lines';
import { listHandlers } from './list-handlers';
import { saveSettings } from './pages/save-settings';
import { goOn, onOutlookSeen, runAndSetAlarm, setAlarm } from './runs/alarm';
import { stopRun } from './runs/runner';
import { tileHandlers } from './tile-handlers';

/** What the worker answers to each message: connections and the sync itself here, the rest beside. */
export const handlers: Handlers = {
  ...listHandlers,
  ...dataHandlers,
  ...tileHandlers,
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
    const { db, pair } = await pairOrFail();
    await saveSettings(db, pair, settings);
    return changed();
  },
  'sync.start': async () => {
    const { db, pair } = await pairOrFail();
    // One switch: who starts it wants it on.
    await changePair(db, pair, { started: true, settings: { ...pair.settings, enabled: true } });
    await forgetLines(db, pair.id);
    await resume();
    void runAndSetAlarm(true);
    return changed();
  },
  'sync.pause': async ({ until }) => {
    const { pair } = await pairOrFail();
    await pauseNow(pair.id, until);
    stopRun();
    await setAlarm();
    return changed();
  },
  'sync.resume': async () => {
    await resume();
    void goOn();
    return changed();
  },
  'sync.now': async () => {
    const { pair } = await pairOrFail();
    if (!pair.settings.enabled) throw new SyncError('sync.off');
    void runAndSetAlarm(true);
    return changed();
  },
  'outlook.seen': async () => {
    // Not awaited: a message that stays open for a whole run counts against the worker's life.
    void onOutlookSeen();
    return {};
  },
};
