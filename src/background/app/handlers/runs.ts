import { SyncError } from '../../../shared/codes';
import { changePair } from '../kept/pairs';
import { pauseNow, resume } from '../kept/pausing';
import { forgetLines } from '../kept/preview-lines';
import { saveSettings } from '../pages/save-settings';
import { goOn, onOutlookSeen, runAndSetAlarm, setAlarm } from '../runs/alarm';
import { pauseRuns } from '../runs/under-way';
import { changed, type Handlers, pairOrFail } from './handler';

/** When it syncs, and by which settings. */
export const runHandlers: Pick<
  Handlers,
  'settings.save' | 'sync.start' | 'sync.pause' | 'sync.resume' | 'sync.now' | 'outlook.seen'
> = {
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
    void runAndSetAlarm('pressed');
    return changed();
  },
  'sync.pause': async ({ until }) => {
    const { pair } = await pairOrFail();
    await pauseNow(pair.id, until);
    pauseRuns();
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
    void runAndSetAlarm('pressed');
    return changed();
  },
  'outlook.seen': async () => {
    // Not awaited: a message that stays open for a whole run counts against the worker's life.
    void onOutlookSeen();
    return {};
  },
};
