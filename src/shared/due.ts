/** Tasks are due and do not take place: they are shown in Outlook by their due date, and nothing of Outlook ever becomes or changes one. */
import type { Settings } from './settings';

const TASK = 'Task';

/** Kinds of records that are due, and no meetings. */
export const isDue = (type: string): boolean => type === TASK;

/** What an event without a label may become: a kind that is due only where nothing else is synced. */
export function possibleDefaults({ entities }: Pick<Settings, 'entities'>): Settings['entities'] {
  const meetings = entities.filter(({ type }) => !isDue(type));
  return meetings.length > 0 ? meetings : entities;
}
