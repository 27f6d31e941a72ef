import type { ItemView, WhyGroup } from '../../shared/items';
import { REASON_TEXTS } from '../../shared/texts';
import { send } from '../model/client';
import { useList } from '../model/list';
import { ErrorBox } from '../parts/parts';
import { moment, SIDES } from '../parts/words';

const LIMIT = 500;

/** Every event and record that is not synced, by its reason. */
export function WhyNotSynced() {
  const { answer, error } = useList<'why.list'>(() => send('why.list', { group: '', limit: LIMIT, after: '' }));
  return (
    <section class="card" aria-label="Why not synced">
      <h2>Why not synced</h2>
      <ErrorBox error={error} />
      {answer?.groups.length === 0 && <p class="empty">Everything that can be synced is.</p>}
      {answer?.groups.map((group) => (
        <Group key={group.group} group={group} />
      ))}
    </section>
  );
}

function Group({ group: { reason, total: n, rows } }: { group: WhyGroup }) {
  return (
    <details>
      <summary>
        <span>{reason === '' ? 'The next sync takes it up.' : REASON_TEXTS[reason]}</span>
        <span class="count">{n.toLocaleString()}</span>
      </summary>
      <ul class="rows">
        {rows.map((row) => (
          <li key={row.id}>
            <p class="title" dir="auto">
              {row.title || '(no title)'}
            </p>
            <p class="hint">
              {sideOf(row)}
              {row.when.start > 0 && (
                <>
                  {' · '}
                  <time dateTime={new Date(row.when.start).toISOString()}>{moment(row.when.start)}</time>
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

const sideOf = ({ outlook, espo }: ItemView): string =>
  [outlook.there ? SIDES.outlook : '', espo.there ? SIDES.espo : ''].filter((side) => side !== '').join(', ');
