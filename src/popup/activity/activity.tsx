import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { Request } from '../../shared/messages';
import type { ActivityRow, UndoAnswer } from '../../shared/state';
import { type Action, useAction } from '../model/action';
import { send } from '../model/client';
import { useList } from '../model/list';
import { ErrorBox } from '../parts/parts';
import { count, fieldText, moment, opText, SIDES, valueText } from '../parts/words';
import { groupsOf, type RecordGroup, type RunGroup } from './runs';

const PAGE = 100;
const MOST = 1000;

type Undo = (what: Request<'activity.undo'>['what'], id: string) => void;

/** What was written, newest first, with what it replaced. Every change can be undone. */
export function Activity() {
  const limit = useSignal(PAGE);
  const result = useSignal<UndoAnswer | undefined>(undefined);
  const {
    answer: page,
    error,
    reload,
  } = useList<'activity.list'>(() =>
    send('activity.list', { limit: limit.value, after: '', filter: { text: '', side: '', op: '', run: '' } }),
  );
  const rows = page?.rows;
  const action = useAction();
  const undo: Undo = (what, id) =>
    void action.run(async () => {
      result.value = undefined;
      result.value = await send('activity.undo', { what, id });
      reload();
      return undefined;
    });
  return (
    <section class="card" aria-label="Activity">
      <h2>Activity</h2>
      <ErrorBox error={action.error ?? error} />
      <Result answer={result.value} busy={action.busy} />
      {rows?.length === 0 && <p class="empty">Nothing was written yet.</p>}
      {rows && groupsOf(rows).map((run) => <Run key={run.id} run={run} undo={undo} action={action} />)}
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

/** What was undone, and what was not and why. Read out when it comes; the page has its one status elsewhere. */
function Result({ answer, busy }: { answer: UndoAnswer | undefined; busy: boolean }) {
  return (
    <div class="result" aria-live="polite">
      {busy && <p>Undoing…</p>}
      {answer && (
        <div class="box">
          <p class="sentence">
            {answer.undone === 0 ? 'Nothing was undone.' : `${count(answer.undone, 'change', 'changes')} undone.`}
          </p>
          <ul class="skipped">
            {answer.skipped.map(({ title, sentence }, i) => (
              <li key={i}>
                <bdi>{title || '(no title)'}</bdi>: <span dir="auto">{sentence}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

interface Parts {
  undo: Undo;
  action: Action;
}

function Run({ run, undo, action }: { run: RunGroup } & Parts) {
  const id = useId();
  return (
    <section class="run" aria-labelledby={id}>
      <div class="buttons">
        <h3 id={id}>
          <time dateTime={new Date(run.at).toISOString()}>{moment(run.at)}</time>
        </h3>
        <button type="button" aria-describedby={id} disabled={action.busy} onClick={() => undo('run', run.id)}>
          Undo this run
        </button>
      </div>
      <ul class="rows">
        {run.records.map((record) => (
          <Item key={record.id} record={record} undo={undo} action={action} />
        ))}
      </ul>
    </section>
  );
}

function Item({ record, undo, action }: { record: RecordGroup } & Parts) {
  const id = useId();
  const first = record.rows[0] as ActivityRow;
  return (
    <li>
      <p class="title" id={id} dir="auto">
        {first.title || '(no title)'}
      </p>
      {record.rows.map((row) => (
        <Row key={row.id} row={row} undo={undo} action={action} />
      ))}
      {record.rows.length > 1 && (
        <div class="buttons">
          <button
            type="button"
            aria-describedby={id}
            disabled={action.busy}
            onClick={() => undo('record', String(first.id))}
          >
            Undo this record
          </button>
        </div>
      )}
    </li>
  );
}

function Row({ row, undo, action }: { row: ActivityRow } & Parts) {
  const id = useId();
  const { field } = row;
  return (
    <div class="change">
      <p id={id}>
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
      <div class="buttons">
        <p class="hint">
          {row.cause}
          {row.espo.url !== '' && (
            <>
              {row.cause !== '' && ' · '}
              <a href={row.espo.url} target="_blank" rel="noopener noreferrer" aria-describedby={id}>
                Open
              </a>
            </>
          )}
        </p>
        {row.undoable && (
          <button
            type="button"
            aria-describedby={id}
            disabled={action.busy}
            onClick={() => undo('change', String(row.id))}
          >
            Undo
          </button>
        )}
      </div>
    </div>
  );
}
