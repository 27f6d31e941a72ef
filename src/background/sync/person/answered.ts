/** Which questions are answered. Apart from how answers are taken in, because every look at a tile asks for it. */
import type { Store } from '../model/store';

/** Answers are cursors of this kind. */
export const ANSWER = 'answer|';

/** Ids of questions that are answered, and not taken in yet. */
export const answeredIds = async (store: Store): Promise<Set<string>> =>
  new Set((await store.cursorNames(ANSWER)).map((name) => name.slice(ANSWER.length)));
