/** A list that the worker holds, loaded and kept up to date. */
import { useSignal, useSignalEffect } from '@preact/signals';
import type { Answers, MessageName } from '../../shared/messages';
import type { ErrorView } from '../../shared/state';
import { viewOf } from './client';
import { changes } from './model';

export interface Loaded<T> {
  answer: T | undefined;
  error: ErrorView | undefined;
  reload: () => void;
}

/** What a list shows: asked when it appears and whenever the worker says that something changed, one question at a time. */
export function useList<N extends MessageName>(ask: () => Promise<Answers[N]>): Loaded<Answers[N]> {
  const answer = useSignal<Answers[N] | undefined>(undefined);
  const error = useSignal<ErrorView | undefined>(undefined);
  const turn = useSignal(0);
  useSignalEffect(() => {
    // Read only to be told: either starts the effect anew.
    void changes.value;
    void turn.value;
    let current = true;
    ask().then(
      (rows) => {
        if (!current) return;
        answer.value = rows;
        error.value = undefined;
      },
      (thrown: unknown) => {
        if (current) error.value = viewOf(thrown);
      },
    );
    return () => {
      current = false;
    };
  });
  return {
    answer: answer.value,
    error: error.value,
    reload: () => {
      turn.value += 1;
    },
  };
}
