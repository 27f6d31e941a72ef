/** Lines of what would be written. */
import { useSignal, useSignalEffect } from '@preact/signals';
import type { Page, PlanLine } from '../../shared/items';
import { say } from '../../shared/say';
import type { ErrorView } from '../../shared/state';
import { listText, titleText } from '../../shared/words';
import { viewOf } from '../model/client';
import { Button } from './button';
import { Changes } from './changes';
import { ErrorBox } from './error';
import { Checkbox, Field } from './fields';
import { Places, When } from './places';

interface Pick {
  is: (id: string) => boolean;
  set: (id: string, on: boolean) => void;
  all: (on: boolean) => void;
  /** Not all of them are chosen. */
  some: boolean;
}

interface Props {
  /** One page of the lines that match. */
  ask: (text: string, after: string) => Promise<Page<PlanLine>>;
  onShown?: (lines: readonly PlanLine[]) => void;
  /** Each can be chosen or not. */
  pick?: Pick;
}

/** Writes that are decided on and not made, searchable, page by page. */
export function PlanLines({ ask, onShown, pick }: Props) {
  const text = useSignal('');
  const lines = useSignal<readonly PlanLine[]>([]);
  const page = useSignal<{ total: number; next: string } | undefined>(undefined);
  const error = useSignal<ErrorView | undefined>(undefined);
  const take = async (typed: string, after: string) => {
    try {
      const answer = await ask(typed, after);
      if (typed !== text.peek()) return;
      lines.value = after === '' ? answer.rows : [...lines.peek(), ...answer.rows];
      page.value = answer;
      onShown?.(lines.peek());
    } catch (thrown) {
      error.value = viewOf(thrown);
    }
  };
  useSignalEffect(() => {
    void take(text.value, '');
  });
  const { total = 0, next = '' } = page.value ?? {};
  return (
    <div class="plan-lines">
      <Field
        type="search"
        label={say('search')}
        value={text.value}
        onText={(typed) => {
          text.value = typed;
        }}
      />
      {pick && (
        <div class="buttons">
          <Button look="quiet" onPress={() => pick.all(true)}>
            {say('chooseAll')}
          </Button>
          <Button look="quiet" onPress={() => pick.all(false)}>
            {say('chooseNone')}
          </Button>
        </div>
      )}
      <ErrorBox error={error.value} />
      {page.value && <p class="hint">{say('itemCount', { count: total })}</p>}
      <ul class="rows">
        {lines.value.map((line) => (
          <Line key={line.id} line={line} pick={pick} />
        ))}
      </ul>
      {next !== '' && <Button onPress={() => void take(text.value, next)}>{say('showMore')}</Button>}
    </div>
  );
}

function Line({ line, pick }: { line: PlanLine; pick: Pick | undefined }) {
  const title = titleText(line.title);
  return (
    <li>
      {pick ? (
        <Checkbox label={title} checked={pick.is(line.id)} onCheck={(on) => pick.set(line.id, on)} />
      ) : (
        <bdi class="title">{title}</bdi>
      )}
      <span class="hint">
        <When when={line.when} /> <Places title={line.title} outlook={line.outlook} espo={line.espo} />
      </span>
      <Changes changes={line.changes} />
      {line.mails.length > 0 && (
        <p class="hint">{say('need_mails', { count: line.mails.length, names: listText(line.mails) })}</p>
      )}
      {line.reason !== '' && <p class="hint">{say(`reason_${line.reason}`)}</p>}
    </li>
  );
}
