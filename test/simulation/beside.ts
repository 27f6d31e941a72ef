/** Events that stand beside another one of their meeting, because nothing could be known of the one or the other. */
import { normalisedTitle } from '../../src/background/sync/model/event.ts';
import type { Member } from './cast.ts';
import type { Ledger } from './ledger.ts';

/** It was made private since, and a browser that begins without memory looks nothing private up: the record gets an event there. */
export const isHidden = ({ box, stations }: Member, ledger: Ledger, tag: number): boolean =>
  (stations.length > 1 || stations.some(({ losses }) => losses > 0)) &&
  [...box.events].some(
    (event) => event.deletedAt === undefined && event.sensitivity === 'private' && ledger.tagOf(event) === tag,
  );

/** The record of their own event was given to a colleague, who invites them, or one of a colleague's to them: both stand, by a person's hand. */
export const isInvitedToOwn = ({ box }: Member, ledger: Ledger, tag: number): boolean => {
  const events = [...box.events].filter((event) => event.deletedAt === undefined && ledger.tagOf(event) === tag);
  const isGiven = [...ledger.givenAway.keys()].some((thing) => ledger.tagOf(thing) === tag);
  return isGiven && events.some((e) => e.isOrganizer) && events.some((e) => !e.isOrganizer);
};

/**
 * Of an invitation to what the user takes part in: their own event stays where a person has edited one of the two (sync/pair/invited-since),
 * where the invitation reads as another kind of record by its name, or has none, and where a filter leaves it out.
 */
export function staysBeside({ box, settings }: Member, ledger: Ledger, tag: number): boolean {
  if (!settings.alsoParticipant) return false;
  const events = [...box.events].filter((event) => event.deletedAt === undefined && ledger.tagOf(event) === tag);
  const own = events.filter(({ isOrganizer }) => isOrganizer);
  const labels = settings.entities.flatMap(({ label }) => (label === '' ? [] : [`${label}:`]));
  const isLabelled = events.some(({ subject }) => labels.some((label) => subject.startsWith(label)));
  const isNameless = events.some(({ subject }) => normalisedTitle(subject) === '');
  const { filterNotAnswered, filterFree, onlyKnownPeople, onlyExternal, categoriesAllow } = settings;
  const isFiltered = filterNotAnswered || filterFree || onlyKnownPeople || onlyExternal || categoriesAllow.length > 0;
  return (
    own.length > 0 && own.length < events.length && (ledger.renamed.has(tag) || isLabelled || isNameless || isFiltered)
  );
}
