/** A click that asks the worker for something: busy meanwhile, and its error shown. */
import { useSignal } from '@preact/signals';
import type { AppState, ErrorView } from '../../shared/state';
import { viewOf } from './client';
import { refresh, state } from './model';

export interface Action {
  busy: boolean;
  error: ErrorView | undefined;
  /** Runs a task once at a time; what it answers becomes the state, what it throws is shown. True when it went well. */
  run(task: () => Promise<AppState | undefined>): Promise<boolean>;
}

export function useAction(): Action {
  const busy = useSignal(false);
  const error = useSignal<ErrorView | undefined>(undefined);
  return {
    busy: busy.value,
    error: error.value,
    async run(task) {
      if (busy.peek()) return false;
      busy.value = true;
      error.value = undefined;
      try {
        const answer = await task();
        if (answer) state.value = answer;
        return true;
      } catch (thrown) {
        error.value = viewOf(thrown);
        // A refusal may have changed the state, too: a second factor is asked for now, a sign-in is over.
        void refresh();
        return false;
      } finally {
        busy.value = false;
      }
    },
  };
}
