/** Everything that waits for the user. */
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { needTitle } from '../../shared/need-words';
import type { NeedsItem, NeedsList } from '../../shared/needs';
import { say } from '../../shared/say';
import { useAction } from '../model/action';
import { send } from '../model/client';
import { useList } from '../model/list';
import { ErrorBox } from '../parts/error';
import { type Answer, answered, give, noteAsked } from './answering';
import { GroupAnswers } from './group-answers';
import { Question } from './question';

const LIMIT = 200;

async function ask(): Promise<NeedsList> {
  const list = await send('needs.list', { limit: LIMIT });
  noteAsked(list.items);
  return list;
}

/** What the sync does not do by itself. What was answered stays where it stood, so that nothing moves under the pointer. */
export function NeedsYou() {
  const { answer, error } = useList<'needs.list'>(ask);
  const action = useAction();
  const list = useRef<HTMLUListElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useStanding(answer?.items);
  const said = useSignal('');
  const open = (items: readonly NeedsItem[]) => items.filter(({ id }) => !answered.value.has(id));
  const answerAll = async (items: readonly NeedsItem[], one: Answer, text: string) => {
    if (!(await give(action, items, one, text))) return;
    said.value = text;
    nextHeading(list.current, items.at(-1)?.id ?? '', heading.current)?.focus();
  };
  return (
    <section aria-labelledby="needs">
      <h1 id="needs" tabIndex={-1} ref={heading}>
        {say('view_needs')}
      </h1>
      <ErrorBox error={action.error ?? error} />
      <p class="ears" aria-live="polite">
        {said.value}
      </p>
      {answer && open(shown).length === 0 && <p class="empty">{say('needs_none')}</p>}
      <ul class="rows questions" ref={list}>
        {shown.map((item, i) => (
          <li key={item.id}>
            {startsGroup(shown, i) && (
              <GroupAnswers
                items={open(shown.filter(({ group }) => group === item.group))}
                action={action}
                onAnswer={(items, one, text) => void answerAll(items, one, text)}
              />
            )}
            {answered.value.has(item.id) ? (
              <Answered item={item} text={answered.value.get(item.id)?.text ?? ''} />
            ) : (
              <Question item={item} action={action} onAnswer={(one, text) => void answerAll([item], one, text)} />
            )}
          </li>
        ))}
      </ul>
      {answer && answer.total > answer.items.length && (
        <p class="hint">{say('needs_more', { count: answer.total - answer.items.length })}</p>
      )}
    </section>
  );
}

function Answered({ item, text }: { item: NeedsItem; text: string }) {
  return (
    <div class="answered">
      <bdi class="title">{needTitle(item)}</bdi>
      <p>{text}</p>
    </div>
  );
}

const startsGroup = (items: readonly NeedsItem[], i: number): boolean =>
  items[i]?.group !== '' && items.findIndex(({ group }) => group === items[i]?.group) === i;

/** The list as the worker has it, with what was answered here still in its place. */
function useStanding(items: readonly NeedsItem[] | undefined): readonly NeedsItem[] {
  const before = useRef<readonly NeedsItem[]>([]);
  if (!items) return before.current;
  const now = new Map(items.map((item) => [item.id, item]));
  const standing = before.current.flatMap((item) => now.get(item.id) ?? (answered.value.has(item.id) ? item : []));
  const known = new Set(standing.map(({ id }) => id));
  before.current = [...standing, ...items.filter(({ id }) => !known.has(id))];
  return before.current;
}

/** Where the work goes on: the question after the one that was answered, else the first that is left, else the heading. */
function nextHeading(list: HTMLElement | null, id: string, otherwise: HTMLElement | null): HTMLElement | null {
  const items = [...(list?.children ?? [])];
  const at = items.findIndex((li) => li.querySelector(`[data-need="${CSS.escape(id)}"]`));
  const headings = [...items.slice(at + 1), ...items.slice(0, Math.max(at, 0))].flatMap((li) => [
    ...li.querySelectorAll<HTMLElement>('[data-need]'),
  ]);
  return headings[0] ?? otherwise;
}
