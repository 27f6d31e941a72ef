import { say } from '../../shared/say';
import type { PartView } from '../../shared/state';
import { moment } from '../../shared/words';

/** What waits while everything else goes on. */
export function Part({ part }: { part: PartView }) {
  const { since } = part;
  return (
    <p class="box warn">
      {textOf(part)}
      {since > 0 && (
        <>
          {' '}
          <time class="hint" dateTime={new Date(since).toISOString()}>
            {say('part_since', { time: moment(since) })}
          </time>
        </>
      )}
    </p>
  );
}

function textOf({ kind, side, name, thing, said }: PartView): string {
  if (kind === 'closed') return say('entityPaused', { name });
  if (kind === 'failing') return say(`part_failing_${side}`, { name, said });
  return say('part_old', { name: thing === '' ? name : say(`part_${thing}`, { name }), said });
}
