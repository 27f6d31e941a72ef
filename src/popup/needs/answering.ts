/** Sends an answer, and says what came of it. */
import { signal } from '@preact/signals';
import type { Request } from '../../shared/messages';
import type { NeedsItem } from '../../shared/needs';
import type { Action } from '../model/action';
import { send } from '../model/client';

export type Answer = Pick<Request<'needs.act'>, 'action'> & Partial<Omit<Request<'needs.act'>, 'ids' | 'action'>>;

/** What was answered on this page, by the id of the question: it stays where it stood and says so, until the page is left. */
export const answered = signal<ReadonlyMap<string, string>>(new Map());

/** Gives one answer to some questions. `text`: what is said in their place. Resolves to whether it went well. */
export function give(action: Action, items: readonly NeedsItem[], answer: Answer, text: string): Promise<boolean> {
  const ids = items.map(({ id }) => id);
  return action.run(async () => {
    const done = await send('needs.act', { choice: '', fields: {}, rows: [], always: false, ...answer, ids });
    const taken = ids.filter((id) => !done.notAnswered.includes(id));
    answered.value = new Map([...answered.peek(), ...taken.map((id) => [id, text] as const)]);
    return undefined;
  });
}
