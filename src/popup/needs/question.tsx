/** One question: what it is about, what would change, and its answers. */
import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { FieldWord } from '../../shared/fields';
import type { SideName } from '../../shared/items';
import { alwaysText, needSentences, needTitle } from '../../shared/need-words';
import type { NeedsItem } from '../../shared/needs';
import { say } from '../../shared/say';
import type { Action } from '../model/action';
import { Changes } from '../parts/changes';
import { Checkbox } from '../parts/fields';
import { Places, When } from '../parts/places';
import { AnswerButtons } from './answer-buttons';
import type { Answer } from './answering';
import { Candidates } from './candidates';
import { Chooser } from './chooser';
import { Held } from './held';

interface Props {
  item: NeedsItem;
  action: Action;
  /** What is said in its place once it is answered. */
  onAnswer: (answer: Answer, text: string) => void;
}

/** One question: what it is about, why it waits, what would change, and what can be done, the answer that loses nothing first. */
export function Question({ item, action, onAnswer }: Props) {
  const id = useId();
  const always = useSignal(false);
  const chosen = useSignal<Partial<Record<FieldWord, SideName>>>({});
  const rows = useSignal<readonly string[] | undefined>(undefined);
  const lasting = item.actions.find((choice) => choice.always !== undefined);
  const more = (action: Answer['action']): Partial<Answer> => ({
    always: always.value && item.actions.some((one) => one.action === action && one.always !== undefined),
    ...(action === 'fields' ? { fields: { ...defaults(item), ...chosen.value } } : {}),
    ...(action === 'apply' && rows.value ? { rows: [...rows.value] } : {}),
  });
  return (
    <article aria-labelledby={id} class="question">
      <header>
        <h2 id={id} tabIndex={-1} data-need={item.id}>
          <bdi>{needTitle(item)}</bdi>
        </h2>
        <When when={item.when} />
      </header>
      {needSentences(item).map((sentence) => (
        <p key={sentence} dir="auto">
          {sentence}
        </p>
      ))}
      <Changes changes={item.changes} />
      {item.values.length > 0 && (
        <Chooser
          values={item.values}
          chosen={{ ...defaults(item), ...chosen.value }}
          onChoose={(field, side) => {
            chosen.value = { ...chosen.value, [field]: side };
          }}
        />
      )}
      {item.kind === 'hold' && (
        <Held
          item={item}
          chosen={rows.value}
          onChoose={(ids) => {
            rows.value = ids;
          }}
        />
      )}
      <p class="hint">
        <Places title={item.title} outlook={item.outlook} espo={item.espo} />
      </p>
      <Candidates item={item} action={action} onAnswer={onAnswer} />
      <AnswerButtons
        item={rows.value ? { ...item, count: rows.value.length } : item}
        part={rows.value?.length}
        about={id}
        action={action}
        onAnswer={(answer, text) => onAnswer({ ...answer, ...more(answer.action) }, text)}
      />
      {lasting && (
        <Checkbox
          label={alwaysText(lasting)}
          checked={always.value}
          onCheck={(checked) => {
            always.value = checked;
          }}
        />
      )}
      <p class="ears">{say('need_loses')}</p>
    </article>
  );
}

/** Outlook's value is taken where nothing is chosen: the first of the two columns. */
const defaults = ({ values }: NeedsItem): Partial<Record<FieldWord, SideName>> =>
  Object.fromEntries(values.map(({ field }) => [field, 'outlook']));
