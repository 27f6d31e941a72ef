import { useSignal } from '@preact/signals';
import type { ActivityRow } from '../shared/state';
import { send } from './client';
import { useList } from './list';
import { ErrorBox } from './parts';
import { fieldText, moment, opText, SIDES, valueText } from './words';

const PAGE = 100;
const MOST = 1000;

/** What was written, newest first, with what it replaced. */
export function Activity() {
  const limit = useSignal(PAGE);
  const { answer: rows, error } = useList<'activity.list'>(() =>
    // The end of today and more: the worker's clock and this one are the same, but rows of this instant count.
    send('activity.list', { limit: limit.value, before: Date.now() + 1000 }),
  );
  return (
    <section class="card" aria-label="Activity">
      <h2>Activity</h2>
      <ErrorBox error={error} />
      {rows?.length === 0 && <p class="empty">Nothing was written yet.</p>}
      <ul class="rows">
        {rows?.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </ul>
      {rows && rows.length >= limit.value && limit.value < MOST && (
        <button
          type="button"
          onClick={() => {
            limit.value = Math.min(MOST, limit.value + PAGE);
          }}
        >
          Show more
        </button>
      )}
    </section>
  );
}

function Row({ row }: { row: ActivityRow }) {
  const { field } = row;
  return (
    <li>
      <p class="title" dir="auto">
        {row.title || '(no title)'}
      </p>
      <p>
        {opText(row.op)} in {SIDES[row.side]}
        {field !== '' && row.op !== 'create' && (
          <>
            {': '}
            {fieldText(field)}
            {row.oldValue !== '' && (
              <>
                {' '}
                <del dir="auto">{valueText(field, row.oldValue)}</del>
              </>
            )}
            {row.newValue !== '' && (
              <>
                {' '}
                <ins dir="auto">{valueText(field, row.newValue)}</ins>
              </>
            )}
          </>
        )}
      </p>
      <p class="hint">
        <time dateTime={new Date(row.at).toISOString()}>{moment(row.at)}</time>
        {row.cause !== '' && ` · ${row.cause}`}
        {row.link !== '' && (
          <>
            {' · '}
            <a href={row.link} target="_blank" rel="noopener noreferrer">
              Open
            </a>
          </>
        )}
      </p>
    </li>
  );
}
