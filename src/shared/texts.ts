/** Errors and reasons in words. */
import type { ErrorCode, Reason } from './codes';
import type { ChosenThing } from './needs';
import { type ErrorNames, type ErrorText, namedText, PLAIN_SIGN_IN_TEXTS } from './sign-in-texts';

/** Rule 11: every failure has a name, a place and a way out. */
export const ERROR_TEXTS: Record<ErrorCode, ErrorText> = {
  ...PLAIN_SIGN_IN_TEXTS,
  'ms.unreachable': {
    sentence: 'Outlook could not be reached.',
    remedy: 'Check your internet connection; a sync that was under way goes on by itself.',
  },
  'ms.throttled': { sentence: 'Outlook asks to wait; the next run goes on where this one stopped.', remedy: '' },
  'ms.server': { sentence: 'Outlook had a problem of its own; the next run tries again.', remedy: '' },
  'ms.mailboxFull': {
    sentence: 'Your mailbox is full, so nothing can be written to it.',
    remedy: 'Free some space in Outlook.',
  },
  'ms.refused': {
    sentence: 'Outlook refused a request in a way that was not expected.',
    remedy: 'Report this with the code shown.',
  },
  'ms.unreadable': {
    sentence: 'Outlook sent an answer that cannot be read.',
    remedy: 'Report this with the code shown.',
  },
  'espo.addressMissing': {
    sentence: 'This is not a web address.',
    remedy: 'Type the address at which you open EspoCRM, for example crm.example.com.',
  },
  'espo.plainHttp': {
    sentence: 'Plain http is allowed only for localhost and 127.0.0.1.',
    remedy: 'Use the https address of your EspoCRM.',
  },
  'espo.permissionDeclined': {
    sentence: 'The browser was not allowed to reach this address.',
    remedy: 'Press Connect EspoCRM again and allow the access to this one site.',
  },
  'espo.notEspo': {
    sentence: 'This is not an EspoCRM.',
    remedy: 'Check the address: open it in a tab and see whether EspoCRM appears.',
  },
  'espo.nobodyThere': {
    sentence: 'Nothing answers at this address.',
    remedy: 'Check the address and your connection; inside a company a VPN may be needed.',
  },
  'espo.unreachable': {
    sentence: 'EspoCRM does not answer.',
    remedy:
      'It is tried again by itself. If it stays so, check your connection (inside a company a VPN may be needed) or ask your EspoCRM administrator.',
  },
  'espo.wrongPassword': {
    sentence: 'EspoCRM does not accept this user name and password.',
    remedy:
      'Check both. The user name is not the e-mail address; if both are right, ask your EspoCRM administrator whether your user is active.',
  },
  'espo.codeNeeded': {
    sentence: 'EspoCRM asks for a second factor.',
    remedy: 'Type the code in Two-factor code and press Connect EspoCRM.',
  },
  'espo.codeNotSent': {
    sentence: 'EspoCRM could not send you the two-factor code.',
    remedy: 'Ask your EspoCRM administrator: its e-mails or text messages do not leave, or your address is missing.',
  },
  'espo.codeWrong': { sentence: 'EspoCRM does not accept this code.', remedy: 'Type the code that is shown now.' },
  'espo.locked': {
    sentence: 'EspoCRM is locked for this computer after too many failed logins.',
    remedy: 'Wait a minute, after wrong two-factor codes five, then try once with the right ones.',
  },
  'espo.ssoOnly': {
    sentence: 'This EspoCRM signs users in by single sign-on only.',
    remedy: 'Ask your administrator to allow a password login for your user.',
  },
  'espo.signInNeeded': {
    sentence: 'EspoCRM asks you to sign in again.',
    remedy:
      'Type your password and press Connect EspoCRM. If it asks whenever you have been in EspoCRM itself, your administrator allows one login at a time only.',
  },
  'espo.notKept': {
    sentence: 'The browser was restarted, and you chose not to stay connected to EspoCRM.',
    remedy: 'Type your password and press Connect EspoCRM; with Stay connected you are not asked the next time.',
  },
  'espo.noAccess': {
    sentence: 'Your EspoCRM user may not do this.',
    remedy: 'Ask your EspoCRM administrator for a role with access to Meetings or Calls.',
  },
  'espo.maintenance': { sentence: 'EspoCRM is in maintenance; the next run tries again.', remedy: '' },
  'espo.server': { sentence: 'EspoCRM had a problem of its own; the next run tries again.', remedy: '' },
  'espo.refused': { sentence: 'EspoCRM refused a request.', remedy: 'See Needs you for the record.' },
  'espo.unreadable': {
    sentence: 'EspoCRM sent an answer that cannot be read.',
    remedy: 'Report this with the code shown.',
  },
  'sync.notConnected': { sentence: 'Outlook and EspoCRM are not both connected.', remedy: 'Connect both sides.' },
  'sync.off': { sentence: 'The sync is off.', remedy: 'Tick Outlook Calendar and press Save.' },
  'sync.otherBrowser': {
    sentence: 'Syncing runs in another browser of yours.',
    remedy: 'Press Sync now to sync here instead.',
  },
  'sync.stopped': { sentence: 'The run was stopped; the next one goes on where it was.', remedy: '' },
  'policy.unreadable': {
    sentence: 'What your organization has set for this extension cannot be understood.',
    remedy: 'Tell your administrator which part of the policy it is, below: nothing is synced until it is mended.',
  },
  'settings.invalid': { sentence: 'These settings cannot be saved.', remedy: 'Correct what is marked.' },
  'store.full': {
    sentence: 'The browser has no room left to remember what was synced, so nothing more is written.',
    remedy: 'Free some disk space.',
  },
  'store.broken': {
    sentence: 'What was remembered cannot be read.',
    remedy: 'Restart the browser; if it stays, connect again: nothing is duplicated.',
  },
  'store.migration': {
    sentence: 'What an older version remembered could not be brought up to date, so nothing is synced.',
    remedy: 'Report this with the code shown; nothing is lost.',
  },
  'store.newer': {
    sentence: 'A newer version of this extension was here before, so this one syncs nothing.',
    remedy: 'Update the extension; nothing is lost.',
  },
  'message.refused': { sentence: 'A message inside the extension was refused.', remedy: 'Reload the page.' },
  bug: { sentence: 'Something went wrong inside the extension.', remedy: 'Report this with the code shown.' },
};

