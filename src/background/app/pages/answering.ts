import type { UndoAnswer } from '../../../shared/state';
import { UNDO_TEXTS } from '../../../shared/texts';
import type { Store } from '../../sync/model/store';
import { answeredIds } from '../../sync/person/answers';
import { rowsToUndo, type Skipped, undo } from '../../sync/person/undo';
import { tellTabs } from '../kept/notices';
import { runAndSetAlarm } from '../runs/alarm';
import { isRunning, runNow, withEngine } from '../runs/runner';

/** A run takes answers in when it begins: one that came in the middle of a run needs another. */
export async function takeInAnswers(store: Store): Promise<void> {
  if (isRunning()) await runNow();
  // Somebody else's wait may have started it already.
  if ((await answeredIds(store)).size > 0) await runAndSetAlarm(true);
}

/** At once, and never beside a run: what it puts back is read, compared and written like everything else. */
export async function undoNow(what: 'change' | 'record' | 'run', id: string): Promise<UndoAnswer> {
  const { undone, skipped } = await withEngine(async (engine) =>
    undo(engine, await rowsToUndo(engine.store, what, id)),
  );
  await tellTabs();
  return { undone, skipped: skipped.map(skippedView) };
}

const FIELDS: Record<string, string> = {
  title: 'Title',
  when: 'Time',
  location: 'Location',
  description: 'Description',
  status: 'Status',
  attendees: 'Attendees',
  response: 'Response',
};

const skippedView = ({ title, code, detail }: Skipped): UndoAnswer['skipped'][number] => ({
  title,
  sentence: [detail in FIELDS ? `${FIELDS[detail]}:` : '', UNDO_TEXTS[code], detail in FIELDS ? '' : detail]
    .filter((text) => text !== '')
    .join(' '),
});
