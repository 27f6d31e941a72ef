/** The status in words. */
import { say } from '../../shared/say';
import type { AppState, RunSummary } from '../../shared/state';
import { errorRemedy, errorSentence, listText, moment, sideText } from '../../shared/words';
import type { IconName } from '../parts/icon';

export type Tone = 'good' | 'warn' | 'bad' | 'busy' | 'quiet';

export interface StatusWords {
  tone: Tone;
  icon: IconName;
  headline: string;
  /** One sentence under it; '' where the headline says it all. */
  sentence: string;
}

/** The one thing that matters most now, in words. Which it is the worker says. */
export function statusWords(app: AppState): StatusWords {
  const { status, sync } = app;
  switch (status.kind) {
    case 'connect':
      return words('quiet', 'off', say('status_connect'), say('status_connectHint', names(status.sides)));
    case 'connecting':
      return words('busy', 'sync', say('status_connecting'), say('status_connectingHint', names([status.side])));
    case 'signInNeeded':
      return words('warn', 'lock', say('status_signIn'), say('status_signInHint', names(status.sides)));
    case 'missing':
      return words('warn', 'lock', say('status_missing'), app.missing === '' ? '' : say(`missing_${app.missing}`));
    case 'error':
      return words('bad', 'stop', errorSentence(status.error), goesOn(status.goesOn) || errorRemedy(status.error));
    case 'otherBrowser':
      return words('quiet', 'off', errorSentence(status.error), errorRemedy(status.error));
    case 'held':
      return words('warn', 'ask', say('status_held'), sync.running ? progressText(sync) : say('status_heldHint'));
    case 'needsYou':
      return words(
        'warn',
        'ask',
        status.held > 0 ? say('status_held') : say('status_needsYou', { count: status.count }),
        sync.running ? progressText(sync) : status.held > 0 ? say('status_heldHint') : lastText(sync.last),
      );
    case 'off':
      return words('quiet', 'off', say('error_sync_off'), say('status_offHint'));
    case 'paused':
      return words('quiet', 'pause', pausedText(status.until), say('status_pausedHint'));
    case 'syncing':
      return words('busy', 'sync', say('status_syncing'), progressText(sync));
    case 'notStarted':
      return words('quiet', 'off', say('status_notStarted'), say('status_notStartedHint'));
    case 'waiting':
      return words('quiet', 'sync', say('status_waiting'), say('status_waitingHint'));
    case 'synced':
      return words('good', 'check', say('status_synced', { time: moment(status.at) }), doneText(sync.last));
  }
}

const words = (tone: Tone, icon: IconName, headline: string, sentence: string): StatusWords => ({
  tone,
  icon,
  headline,
  sentence,
});

const names = (sides: readonly ('outlook' | 'espo')[]) => ({ sides: listText(sides.map(sideText)) });
const goesOn = (by: boolean): string => (by ? say('status_goesOn') : '');
const pausedText = (until: number): string =>
  until === 0 ? say('status_paused') : say('status_pausedUntil', { time: moment(until) });
const lastText = (last: RunSummary | undefined): string =>
  last ? say('status_synced', { time: moment(last.at) }) : '';

function progressText({ phase, read, done, total }: AppState['sync']): string {
  if (phase === 'writing' || total > 0) return say('progress_writing', { done, total });
  return phase === 'reading' ? say('progress_reading', { count: read }) : say('progress_comparing');
}

/** What a run did, in one line. */
export function doneText(run: RunSummary | undefined): string {
  if (!run) return '';
  const { created, updated, removed, linked, refused } = run;
  const all = created + updated + removed + linked + refused;
  // What was done and undone since was no nothing.
  if (all === 0) return run.undone > 0 ? say('activity_undone', { count: run.undone }) : say('run_nothing');
  const parts = [
    created > 0 ? say('run_created', { count: created }) : '',
    updated > 0 ? say('run_updated', { count: updated }) : '',
    removed > 0 ? say('run_removed', { count: removed }) : '',
    linked > 0 ? say('run_linked', { count: linked }) : '',
    refused > 0 ? say('run_refused', { count: refused }) : '',
  ];
  return listText(parts.filter((part) => part !== ''));
}
