import { useSignal } from '@preact/signals';
import { say } from '../../shared/say';
import { listText } from '../../shared/words';
import { Button } from '../parts/button';
import { ErrorBox } from '../parts/error';
import { Field } from '../parts/fields';
import { type Finding, useFinding } from './finding';
import { ItemLine } from './item-line';

/** Any event or record of either side: how it stands and why. */
export function Search() {
  const text = useSignal('');
  const finding = useFinding(text.value.trim());
  const { rows, busy, open, error } = finding;
  const asked = finding.text !== '';
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
      <ErrorBox error={error} />
      {/* Only how many are found is read out, not each of them. */}
      <p class="hint" aria-live="polite">
        {busy && rows.length === 0 && asked && open
          ? say('why_looking')
          : asked && say('why_found', { count: rows.length })}
      </p>
      {asked && <Found finding={finding} />}
    </section>
  );
}

function Found({ finding: { rows, unread, open, busy, more } }: { finding: Finding }) {
  const names = [...unread.calendars, ...unread.entities];
  return (
    <>
      <ul class="rows">
        {rows.map((item) => (
          <li key={item.id}>
            <ItemLine item={item} />
          </li>
        ))}
      </ul>
      {open && (
        <Button busy={busy} onPress={more}>
          {say('showMore')}
        </Button>
      )}
      {names.length > 0 && <p class="hint">{say('why_unread', { names: listText(names) })}</p>}
    </>
  );
}
