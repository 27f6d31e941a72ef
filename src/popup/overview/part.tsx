import { say } from '../../shared/say';
import type { PartView } from '../../shared/state';
import { errorSentence, moment } from '../../shared/words';
import { ErrorDetails } from '../parts/error';

/** What waits while everything else goes on. */
export function Part({ part }: { part: PartView }) {
  const { since, error } = part;
  const why = part.kind === 'closed' ? undefined : error;
  return (
    <div class="box warn">
      <p>{textOf(part)}</p>
      {(why || since > 0) && (
        <p class="hint">
          {why && errorSentence(why)}{' '}
          {since > 0 && (
            <time dateTime={new Date(since).toISOString()}>{say('part_since', { time: moment(since) })}</time>
          )}
        </p>
      )}
      {why && <ErrorDetails error={why} />}
    </div>
  );
}

function textOf({ kind, side, name, thing }: PartView): string {
  if (kind === 'closed') return say('entityPaused', { name });
  if (kind === 'failing') return say(`part_failing_${side}`, { name });
  return say('part_old', { name: thing === '' ? name : say(`part_${thing}`, { name }) });
}
