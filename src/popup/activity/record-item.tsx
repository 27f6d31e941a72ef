import { say } from '../../shared/say';
import type { ActivityRow } from '../../shared/state';
import { fieldText, listText, sideText, titleText, valueText } from '../../shared/words';
import { useAction } from '../model/action';
import { send } from '../model/client';
import { Button } from '../parts/button';
import { Arrow } from '../parts/changes';
import { ErrorBox } from '../parts/error';
import { Places } from '../parts/places';
import type { RecordEntry } from './entries';
import type { Undo } from './undo';

/** All that one run did to one item. */
export function RecordItem({ entry, undo }: { entry: RecordEntry; undo: Undo }) {
  const first = entry.rows[0] as ActivityRow;
  const several = entry.rows.filter((row) => row.undoable || row.undone).length > 1;
  const undoable = entry.rows.some((row) => row.undoable);
  return (
    <article class="record" aria-label={titleText(first.title)}>
      <header>
        <bdi class="title">{titleText(first.title)}</bdi>
        <span class="hint">
          <Places title={first.title} outlook={first.outlook} espo={first.espo} />
        </span>
        {several && (
          <Button
            look="quiet"
            busy={undo.action.busy}
            off={!undoable}
            onPress={() => undo.ask('record', String(first.id))}
          >
            {say('undoRecord')}
            <span class="ears"> {titleText(first.title)}</span>
          </Button>
        )}
      </header>
      {entry.rows.map((row) => (
        <Row key={row.id} row={row} undo={undo} />
      ))}
    </article>
  );
}

function Row({ row, undo }: { row: ActivityRow; undo: Undo }) {
  const { field } = row;
  const what = say(`op_${row.op}`, { side: sideText(row.side) });
  const shown = field !== '' && row.op !== 'create';
  const name = shown ? say('op_fields', { what, fields: fieldText(field) }) : what;
  return (
    <div class="change">
      <p>
        {name}
        {shown && row.oldValue !== '' && (
          <>
            {' '}
            <del>
              <bdi>{valueText(field, row.oldValue)}</bdi>
            </del>
          </>
        )}
        {shown && row.newValue !== '' && (
          <>
            {row.oldValue === '' ? ' ' : <Arrow />}
            <ins>
              <bdi>{valueText(field, row.newValue)}</bdi>
            </ins>
          </>
        )}
        {row.causes.length > 0 && (
          <span class="hint"> · {listText(row.causes.map((cause) => say(`cause_${cause}`)))}</span>
        )}
      </p>
      {(row.undoable || row.undone) && (
        // The same button before and after: whoever pressed it stays where they are.
        <Button
          look="quiet"
          busy={undo.action.busy}
          off={!row.undoable}
          onPress={() => undo.ask('change', String(row.id))}
        >
          {say(row.undoable ? 'undo' : 'undone')}
          <span class="ears">
            {' '}
            {name}, {titleText(row.title)}
          </span>
        </Button>
      )}
      {row.again !== '' && <Again id={row.again} title={row.title} />}
    </div>
  );
}

/** What was undone can be done once more. */
function Again({ id, title }: { id: string; title: string }) {
  const action = useAction();
  const again = () =>
    void action.run(async () => {
      await send('item.again', { ids: [id] });
      return undefined;
    });
  return (
    <>
      <Button look="quiet" busy={action.busy} onPress={again}>
        {say('remedy_again')}
        <span class="ears"> {titleText(title)}</span>
      </Button>
      <ErrorBox error={action.error} />
    </>
  );
}
