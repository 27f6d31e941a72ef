import { say } from '../../shared/say';
import type { RunSummary } from '../../shared/state';
import { durationText, secondsText } from '../../shared/words';
import { Button } from '../parts/button';
import { doneText } from '../status/status-words';
import type { RunEntry } from './entries';
import type { Undo } from './undo';

/** When a run ended, to the second, how long it took and what it did. */
export function RunHeading({ entry, run, undo }: { entry: RunEntry; run: RunSummary | undefined; undo: Undo }) {
  const at = run?.at ?? entry.at;
  const time = secondsText(at);
  const done = doneText(run);
  const undone = run ? say('activity_undone', { count: run.undone }) : '';
  return (
    <div class="run">
      <div>
        <h2>
          <time dateTime={new Date(at).toISOString()}>{time}</time>
        </h2>
        {run && (
          <p class="hint">
            {done} · {durationText(run.at - run.startedAt)}
            {run.undone > 0 && done !== undone && <> · {undone}</>}
          </p>
        )}
      </div>
      <Button look="quiet" busy={undo.action.busy} onPress={() => undo.ask('run', entry.id)}>
        {say('undoRun')}
        <span class="ears"> {time}</span>
      </Button>
    </div>
  );
}
