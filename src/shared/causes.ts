/**
 * What happened in the world, for each change in the log: a closed list. The log stores the English words, several of them joined, so
 * that rows of older versions need no step; pages get the codes and have words of their own.
 */
export const CAUSES = {
  newInOutlook: 'new in Outlook',
  newInEspo: 'new in EspoCRM',
  changedInOutlook: 'changed in Outlook',
  changedInEspo: 'changed in EspoCRM',
  bothAgree: 'both sides agree',
  bothDirectionDecides: 'changed on both sides; the direction decides',
  bothOneWritable: 'changed on both sides; only one of them may be written',
  bothLaterWins: 'changed on both sides; the later change wins',
  bothOutlookWins: 'changed on both sides; Outlook wins',
  bothEspoWins: 'changed on both sides; EspoCRM wins',
  bothSameTime: 'changed on both sides at the same time; Outlook wins',
  bothChanged: 'changed on both sides',
  cancelledInOutlook: 'cancelled in Outlook',
  over: 'over for a day',
  declinedByYou: 'declined by you in Outlook',
  categorized: 'your category of synced events',
  statusCategory: 'your category of its status',
  ownStatus: 'each side keeps its own status',
  notOurs: 'not ours to write in EspoCRM',
  deletedInOutlook: 'deleted in Outlook',
  deletedInEspo: 'deleted in EspoCRM',
  keptInEspo: 'deleted in Outlook, kept in EspoCRM',
  keptInOutlook: 'deleted in EspoCRM, kept in Outlook',
  assignedAway: 'assigned to somebody else in EspoCRM',
  dueNoMore: 'due on no day in EspoCRM any more',
  otherRecordKept: 'another record of the same meeting is kept',
  sameMeeting: 'the same meeting on both sides',
  sameMeetingNewId: 'the same meeting under a new id',
  peopleNotAllowed: 'your EspoCRM user may not add these people',
  notTakenByEspo: 'EspoCRM did not take it',
  doesNotFit: 'it does not fit into its field in EspoCRM',
  endsBeforeStart: 'it ends before it begins',
  guestsAdded: 'people were added in EspoCRM',
  guestsRemoved: 'people were taken out in EspoCRM',
  guestsWithout: 'EspoCRM has no address by which to invite these people',
  addedContact: 'added as Contact by you',
  addedLead: 'added as Lead by you',
  wasContact: 'was a Contact in EspoCRM already',
  wasLead: 'was a Lead in EspoCRM already',
  removedByYou: 'removed by you',
  restoredByYou: 'restored by you',
  linkedByYou: 'linked again by you',
  joinedByYou: 'linked by you',
  unlinkedByYou: 'unlinked by you',
  unlinkedRemoved: 'unlinked and removed by you',
  madeByYou: 'made by you',
  changedByYou: 'changed by you',
  writtenByYou: 'written by you',
  againByYou: 'synced again by you',
  madeMeeting: 'made a Meeting by you',
  undoneByYou: 'undone by you',
  answerLostChanged: 'its answer was lost, and it was changed again since',
  answerLostGone: 'its answer was lost, and it was not found again',
} as const;
export type Cause = keyof typeof CAUSES;

const BY_TEXT = new Map(Object.entries(CAUSES).map(([cause, text]) => [text as string, cause as Cause]));
const SEPARATOR = '; ';

/** Several causes of one write, as the log stores them. */
export const joinCauses = (texts: readonly string[]): string => [...new Set(texts)].join(SEPARATOR);

/** What a server said about it follows in its own words. */
const WITH_DETAIL = `${CAUSES.notTakenByEspo}. `;

/** The codes of a stored text; empty where it is none of ours, as an older version may have written it. */
export function causesOf(text: string): Cause[] {
  if (text.startsWith(WITH_DETAIL)) return ['notTakenByEspo'];
  const causes: Cause[] = [];
  // Some of the texts hold the separator themselves: the longest that fits comes first.
  const parts = text.split(SEPARATOR);
  for (let at = 0; at < parts.length; ) {
    let took = parts.length - at;
    while (took > 0 && !BY_TEXT.has(parts.slice(at, at + took).join(SEPARATOR))) took -= 1;
    if (took === 0) return [];
    causes.push(BY_TEXT.get(parts.slice(at, at + took).join(SEPARATOR)) as Cause);
    at += took;
  }
  return causes;
}
