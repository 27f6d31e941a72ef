import type { Reason } from '../../shared/codes';
import type { LeftOut } from '../../shared/state';
import { REASON_TEXTS } from '../../shared/texts';
import { send } from '../model/client';
import { useList } from '../model/list';
import { ErrorBox } from '../parts/parts';
import { moment, SIDES } from '../parts/words';

const LIMIT = 500;

/** Every event and record that is not synced, by its reason. */
export function WhyNotSynced() {
  const { answer, error } = useList<'leftOut.list'>(() => send('leftOut.list', { limit: LIMIT }));
  const counts = Object.entries(answer?.counts ?? {}) as [Reason, number][];
  counts.sort(([, a], [, b]) => b - a);
  return (
    <section class="card" aria-label="Why not synced">
      <h2>Why not synced</h2>
      <ErrorBox error={error} />
      {answer && counts.length === 0 && <p class="empty">Everything that can be synced is.</p>}
      {answer &&
        counts.map(([reason, n]) => (
          <Group key={reason} reason={reason} n={n} rows={answer.rows.filter((row) => row.reason === reason)} />
        ))}
    </section>
  );
}

function Group({ reason, n, rows }: { reason: Reason; n: number; rows: LeftOut[] }) {
  return (
    <details>
      <summary>
        <span>{REASON_TEXTS[reason]}</span>
        <span class="count">{n.toLocaleString()}</span>
      </summary>
      <ul class="rows">
        {rows.map((row, i) => (
          <li key={`${row.side}${row.start}${i}`}>
            <p class="title" dir="auto">
              {row.title || '(no title)'}
            </p>
            <p class="hint">
              {SIDES[row.side]}
              {row.detail !== '' && ` · ${row.detail}`}
              {row.start > 0 && (
                <>
                  {' · '}
                  <time dateTime={new Date(row.start).toISOString()}>{moment(row.start)}</time>
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
      {rows.length < n && <p class="hint">and {(n - rows.length).toLocaleString()} more</p>}
    </details>
  );
}