/** The texts of an error, with the names it is about. */
export const errorText = (code: ErrorCode, names: ErrorNames = {}): ErrorText =>
  namedText(code, names) ?? ERROR_TEXTS[code];

/** Why not synced, why asleep, why it waits: each in a sentence. */
export const REASON_TEXTS: Record<Reason, string> = {
  private: 'Private events stay private.',
  declined: 'You declined this event.',
  recurring: 'Recurring events are not synced.',
  cancelled: 'It is cancelled.',
  draft: 'It is a draft; it is synced once it is sent.',
  beforeSince: 'It lies before the date in Sync since.',
  beyondWindow: 'It lies more than two years ahead; it is synced when it comes nearer.',
  endBeforeStart: 'It ends before it begins.',
  noDate: 'It has no date.',
  unreadable: 'It cannot be read; each run tries again.',
  callAllDay: 'Calls cannot last all day.',
  readOnlyCalendar: 'The main calendar cannot be written to.',
  notAnswered: 'You have not answered this invitation.',
  showsFree: 'It shows you as free.',
  allDayFiltered: 'All-day events are left out.',
  categoryNotAllowed: 'It has none of the categories that are synced.',
  categoryDenied: 'It has a category that is left out.',
  onlyOwnDomain: 'Nobody from outside takes part.',
  nobodyKnown: 'Nobody who takes part is known in EspoCRM.',
  direction: 'The direction leads the other way.',
  entityOff: 'This kind of record is not synced.',
  noCreateRight: 'Your EspoCRM role does not allow you to create this kind of record.',
  partUnknown: 'What it depends on cannot be read now; it waits, so that it is not made twice, or against a setting.',
  notAssigned: 'The record is not assigned to you.',
  notOrganizer: 'Somebody else organizes this event.',
  locked: 'The record is locked in EspoCRM.',
  othersRecord: 'It was made for a record that is assigned to another EspoCRM user.',
  alreadyLinked: 'The same meeting is linked already.',
  unlinked: 'It was unlinked.',
  deletedByPerson: 'It was deleted on the other side.',
  colleagueSyncs: 'A colleague syncs this meeting.',
  secondRecord: 'Another record of the same meeting is kept.',
  otherCalendar: 'It stands in a calendar that is not synced.',
  calendarGone: 'Its calendar is gone or closed to you.',
  turnedRecurring: 'It became a recurring event.',
  turnedPrivate: 'It became private.',
  turnedAllDay: 'It became an all-day event, which a call cannot be.',
  seriesEnded: 'Its series ended.',
  lostAccess: 'You have no access to the record any more.',
  differs: 'It was changed where nothing is carried over from; it stays as it is there.',
  wouldMail: 'Outlook would mail the people who take part.',
  bulk: 'Too many changes at once.',
  conflict: 'It was changed on both sides.',
  severalCandidates: 'Several records could be the same meeting.',
  sameMeeting: 'An event and a record of yours agree in time or in name and not in both: they may be the same meeting.',
  refused: 'The server refused it.',
  brokeDown: 'The server broke over it; each run tries it again.',
  deletedElsewhere: 'It was deleted on one side.',
  unknownAttendee: 'Somebody who takes part is not known in EspoCRM.',
  touchedRecord: 'The event was deleted in Outlook, but somebody has worked on the record.',
  choiceGone: 'What was chosen for it is not there any more, and nothing takes its place; see Needs you.',
};

