/** Why something was written, or came together: the closed list of what the activity log says beside a change. */

/** Code -> how versions before 0.2 stored it, in English: their rows stay in the log for a while. */
const STORED = {
  newInOutlook: 'new in Outlook',
  newInEspo: 'new in EspoCRM',
  changedInOutlook: 'changed in Outlook',
  changedInEspo: 'changed in EspoCRM',
  bothAgree: 'both sides agree',
  bothByDirection: 'changed on both sides; the direction decides',
  bothOneWritable: 'changed on both sides; only one of them may be written',
  bothChanged: 'changed on both sides',
  bothLaterWins: 'changed on both sides; the later change wins',
  notOursInEspo: 'not ours to write in EspoCRM',
  cancelledInOutlook: 'cancelled in Outlook',
  ownStatus: 'each side keeps its own status',
  deletedInOutlook: 'deleted in Outlook',
  deletedInEspo: 'deleted in EspoCRM',
  keptInEspo: 'deleted in Outlook, kept in EspoCRM',
  keptInOutlook: 'deleted in EspoCRM, kept in Outlook',
  secondRecord: 'another record of the same meeting is kept',
  reassigned: 'assigned to somebody else in EspoCRM',
  removedByYou: 'removed by you',
  restoredByYou: 'restored by you',
  madeMeetingByYou: 'made a Meeting by you',
  linkedByYou: 'linked again by you',
  undoneByYou: 'undone by you',
  sameMeeting: 'the same meeting on both sides',
  newId: 'the same meeting under a new id',
  lostChanged: 'its answer was lost, and it was changed again since',
  lostNotFound: 'its answer was lost, and it was not found again',
  mayNotAdd: 'your EspoCRM user may not add these people',
  addedAsContact: 'added as Contact by you',
  addedAsLead: 'added as Lead by you',
  wasContact: 'was a Contact in EspoCRM already',
  wasLead: 'was a Lead in EspoCRM already',
} as const;

export type Cause = keyof typeof STORED;
export const CAUSES = Object.keys(STORED) as Cause[];

/** One write may have several: stored in one text. */
export const joinCauses = (causes: readonly Cause[]): string => [...new Set(causes)].join(' ');

const OLD = new Map(CAUSES.map((code) => [STORED[code] as string, code]));

/** What is stored, of whichever version. Texts that no version ever wrote say nothing. */
export function causesOf(stored: string): Cause[] {
  const old = OLD.get(stored);
  if (old) return [old];
  const codes = stored.split(' ').filter((word): word is Cause => word in STORED);
  return codes.length > 0 ? codes : oldJoined(stored);
}

/** Several of them were joined by a semicolon, which some have inside. */
function oldJoined(stored: string): Cause[] {
  const found = CAUSES.filter((code) => stored.includes(STORED[code]));
  // The longest of those that begin alike: "deleted in Outlook, kept in EspoCRM" is no "deleted in Outlook".
  return found.filter((code) => !found.some((other) => other !== code && STORED[other].startsWith(STORED[code])));
}
