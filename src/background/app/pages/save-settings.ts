import { SyncError } from '../../../shared/codes';
import { type Settings, settingsProblem } from '../../../shared/settings';
import type { Database, Pair } from '../../store/database';
import { widenOutlook } from '../accounts/connect';
import { forgetUsersError } from '../kept/last-run';
import { tellTabs } from '../kept/notices';
import { changePair } from '../kept/pairs';
import { forgetLines } from '../kept/preview-lines';
import { runAndSetAlarm, setAlarm } from '../runs/alarm';
import { type Run, stopRun, underWay } from '../runs/under-way';

/** Settings as a person made them, by hand or with an answer: checked, kept, and gone by from now on. */
export async function saveSettings(db: Database, pair: Pair, settings: Settings): Promise<void> {
  const problem = settingsProblem(settings);
  if (problem) throw new SyncError('settings.invalid', problem.code);
  // A direction that writes in Outlook asks for the right; declined, the old direction stays.
  await widenOutlook(settings.direction !== 'outlookToEspo');
  await changePair(db, pair, { settings });
  await forgetUsersError();
  await forgetLines(db, pair.id);
  // A run goes by the settings it began with; these must not wait for its end (rule 4).
  const { pauses } = underWay;
  const stopped = stopRun();
  if (stopped) void again(stopped, settings.enabled, pauses);
  else await setAlarm();
  await tellTabs();
}

async function again({ promise, cause }: Run, enabled: boolean, pauses: number): Promise<void> {
  await promise;
  if (enabled) await runAndSetAlarm(cause, pauses);
  else await setAlarm();
}
