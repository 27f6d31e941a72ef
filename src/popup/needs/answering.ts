/** Sends an answer, and says what came of it. */
import { signal } from '@preact/signals';
import type { Request } from '../../shared/messages';
import type { NeedsItem } from '../../shared/needs';
import { say } from '../../shared/say';
import type { Action } from '../model/action';
import { send } from '../model/client';

export type Answer = Pick<Request<'needs.act'>, 'action'> & Partial<Omit<Request<'needs.act'>, 'ids' | 'action'>>;

interface Given {
  /** What is said in its place. */
  text: string;
  /** The question as it was answered. */
  asked: string;
  /** The worker has taken it off its list. */
  taken: boolean;
}

/** What was answered on this page, by the id of the question: it stays where it stood and says so, until the page is left. */
export const answered = signal<ReadonlyMap<string, Given>>(new Map());

/** The worker leaves out what was answered: what is on its list again, or says something else under the same name, is asked anew. */
export function noteAsked(items: readonly NeedsItem[]): void {
  const before = answered.peek();
  if (before.size === 0) return;
  const now = new Map(items.map((item) => [item.id, JSON.stringify(item)]));
  const isOpen = (id: string, { asked, taken }: Given) => now.has(id) && (taken || now.get(id) !== asked);
  const still = [...before].filter(([id, given]) => !isOpen(id, given));
  answered.value = new Map(still.map(([id, given]) => [id, { ...given, taken: !now.has(id) }]));
}

/**
 * Gives one answer to some questions. `text`: what is said in their place; of one that waits no more, because it was answered in another
 * window, it is said that it has changed since. Resolves to whether it went well.
 */
export function give(action: Action, items: readonly NeedsItem[], answer: Answer, text: string): Promise<boolean> {
  const ids = items.map(({ id }) => id);
  return action.run(async () => {
    const done = await send('needs.act', { choice: '', fields: {}, rows: [], always: false, ...answer, ids });
    const given = items.map((item) => {
      const said = done.notAnswered.includes(item.id) ? say('remedy_notTaken') : text;
      return [item.id, { text: said, asked: JSON.stringify(item), taken: false }] as const;
    });
    answered.value = new Map([...answered.peek(), ...given]);
    return undefined;
  });
}
