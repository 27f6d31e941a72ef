import { useId } from 'preact/hooks';
import type { Request } from '../../shared/messages';
import type { NeedsItem } from '../../shared/state';
import { type Action, useAction } from '../model/action';
import { send } from '../model/client';
import { useList } from '../model/list';
import { ErrorBox } from '../parts/parts';
import { fieldText, SIDES, valueText } from '../parts/words';

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
    case 'takeEspo':
      return 'Take the value of EspoCRM';
    case 'restore':
      return restores === '' ? 'Restore' : `Restore in ${SIDES[restores]}`;
    case 'remove':
      return `Remove in ${SIDES[side]}`;
    case 'link':
      return choices.length > 0 ? 'Link' : 'Link again';
    case 'choose':
      return 'Choose';
  }
}

/** What the sync does not do by itself: each with its reason and what can be done. */
export function NeedsYou() {
  const { answer: items, error } = useList<'needs.list'>(() => send('needs.list', {}));
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
  const act = (answer: Answer, choice = '') =>
    void action.run(() => send('needs.act', { id: item.id, action: answer, choice }));
  return (
    <li>
      <p class="title" id={id} dir="auto">
        {item.title || '(no title)'}
      </p>
      <p dir="auto">{item.sentence}</p>
      {item.values.length > 0 && <Values values={item.values} />}
      {item.remedy !== '' && <p class="hint">{item.remedy}</p>}
      {/* What was chosen and is gone is no change that waits. */}
      <p class="hint" hidden={item.reason === 'choiceGone'}>
        Would be written in {SIDES[item.side]}
        {item.link !== '' && (
          <>
            {' · '}
            <a href={item.link} target="_blank" rel="noopener noreferrer" aria-describedby={id}>
              Open
            </a>
          </>
        )}
      </p>
      <div class="buttons">
        {item.actions.map((answer) =>
          (answer === 'link' || answer === 'choose') && item.choices.length > 0 ? (
            // One button per record that it could be, or per thing that may be chosen.
            item.choices.map((choice) => (
              <button
                type="button"
                key={choice.id}
                dir="auto"
                aria-describedby={id}
                disabled={action.busy}
                onClick={() => act(answer, choice.id)}
              >
                {`${answer === 'link' ? 'Link to' : 'Use'} ${choice.title}`}
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
