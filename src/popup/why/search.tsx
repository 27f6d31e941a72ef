import { useSignal, useSignalEffect } from '@preact/signals';
import type { SearchAnswer } from '../../shared/items';
import { say } from '../../shared/say';
import type { ErrorView } from '../../shared/state';
import { send, viewOf } from '../model/client';
import { ErrorBox } from '../parts/error';
import { Field } from '../parts/fields';
import { listText } from '../parts/words';
import { ItemLine } from './item-line';

const LIMIT = 50;
/** So long nobody has typed. Milliseconds. */
const QUIET = 250;

/** Any event or record of either side: how it stands and why. */
export function Search() {
  const text = useSignal('');
  const answer = useSignal<SearchAnswer | undefined>(undefined);
  const error = useSignal<ErrorView | undefined>(undefined);
  useSignalEffect(() => {
    const typed = text.value.trim();
    if (typed === '') {
      answer.value = undefined;
      return undefined;
    }
    let current = true;
    const timer = setTimeout(() => {
      send('item.search', { text: typed, limit: LIMIT }).then(
        (found) => {
          if (current) answer.value = found;
        },
        (thrown: unknown) => {
          if (current) error.value = viewOf(thrown);
        },
      );
    }, QUIET);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  });
  return (
    <section class="card" aria-label={say('why_search')}>
      <Field
        type="search"
        label={say('why_search')}
        hint={say('why_searchHint')}
        value={text.value}
        onText={(typed) => {
          text.value = typed;
        }}
      />
      <ErrorBox error={error.value} />
      {/* Only how many are found is read out, not each of them. */}
      <p class="hint" aria-live="polite">
        {answer.value && say('why_found', { count: answer.value.rows.length })}
      </p>
      {answer.value && <Found answer={answer.value} />}
    </section>
  );
}

function Found({ answer }: { answer: SearchAnswer }) {
  const { calendars, entities } = answer.unread;
  const unread = [...calendars, ...entities];
  return (
    <>
      <ul class="rows">
        {answer.rows.map((item) => (
          <li key={item.id}>
            <ItemLine item={item} />
          </li>
        ))}
      </ul>
      {answer.more && <p class="hint">{say('why_more')}</p>}
      {unread.length > 0 && <p class="hint">{say('why_unread', { names: listText(unread) })}</p>}
    </>
  );
}
