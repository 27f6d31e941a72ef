/** Asks once more before an answer that loses something. */
import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { NeedsChoice } from '../../shared/needs';
import { say } from '../../shared/say';
import { Dialog } from '../parts/dialog';
import { answerIcon } from './answer-icon';

interface Props {
  /** The answer that was pressed; undefined again as soon as it is given or not. */
  asking: Signal<NeedsChoice | undefined>;
  nameOf: (choice: NeedsChoice) => string;
  onGo: (choice: NeedsChoice) => void;
  /** What it would do, or to what. */
  children: ComponentChildren;
}

export function AskSure({ asking, nameOf, onGo, children }: Props) {
  const choice = asking.value;
  if (!choice) return null;
  const close = () => {
    asking.value = undefined;
  };
  const name = nameOf(choice);
  const go = () => {
    close();
    onGo(choice);
  };
  return (
    <Dialog
      title={say('ask_sure', { answer: name })}
      go={name}
      icon={answerIcon(choice) ?? 'warn'}
      danger
      onClose={close}
      onGo={go}
    >
      {children}
    </Dialog>
  );
}
