import { useId } from 'preact/hooks';
import type { Request } from '../shared/messages';
import type { NeedsItem } from '../shared/state';
import { type Action, useAction } from './action';
import { send } from './client';
import { useList } from './list';
import { ErrorBox } from './parts';
import { SIDES } from './words';

type Answer = Request<'needs.act'>['action'];

const ANSWERS: Record<Answer, string> = {
  apply: 'Apply',
  discard: 'Discard',
  restore: 'Restore',
  link: 'Link',
  retry: 'Try again',
  makeMeeting: 'Make it a Meeting',
};

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
      <p>{item.sentence}</p>
      <p class="hint">
        Would be written in {SIDES[item.side]}
        {item.link !== '' && (
          <>
            {' · '}
            <a href={item.link} target="_blank" rel="noopener noreferrer">
              Open
            </a>
          </>
        )}
      </p>
      <div class="buttons">
        {item.actions.map((answer) =>
          answer === 'link' ? (
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
                {`Link to ${choice.title}`}
              </button>
            ))
          ) : (
            <button type="button" key={answer} aria-describedby={id} disabled={action.busy} onClick={() => act(answer)}>
              {ANSWERS[answer]}
            </button>
          ),
        )}
      </div>
    </li>
  );
}
