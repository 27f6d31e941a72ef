/** A list that the worker holds, loaded and kept up to date. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Answers, MessageName } from '../../shared/messages';
import type { ErrorView } from '../../shared/state';
import { viewOf } from './client';
import { type InTurn, inTurn } from './in-turn';
import { changes } from './model';

export interface Loaded<T> {
  answer: T | undefined;
  error: ErrorView | undefined;
}

/** What a list shows: asked when it appears and whenever the worker says that something changed, in turn. */
export function useList<N extends MessageName>(ask: () => Promise<Answers[N]>): Loaded<Answers[N]> {
  const answer = useSignal<Answers[N] | undefined>(undefined);
  const error = useSignal<ErrorView | undefined>(undefined);
  const latest = useRef(ask);
  latest.current = ask;
  const turn = useRef<InTurn | undefined>(undefined);
  useEffect(() => {
    let current = true;
    turn.current = inTurn(() =>
      latest.current().then(
        (rows) => {
          if (!current) return;
          answer.value = rows;
          error.value = undefined;
        },
        (thrown: unknown) => {
          if (current) error.value = viewOf(thrown);
        },
      ),
    );
    // Told at once of what stands, and of each change.
    const unsubscribe = changes.subscribe(() => turn.current?.want());
    return () => {
      current = false;
      unsubscribe();
      turn.current?.stop();
    };
  }, []);
  return { answer: answer.value, error: error.value };
}
