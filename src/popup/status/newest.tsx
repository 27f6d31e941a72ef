import { say } from '../../shared/say';
import type { AppState, ChangeView } from '../../shared/state';
import { fieldText, listText, moment, sideText, titleText } from '../../shared/words';

/** The newest changes, one line each. */
export function Newest({ changes, linked }: { changes: AppState['sync']['recent']; linked: boolean }) {
  if (changes.length === 0) return <p class="empty">{say('nothingWritten')}</p>;
  return (
    <ul class="newest">
      {changes.map((change) => (
        <li key={change.id}>
          <Title change={change} linked={linked} />
          <span class="hint">
            <span class="what">{whatText(change)}</span>{' '}
            <span>
              · <time dateTime={new Date(change.at).toISOString()}>{moment(change.at)}</time>
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Leads to the item: to the side that was written. A name that is cut is cut at its own end, whichever way the page runs. */
function Title({ change, linked }: { change: ChangeView; linked: boolean }) {
  const url = change[change.side].url || change.outlook.url || change.espo.url;
  const text = titleText(change.title);
  if (!linked || url === '')
    return (
      <bdi class="title" title={text}>
        {text}
      </bdi>
    );
  return (
    <a class="title" dir="auto" href={url} target="_blank" rel="noopener noreferrer" title={text}>
      {text}
    </a>
  );
}

function whatText({ op, side, fields, undone }: ChangeView): string {
  const what = say(`op_${op}`, { side: sideText(side) });
  const said =
    op === 'update' && fields.length > 0 ? say('op_fields', { what, fields: listText(fields.map(fieldText)) }) : what;
  return undone ? say('op_undone', { what: said }) : said;
}
