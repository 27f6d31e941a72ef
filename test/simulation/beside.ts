/** An invitation whose meeting has an event of the user's own already, because they take part in its record. */

import type { Member } from './cast.ts';
import type { Ledger } from './ledger.ts';

/**
 * Their own event stays beside it: where a person has edited that one (sync/pair/invited-since), or where the invitation reads as another
 * kind of record by its name, so that it is another meeting.
 */
export function staysBeside({ box, settings }: Member, ledger: Ledger, tag: number): boolean {
  if (!settings.alsoParticipant) return false;
  const events = [...box.events].filter((event) => event.deletedAt === undefined && ledger.tagOf(event) === tag);
  const own = events.filter(({ isOrganizer }) => isOrganizer);
  const labels = settings.entities.flatMap(({ label }) => (label === '' ? [] : [`${label}:`]));
  const isLabelled = events.some(({ subject }) => labels.some((label) => subject.startsWith(label)));
  const isEdited = own.some((event) => ledger.lastEdit(event, 'title') > 0 || ledger.lastEdit(event, 'when') > 0);
  return own.length > 0 && own.length < events.length && (isEdited || isLabelled);
}
