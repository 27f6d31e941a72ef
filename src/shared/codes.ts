/**
 * The closed lists: why something was left out or waits, and what can go wrong. Every code has its sentence in texts.ts and a
 * test. Codes are stored and shown; a code is never reused for another meaning.
 */

/** Why an event or a record is not synced, or why a link or a planned write waits. */
export const REASONS = [
  // left out: the item itself
  'private',
  'declined',
  'recurring',
  'cancelled',
  'draft',
  'beforeSince',
  'beyondWindow',
  'endBeforeStart',
  'noDate',
  'unreadable',
  'callAllDay',
  'readOnlyCalendar',
  // left out: filters the user may set
  'notAnswered',
  'showsFree',
  'allDayFiltered',
  'categoryNotAllowed',
  'categoryDenied',
  'onlyOwnDomain',
  'nobodyKnown',
  // left out: rights, roles and policy
  'direction',
  'entityOff',
  'noCreateRight',
  'onlyShown',
  'partUnknown',
  'notAssigned',
  'notOrganizer',
  'locked',
  'alreadyLinked',
  'othersRecord',
  'eventElsewhere',
  'unlinked',
  'deletedByPerson',
  'deletedByYou',
  'undoneByYou',
  'colleagueSyncs',
  'secondRecord',
  // asleep links
  'otherCalendar',
  'calendarGone',
  'turnedRecurring',
  'turnedPrivate',
  'turnedAllDay',
  'seriesEnded',
  'lostAccess',
  // linked, and an edit stays where it was made
  'differs',
  // waits under "Needs you"
  'wouldMail',
  'wouldInvite',
  'wouldUninvite',
  'bulk',
  'conflict',
  'severalCandidates',
  'sameMeeting',
  'refused',
  'brokeDown',
  'deletedElsewhere',
  'unknownAttendee',
  'parentUnsure',
  'touchedRecord',
  'choiceGone',
] as const;
export type Reason = (typeof REASONS)[number];

/** passing: retried with back-off. user: a person must act. bug: ours. */
export type ErrorFamily = 'passing' | 'user' | 'bug';

export const ERRORS = {
  'ms.windowClosed': 'user',
  'ms.cancelled': 'user',
  'ms.declined': 'user',
  'ms.adminConsent': 'user',
  'ms.conditionalAccess': 'user',
  'ms.deviceNotAllowed': 'user',
  'ms.notAssigned': 'user',
  'ms.wrongTenant': 'user',
  'ms.unknownUser': 'user',
  'ms.accountBlocked': 'user',
  'ms.tenantUnknown': 'user',
  'ms.tenantNeeded': 'user',
  'ms.wrongClient': 'user',
  'ms.notSpa': 'user',
  'ms.permissionMissing': 'user',
  'ms.errorPage': 'user',
  'ms.secondFactor': 'user',
  'ms.noSession': 'user',
  'ms.noWindow': 'user',
  'ms.windowOpen': 'user',
  'ms.signInFailed': 'user',
  'ms.noMailbox': 'user',
  'ms.signInNeeded': 'user',
  'ms.scopeMissing': 'user',
  'ms.noAccess': 'user',
  'ms.otherAccount': 'user',
  'ms.unreachable': 'passing',
  'ms.throttled': 'passing',
  'ms.server': 'passing',
  'ms.mailboxFull': 'user',
  'ms.refused': 'bug',
  'ms.unreadable': 'bug',
  'espo.addressMissing': 'user',
  'espo.plainHttp': 'user',
  'espo.permissionDeclined': 'user',
  'espo.notEspo': 'user',
  'espo.signInBefore': 'user',
  'espo.nobodyThere': 'user',
  'espo.unreachable': 'passing',
  'espo.wrongPassword': 'user',
  'espo.codeNeeded': 'user',
  'espo.codeWrong': 'user',
  'espo.codeNotSent': 'user',
  'espo.locked': 'user',
  'espo.ssoOnly': 'user',
  'espo.signInNeeded': 'user',
  'espo.notKept': 'user',
  'espo.noSession': 'user',
  'espo.otherUser': 'user',
  'espo.noAccess': 'user',
  'espo.maintenance': 'passing',
  'espo.server': 'passing',
  'espo.refused': 'user',
  'espo.unreadable': 'bug',
  'sync.notConnected': 'user',
  'sync.off': 'user',
  'sync.otherBrowser': 'user',
  'sync.stopped': 'passing',
  'settings.invalid': 'user',
  'policy.unreadable': 'user',
  'policy.elsewhere': 'user',
  'store.full': 'user',
  'store.broken': 'user',
  'store.migration': 'bug',
  'store.newer': 'user',
  'message.refused': 'bug',
  bug: 'bug',
} as const satisfies Record<string, ErrorFamily>;
export type ErrorCode = keyof typeof ERRORS;

