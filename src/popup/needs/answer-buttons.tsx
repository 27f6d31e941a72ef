/** The buttons of one question; what loses something asks once more. */
import { useSignal } from '@preact/signals';
import { answerText, needSentences } from '../../shared/need-words';
import type { NeedsChoice, NeedsItem } from '../../shared/needs';
import { say } from '../../shared/say';
import type { Action } from '../model/action';
import { Button } from '../parts/button';
import { answerIcon } from './answer-icon';
import type { Answer } from './answering';
import { AskSure } from './ask-sure';

interface Props {
  item: NeedsItem;
  /** Of a held change: so many of its rows are chosen. */
  part?: number | undefined;
  about: string;
  action: Action;
  onAnswer: (answer: Answer, text: string) => void;
}

/** A button per answer, named by its result. What deletes or mails many asks once more. */
export function AnswerButtons({ item, part, about, action, onAnswer }: Props) {
  const asking = useSignal<NeedsChoice | undefined>(undefined);
  const choices = item.actions.filter(({ action: one }) => !isPicked(item, one));
  const counted = (choice: NeedsChoice) =>
    part !== undefined && choice.action === 'apply' ? { ...choice, count: part } : choice;
  const press = (choice: NeedsChoice) => {
    if (item.kind === 'hold' && choice.danger) asking.value = choice;
    else onAnswer({ action: choice.action }, saidOf(item, choice));
  };
  return (
    <div class="buttons answers">
      {choices.map(counted).map((choice) => {
        const icon = answerIcon(choice);
        return (
          <Button
            key={choice.action}
            {...(choice.danger ? { look: 'danger' as const } : {})}
            {...(icon ? { icon } : {})}
            about={about}
            busy={action.busy}
            off={part === 0 && choice.action === 'apply'}
            onPress={() => press(choice)}
          >
            {answerText(item, choice)}
          </Button>
        );
      })}
      <AskSure
        asking={asking}
        nameOf={(choice) => answerText(item, choice)}
        onGo={(choice) => onAnswer({ action: choice.action }, saidOf(item, choice))}
      >
        {needSentences(item).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </AskSure>
    </div>
  );
}

/** Of several things that it may be or that may be used, each has its own button. */
export const isPicked = (item: NeedsItem, action: NeedsChoice['action']): boolean =>
  action === 'choose' || action === 'belongs' || (action === 'link' && item.choices.length > 0);

/** What stands in the place of an answered question. */
export const saidOf = (item: NeedsItem, choice: NeedsChoice): string =>
  say(choice.does === 'keep' ? 'need_kept' : 'need_done', { answer: answerText(item, choice) });
