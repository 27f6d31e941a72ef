import { useId } from 'preact/hooks';
import type { Request } from '../../shared/messages';
import type { NeedsItem } from '../../shared/needs';
import { type Action, useAction } from '../model/action';
import { send } from '../model/client';
import { useList } from '../model/list';
import { ErrorBox } from '../parts/parts';
import { fieldText, moment, SIDES, valueText } from '../parts/words';

type Answer = Request<'needs.act'>['action'];

/** What a button says: names of the two sides where it matters which. */
function answerText(answer: Answer, { side, restores, choices }: NeedsItem): string {
  switch (answer) {
    case 'apply':
      return 'Apply';
    case 'discard':
      return 'Discard';
    case 'retry':
      return 'Try again';
    case 'addContact':
      return 'Add as Contact';
    case 'addLead':
      return 'Add as Lead';
    case 'makeMeeting':
      return 'Make it a Meeting';
    case 'fields':
      return 'Choose for each';
    case 'takeEspo':
      return 'Take the value of EspoCRM';
    case 'restore':
      return restores === '' ? 'Restore' : `Restore in ${SIDES[restores]}`;
    case 'remove':
      return `Remove in ${SIDES[side]}`;
    case 'link':
      return choices.length > 0 ? 'Link' : 'Link again';
  }
}

const LIMIT = 1000;

/** What the sync does not do by itself: each with its reason and what can be done. */
export function NeedsYou() {
  const { answer, error } = useList<'needs.list'>(() => send('needs.list', { limit: LIMIT }));
  const items = answer?.items;
  const action = useAction();
  return (
    <section class="card" aria-label="Needs you">
      <h2>Needs you</h2>
      <ErrorBox error={action.error ?? error} />
      {items?.length === 0 && <p class="empty">Nothing waits for you.</p>}
      <ul class="rows">
        {items?.map((item) => (
          <Item key={item.id} item={item} action={action} />
        ))}
      </ul>
    </section>
  );
}

function Item({ item, action }: { item: NeedsItem; action: Action }) {
  const id = useId();
  const link = item.espo.url || item.outlook.url;
  const act = (answer: Answer, choice = '') =>
    void action.run(async () => {
      await send('needs.act', { ids: [item.id], action: answer, choice, fields: {}, rows: [], always: false });
      return undefined;
    });
  return (
    <li>
      <p class="title" id={id} dir="auto">
        {item.kind === 'hold' ? `${item.count} changes at once` : item.title || '(no title)'}
      </p>
      <p dir="auto">{item.sentence}</p>
      {item.values.length > 0 && <Values values={item.values} />}
      {item.remedy !== '' && <p class="hint">{item.remedy}</p>}
      <p class="hint">
        Would be written in {SIDES[item.side]}
        {link !== '' && (
          <>
            {' · '}
            <a href={link} target="_blank" rel="noopener noreferrer" aria-describedby={id}>
              Open
            </a>
          </>
        )}
      </p>
      <div class="buttons">
        {item.actions.map(({ action: answer }) =>
          answer === 'link' && item.choices.length > 0 ? (
            // One button per record that it could be.
            item.choices.map((choice) => (
              <button
                type="button"
                key={choice.id}
                dir="auto"
                aria-describedby={id}
                disabled={action.busy}
                onClick={() => act('link', choice.id)}
              >
                {`Link to ${choiceText(choice)}`}
              </button>
            ))
          ) : (
            <button type="button" key={answer} aria-describedby={id} disabled={action.busy} onClick={() => act(answer)}>
              {answerText(answer, item)}
            </button>
          ),
        )}
      </div>
    </li>
  );
}

/** They have the same time and name: what tells them apart is where they are and when they were made. */
function choiceText({ title, place, madeAt }: NeedsItem['choices'][number]): string {
  const made = madeAt > 0 ? `, made ${moment(madeAt)}` : '';
  return `${title} (${place}${made})`;
}

/** What either side holds. */
function Values({ values }: { values: NeedsItem['values'] }) {
  return (
    <dl class="values">
      {values.map(({ field, outlook, espo }) => (
        <div key={field}>
          <dt>{fieldText(field)}</dt>
          <dd>
            {SIDES.outlook}: <bdi>{valueText(field, outlook) || '(empty)'}</bdi>
          </dd>
          <dd>
            {SIDES.espo}: <bdi>{valueText(field, espo) || '(empty)'}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}
