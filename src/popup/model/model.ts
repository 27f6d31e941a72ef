/** The state that all views are drawn from. */
import { signal } from '@preact/signals';
import type { AppState, ErrorView } from '../../shared/state';
import { onStateNotice, send, viewOf } from './client';

/** What the worker last said. Everything on the page is drawn from it, but for what the user is typing. */
export const state = signal<AppState | undefined>(undefined);
/** Why there is no state: the worker could not be asked. */
export const stateError = signal<ErrorView | undefined>(undefined);
/** Grows with every notice: lists that are on the page are asked for again. */
export const changes = signal(0);

let asking: { answer: Promise<void>; since: number } | undefined;
let again = false;

/** Milliseconds after which an answer counts as lost: a worker that is stopped as it is asked may leave the question open for ever. */
const LOST = 5000;
const isLost = (): boolean => asking !== undefined && performance.now() - asking.since > LOST;

/** Asks for the state. Many notices while one answer is under way make one more question, not many. */
export function refresh(): Promise<void> {
  if (asking && !isLost()) {
    again = true;
    return asking.answer;
  }
  const mine = { answer: Promise.resolve(), since: performance.now() };
  asking = mine;
  mine.answer = ask(() => asking === mine).finally(() => {
    // Given up meanwhile, and asked anew.
    if (asking !== mine) return;
    asking = undefined;
    if (!again) return;
    again = false;
    void refresh();
  });
  return mine.answer;
}

async function ask(isWanted: () => boolean): Promise<void> {
  try {
    const answer = await send('state.get', {});
    if (!isWanted()) return;
    state.value = answer;
    stateError.value = undefined;
  } catch (thrown) {
    if (isWanted()) stateError.value = viewOf(thrown);
  }
}

/**
 * While a run is under way the worker may be stopped without a word: then nobody would ever say that it is over. Where it could not be
 * asked at all nobody will say that it can be again.
 */
const PATIENCE = 3000;

/** Loads the state and keeps it fresh. Returns how to stop. */
export function follow(): () => void {
  const stop = onStateNotice(() => {
    changes.value += 1;
    void refresh();
  });
  const timer = setInterval(() => {
    if (state.value?.sync.running || stateError.value || isLost()) void refresh();
  }, PATIENCE);
  void refresh();
  return () => {
    stop();
    clearInterval(timer);
  };
}
