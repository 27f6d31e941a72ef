/** One answer to all questions of a kind. */
import { useSignal } from '@preact/signals';
import { answerText, needTitle, parentText } from '../../shared/need-words';
import type { NeedsChoice, NeedsItem } from '../../shared/needs';
import { say } from '../../shared/say';
import type { Action } from '../model/action';
import { Button } from '../parts/button';
import { saidOf } from './answer-buttons';
import { answerIcon } from './answer-icon';
import type { Answer } from './answering';
import { AskSure } from './ask-sure';

interface Props {
  /** Questions of one kind that wait. */
  items: readonly NeedsItem[];
  action: Action;
  onAnswer: (items: readonly NeedsItem[], answer: Answer, text: string) => void;
}

/** What needs a choice for each by itself cannot be answered for all of them at once; what records belong to can, where all may belong to the same. */
const SINGLE: readonly NeedsChoice['action'][] = ['fields', 'link', 'choose', 'belongs'];

/** One answer for all of a kind; what deletes or mails lists them before. */
export function GroupAnswers({ items, action, onAnswer }: Props) {
  const asking = useSignal<NeedsChoice | undefined>(undefined);
  const [first] = items;
  if (!first || items.length < 2) return null;
  const choices = first.actions.filter(
    (choice) =>
      !SINGLE.includes(choice.action) && items.every((item) => item.actions.some((c) => c.action === choice.action)),
  );
  const nameOf = (choice: NeedsChoice) =>
    say('need_forAll', { answer: answerText(first, ofAll(items, choice)), count: items.length });
  const go = (choice: NeedsChoice) => onAnswer(items, { action: choice.action }, saidOf(first, ofAll(items, choice)));
  return (
    <div class="group-answers">
      <p>{say('need_ofAKind', { count: items.length })}</p>
      <div class="buttons">
        {(first.kind === 'parent' ? first.choices : []).map((choice) => {
          const name = say('need_forAll', { answer: parentText(choice), count: items.length });
          const answer = { action: 'belongs', choice: choice.id } as const;
          const said = say('need_done', { answer: parentText(choice) });
          return (
            <Button key={choice.id} busy={action.busy} onPress={() => onAnswer(items, answer, said)}>
              {name}
            </Button>
          );
        })}
        {choices.map((choice) => {
          const icon = answerIcon(choice);
          return (
            <Button
              key={choice.action}
              {...(choice.danger ? { look: 'danger' as const } : {})}
              {...(icon ? { icon } : {})}
              busy={action.busy}
              onPress={() => {
                if (choice.danger) asking.value = choice;
                else go(choice);
              }}
            >
              {nameOf(choice)}
            </Button>
          );
        })}
      </div>
      <AskSure asking={asking} nameOf={nameOf} onGo={go}>
        <ul>
          {items.map((item) => (
            <li key={item.id}>
              <bdi>{needTitle(item)}</bdi>
            </li>
          ))}
        </ul>
      </AskSure>
    </div>
  );
}

/** With all whom the answers would mail together. */
const ofAll = (items: readonly NeedsItem[], choice: NeedsChoice): NeedsChoice => {
  const each = items.flatMap(({ actions }) => actions.filter(({ action }) => action === choice.action));
  return { ...choice, mails: each.reduce((sum, { mails }) => sum + mails, 0) };
};
