/** What was done, newest first, run by run, and its undo. */
import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { say } from '../../shared/say';
import { useAction } from '../model/action';
import { send } from '../model/client';
import { useList } from '../model/list';
import { changes } from '../model/model';
import { where } from '../model/view';
import { Button } from '../parts/button';
import { ErrorBox } from '../parts/error';
import { saveFile } from '../parts/save-file';
import { VirtualList } from '../parts/virtual-list';
import { allRows, csvOf } from './csv';
import { entriesOf } from './entries';
import { Filters } from './filters';
import { ALL, type Filter, isAll, makeLog } from './log';
import { RecordItem } from './record-item';
import { RunHeading } from './run-heading';
import { UndoDialogs, useUndo } from './undo';

const RUNS = 200;
/** How high a line probably is. Pixels. */
const LINE = 76;

/** What was written, newest first, with what it replaced. Every change can be undone. */
export function Activity() {
  const filter = useSignal<Filter>({ ...ALL, run: where.peek().at });
  const log = useMemo(makeLog, []);
  const runs = useList<'runs.list'>(() => send('runs.list', { limit: RUNS }));
  const action = useAction();
  const undo = useUndo(() => void log.load(filter.peek(), true));
  const entries = useComputed(() => entriesOf(log.rows.value));
  useSignalEffect(() => {
    void log.load(filter.value);
  });
  useSignalEffect(() => {
    if (changes.value > 0) void log.load(filter.peek(), true);
  });
  const csv = () =>
    void action.run(async () => {
      saveFile('activity.csv', csvOf(await allRows(filter.peek())), 'text/csv');
      return undefined;
    });
  // Nothing was looked for, and nothing is there.
  const nothing = log.total.value === 0 && isAll(filter.value);
  const known = new Map((runs.answer ?? []).map((run) => [run.id, run]));
  return (
    <>
      <h1 tabIndex={-1}>{say('view_activity')}</h1>
      <section class="card" aria-label={say('view_activity')}>
        <Filters filter={filter} runs={runs.answer ?? []} />
        <div class="buttons">
          <p class="hint" aria-live="polite">
            {log.total.value !== undefined && !nothing && say('activity_count', { count: log.total.value })}
          </p>
          <Button look="quiet" busy={action.busy} onPress={csv}>
            {say('activity_csv')}
          </Button>
        </div>
        <ErrorBox error={action.error ?? log.error.value ?? undo.action.error} />
        {nothing && <p class="empty">{say('nothingWritten')}</p>}
        <VirtualList
          items={entries.value}
          keyOf={(entry) => `${entry.kind} ${entry.id}`}
          height={LINE}
          onEnd={() => void log.more(filter.peek())}
        >
          {(entry) =>
            entry.kind === 'run' ? (
              <RunHeading entry={entry} run={known.get(entry.id)} undo={undo} />
            ) : (
              <RecordItem entry={entry} undo={undo} />
            )
          }
        </VirtualList>
      </section>
      <UndoDialogs undo={undo} />
    </>
  );
}
