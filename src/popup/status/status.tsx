/** What the sync does and did, in a few lines. */
import { say } from '../../shared/say';
import type { AppState } from '../../shared/state';
import { moment } from '../../shared/words';
import { Icon } from '../parts/icon';
import { statusWords } from './status-words';

/** Nothing is synced in these, whenever it is tried. */
const STOPPED: readonly AppState['status']['kind'][] = ['connect', 'connecting', 'signInNeeded', 'missing', 'off'];

/** What the sync is doing or did last. Its height stays the same, whatever it says: nothing under it moves. */
export function Status({ app }: { app: AppState }) {
  const { tone, icon, headline, sentence } = statusWords(app);
  return (
    <div class={`status ${tone}`}>
      {/* Not atomic: only what changed is read out, and the counts of a running sync are not. */}
      <div role="status" aria-atomic="false">
        <p class="headline">
          <Icon name={icon} />
          <span>{headline}</span>
        </p>
        <p class="sentence" aria-live={tone === 'busy' ? 'off' : undefined}>
          {sentence}
        </p>
      </div>
      <Progress sync={app.sync} running={app.sync.running && !STOPPED.includes(app.status.kind)} />
    </div>
  );
}

/** Its room is kept where nothing runs. */
function Progress({ sync, running }: { sync: AppState['sync']; running: boolean }) {
  return (
    <div class={running ? 'progress' : 'progress idle'} aria-hidden={running ? undefined : true}>
      <progress aria-label={say('progress')} max={1} value={running ? sync.fraction : 0} />
    </div>
  );
}

/** Nothing is synced in these by itself: the other browser does it. */
const RESTS: readonly AppState['status']['kind'][] = [...STOPPED, 'otherBrowser'];

/** When it last ran and when it will run, in words. */
export function LastAndNext({ app }: { app: AppState }) {
  const { last } = app.sync;
  const next = RESTS.includes(app.status.kind) ? 0 : app.sync.next;
  return (
    <p class="hint times">
      <span>{last ? say('lastSync', { time: moment(last.at) }) : say('neverSynced')}</span>
      <span>{next > 0 && say('nextSync', { time: moment(next) })}</span>
    </p>
  );
}
