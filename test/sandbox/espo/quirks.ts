/**
 * The original's unpleasantnesses that a lazy stand-in would leave out. All true = the facts; the contract test switches
 * them off one at a time and must notice each.
 */
export interface Quirks {
  /** `<`, `>` and `=` in names are refused with 400 (espo.md 4). */
  nameCharacters: boolean;
  /** 255 characters at most in varchars. */
  maxLength: boolean;
  /** Strings come back trimmed. */
  trim: boolean;
  /** "" comes back as null. */
  emptyIsNull: boolean;
  /** Every PUT moves modifiedAt, also one that changes nothing. */
  noopMovesModifiedAt: boolean;
  /** A deleted record is 404 for users. */
  noTombstones: boolean;
  /** More than recordListMaxSizeLimit rows are refused with 403. */
  listLimit: boolean;
  /** Lists with `select` cut texts at 10000 characters. */
  cutsTexts: boolean;
  /** Linking a user who may not be read fails the whole save. */
  unreadableRefused: boolean;
  /** 401 has no body. */
  emptyUnauthorized: boolean;
  /** Failed logins lock the address out. */
  loginLock: boolean;
  /** The assigned user cannot be taken out of the users. */
  assignedStays: boolean;
  /** An attendee may not edit. */
  attendeeReadOnly: boolean;
  /** onlyMy leaves out what the user declined. */
  onlyMyHidesDeclined: boolean;
  /** toISOString's milliseconds are refused. */
  strictDates: boolean;
  /** Leaving the nulls out keeps a record all-day (or, in 10.0, the flag decides). */
  stickyAllDay: boolean;
  /** POST answers lack what was not set. */
  sparseCreate: boolean;
  /** uid is invisible and cannot be written. */
  hidesUid: boolean;
  /** A stale version number is 409 where control is on. */
  versionConflict: boolean;
  /** Contacts of the same name or address are 409. */
  duplicates: boolean;
  /** Unknown or forbidden metadata keys: an empty body, not `null`. */
  emptyMetadata: boolean;
  /** Request lines over 8190 bytes are 414. */
  urlLimit: boolean;
  /** No CORS headers, and OPTIONS is no preflight. */
  noCors: boolean;
  /** The total is -1 or -2 on X-No-Total. */
  noTotal: boolean;
  /** `+02:00` in a where value is silently read without its offset. */
  misreadsOffsets: boolean;
  /** Maintenance answers 503 to users. */
  maintenance: boolean;
  /** JSON is read only from application/json. */
  contentType: boolean;
  /** A token with a secret needs its cookie. */
  tokenSecret: boolean;
  /** Rights "own" hide others' records. */
  ownOnly: boolean;
  /** assignedUserId must be sent. */
  assignedRequired: boolean;
}

export const facts: Quirks = {
  nameCharacters: true,
  maxLength: true,
  trim: true,
  emptyIsNull: true,
  noopMovesModifiedAt: true,
  noTombstones: true,
  listLimit: true,
  cutsTexts: true,
  unreadableRefused: true,
  emptyUnauthorized: true,
  loginLock: true,
  assignedStays: true,
  attendeeReadOnly: true,
  onlyMyHidesDeclined: true,
  strictDates: true,
  stickyAllDay: true,
  sparseCreate: true,
  hidesUid: true,
  versionConflict: true,
  duplicates: true,
  emptyMetadata: true,
  urlLimit: true,
  noCors: true,
  noTotal: true,
  misreadsOffsets: true,
  maintenance: true,
  contentType: true,
  tokenSecret: true,
  ownOnly: true,
  assignedRequired: true,
};