/** What is not done any more because it is gone. {name}: how it was last known. */
export const GONE_TEXTS: Record<ChosenThing, string> = {
  mainCalendar:
    'The main calendar “{name}” is gone, or is the default one no more. Nothing is read for it or written to it.',
  otherCalendar: 'The calendar “{name}” is gone. Nothing is carried over from it any more.',
  defaultEntity: '“{name}” is gone, or closed to you. Nothing is made of events without a label.',
  entity: '“{name}” is gone, or closed to you. Nothing of it is synced.',
  locationField: 'The field “{name}” for the place is gone, or closed to you. No place is synced.',
  joinLinkField: 'The field “{name}” for the join link is gone, or closed to you. No join link is synced.',
  defaultTeam: 'Your team “{name}” is gone. New records are made without a team.',
  statusOption: 'The status “{name}” is no option any more. Records of cancelled meetings keep the status they have.',
};

/** What the answers to an item under "Needs you" do. */
export const NEEDS_REMEDIES = {
  apply: 'Apply writes it; Discard leaves both sides as they are.',
  remove: 'Apply deletes it, too; Discard leaves it as it is.',
  conflict: 'Apply takes the value of Outlook. Discard leaves both values as they are.',
  severalCandidates: 'Link it to one of them, or Apply to make a new one. Discard leaves it out.',
  sameMeeting: 'Link the two, or Apply to keep both as two meetings.',
  second: 'Apply makes one of its own; Discard leaves it out.',
  retry: 'Mend what it says, then try again. Discard leaves it out.',
  endBeforeStart: 'Correct its times there, and they are carried over. Discard leaves both as they are.',
  asleep: 'Nothing is carried over any more. Discard keeps what is there; or have it removed.',
  restore: 'It can be made again. Discard leaves it so.',
  link: 'Both are still there, and nothing is carried over. Link them again, or Discard to leave it so.',
  discard: 'Nothing is carried over any more. Discard takes it off this list.',
  turnedAllDay: 'A Meeting can last all day. Discard leaves both as they are.',
  callAllDay: 'A Meeting can last all day. Discard leaves the event out.',
  choose: 'Choose another one, or Discard to go on without.',
  chooseMain: 'Choose another one here or in the settings. Until then new events from EspoCRM wait.',
  chooseEntity: 'Choose another one here or in the settings, or ask your EspoCRM administrator for access.',
  goneCalendar:
    'Discard leaves it out from now on and keeps the records; or have them removed. A calendar that was made again is ticked in the settings.',
  goneStatus:
    'Your EspoCRM administrator says in the Entity Manager which status means cancelled. Discard to go on without.',
  gone: 'It is used again when it is back. Discard to go on without.',
  unknownAttendee: 'Add them, and they stand on the record with the next run. Discard does not ask about them again.',
} as const;

/** What an undo could not do for one item, or not wholly. {detail}: fields, people, or what the server said. */
export const UNDO_TEXTS = {
  edited: 'It was edited since; that stays as it is.',
  gone: 'It is not there any more.',
  there: 'It is there again already.',
  unreadable: 'It cannot be read just now; try again later.',
  notLinked: 'It is not linked any more.',
  relinked: 'The meeting goes on under a new id; there is nothing to go back to.',
  direction: 'The direction does not allow to write there.',
  notYours: 'It is assigned to somebody else in EspoCRM.',
  noRight: 'You may not write there.',
  notOrganizer: 'Somebody else organizes this event.',
  wouldMail: 'Outlook would mail the people who take part.',
  cannot: 'This value cannot be put back from here.',
  refused: 'The server refused it.',
  lost: 'No answer came; the next run finds out what became of it.',
  notTried: 'It was not tried any more.',
  newRecord: 'It was made again with a new id; its stream, files and other relations do not come back.',
  newEvent: 'It was made again as a new event; its invitations, attachments and categories do not come back.',
} as const;
export type UndoCode = keyof typeof UNDO_TEXTS;
