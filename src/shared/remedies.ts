import type { Reason } from './codes';
import type { SettingKey, Settings } from './settings';

/**
 * What a person can do about a reason: the button beside it. setting: change that setting, to `value` where there is one to propose.
 * again: "Sync this again". needs: answer it under Needs you. open: mend it where it stands. grant: an administrator of that side gives a
 * right. wait: it comes by itself. none: it is well as it is.
 */
export type Remedy =
  | { kind: 'setting'; key: SettingKey; value?: Settings[SettingKey] }
  | { kind: 'again' }
  | { kind: 'needs' }
  | { kind: 'open'; side: 'outlook' | 'espo' }
  | { kind: 'grant'; side: 'outlook' | 'espo' }
  | { kind: 'wait' }
  | { kind: 'none' };

const setting = <K extends SettingKey>(key: K, value?: Settings[K]): Remedy =>
  value === undefined ? { kind: 'setting', key } : { kind: 'setting', key, value };
const again: Remedy = { kind: 'again' };
const needs: Remedy = { kind: 'needs' };
const wait: Remedy = { kind: 'wait' };
const none: Remedy = { kind: 'none' };
const inOutlook: Remedy = { kind: 'open', side: 'outlook' };
const inEspo: Remedy = { kind: 'open', side: 'espo' };
const byEspoAdministrator: Remedy = { kind: 'grant', side: 'espo' };

/** Closed like the list of reasons: a new reason does not compile without its remedy. */
const REMEDIES: Record<Reason, Remedy> = {
  private: setting('privateEvents', 'timesOnly'),
  declined: inOutlook,
  recurring: setting('recurring', true),
  cancelled: none,
  draft: inOutlook,
  beforeSince: setting('syncSince'),
  beyondWindow: wait,
  endBeforeStart: inOutlook,
  noDate: inEspo,
  unreadable: wait,
  callAllDay: needs,
  readOnlyCalendar: setting('mainCalendar'),
  notAnswered: setting('filterNotAnswered', false),
  showsFree: setting('filterFree', false),
  allDayFiltered: setting('filterAllDay', false),
  categoryNotAllowed: setting('categoriesAllow'),
  categoryDenied: setting('categoriesDeny'),
  onlyOwnDomain: setting('onlyExternal', false),
  nobodyKnown: setting('onlyKnownPeople', false),
  direction: setting('direction', 'both'),
  entityOff: setting('entities'),
  noCreateRight: byEspoAdministrator,
  onlyShown: none,
  partUnknown: wait,
  notAssigned: setting('alsoParticipant', true),
  notOrganizer: none,
  locked: inEspo,
  alreadyLinked: none,
  othersRecord: none,
  eventElsewhere: setting('otherCalendars'),
  unlinked: again,
  deletedByPerson: again,
  deletedByYou: again,
  undoneByYou: again,
  colleagueSyncs: none,
  secondRecord: again,
  otherCalendar: setting('otherCalendars'),
  calendarGone: setting('otherCalendars'),
  turnedRecurring: setting('recurring', true),
  turnedPrivate: setting('privateEvents', 'timesOnly'),
  turnedAllDay: needs,
  seriesEnded: needs,
  lostAccess: byEspoAdministrator,
  differs: setting('direction', 'both'),
  wouldMail: needs,
  wouldInvite: needs,
  wouldUninvite: needs,
  bulk: needs,
  conflict: needs,
  severalCandidates: needs,
  sameMeeting: needs,
  refused: needs,
  brokeDown: wait,
  deletedElsewhere: needs,
  unknownAttendee: needs,
  parentUnsure: needs,
  touchedRecord: needs,
  choiceGone: needs,
};

/** `side`: where the item stands, for reasons that either side may have. */
export function remedyOf(reason: Reason, side: 'outlook' | 'espo' = 'outlook'): Remedy {
  const remedy = REMEDIES[reason];
  return remedy.kind === 'open' && reason === 'endBeforeStart' ? { kind: 'open', side } : remedy;
}