/** What an error is about, where it is known: account, tenant, redirect. */
export type ErrorNames = Readonly<Record<string, string>>;

interface ErrorOptions {
  cause?: unknown;
  retryAfter?: number | undefined;
  names?: ErrorNames;
}

/** Characters of a detail: servers have a say in it, and it is stored. */
const LONGEST_DETAIL = 300;

/** The one error type of the project. `detail` is for the log and the sentence: never a secret, never a body. */
export class SyncError extends Error {
  readonly code: ErrorCode;
  readonly detail: string | undefined;
  /** Milliseconds the server asked us to wait. */
  readonly retryAfter: number | undefined;
  /** What it is about, for the sentence: account, tenant, redirect. */
  readonly names: ErrorNames;

  constructor(code: ErrorCode, detail?: string, options: ErrorOptions = {}) {
    const said = detail?.slice(0, LONGEST_DETAIL);
    super(said === undefined ? code : `${code}: ${said}`, { cause: options.cause });
    this.name = 'SyncError';
    this.code = code;
    this.detail = said;
    this.retryAfter = options.retryAfter;
    this.names = options.names ?? {};
  }

  get family(): ErrorFamily {
    return ERRORS[this.code];
  }
}

/** Of which side an error speaks, or of neither. */
export const sideOf = (code: string): 'outlook' | 'espo' | undefined =>
  code.startsWith('ms.') ? 'outlook' : code.startsWith('espo.') ? 'espo' : undefined;

/** Whatever was thrown, as the one error type: an unknown one is our bug. */
export function toSyncError(thrown: unknown): SyncError {
  const chain = causesOf(thrown);
  const known = chain.find((one) => one instanceof SyncError);
  if (known) return known;
  const names = chain.map((one) => (one instanceof Error ? one.name : ''));
  // First, because a full disk shows as an aborted transaction whose cause it is.
  if (names.includes('QuotaExceededError')) return new SyncError('store.full', undefined, { cause: thrown });
  const broken = names.find((name) => BROKEN.includes(name));
  if (broken) return new SyncError('store.broken', broken, { cause: thrown });
  if (names.includes('AbortError')) return new SyncError('sync.stopped', undefined, { cause: thrown });
  return new SyncError('bug', thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown });
}

const BROKEN = ['DatabaseClosedError', 'OpenFailedError', 'InvalidStateError', 'MissingAPIError', 'UnknownError'];

/** The error and what it was thrown for: Dexie calls that `inner`, of a bulk write `failures`. */
function causesOf(thrown: unknown): unknown[] {
  const chain: unknown[] = [];
  let one = thrown;
  while (typeof one === 'object' && one !== null && chain.length < 5) {
    chain.push(one);
    const { cause, inner, failures } = one as { cause?: unknown; inner?: unknown; failures?: unknown[] };
    one = cause ?? inner ?? (Array.isArray(failures) ? failures[0] : undefined);
  }
  return chain;
}

/** Where an administrator may have to agree: the link for them is offered. */
export const OFFERS_CONSENT: readonly ErrorCode[] = ['ms.adminConsent', 'ms.windowClosed', 'ms.scopeMissing'];
