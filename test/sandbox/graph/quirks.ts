/**
 * What makes Graph unpleasant, each thing with its own switch. All are on; the contract test turns them off one at a time
 * and must notice every time. Nothing but that test may turn one off. Sources: the sections of graph.md named per line.
 */
export interface GraphQuirks {
  /** 1: an event outside the window that is made, changed or deleted comes as @removed. */
  phantomRemovals: boolean;
  /** 1: an occurrence in a delta page carries only id, seriesMasterId, type, start, end. */
  occurrenceStubs: boolean;
  /** 1: a deleted occurrence leaves no @removed. */
  deletedOccurrenceSilent: boolean;
  /** 5: extended properties are never in an answer that did not $expand them. */
  hideExtendedProperties: boolean;
  /** 4: If-Match with a stale etag gives 412. */
  ifMatch: boolean;
  /** 3: a used transactionId cannot make another event. */
  transactionIdBound: boolean;
  /** 9: four requests at a time per mailbox and app, batch members included. */
  concurrencyLimit: boolean;
  /** 9: 10,000 requests in 10 minutes. */
  rateLimit: boolean;
  /** 9: at most 20 members in a batch. */
  batchLimit: boolean;
  /** 9: the answers of a batch come in any order. */
  batchDisorder: boolean;
  /** 9: a member whose dependency failed answers 424. */
  failedDependency: boolean;
  /** 2: the default id changes on a move. */
  idChangesOnMove: boolean;
  /** 2: an id in other letters' case, or in the EWS alphabet, is another id. */
  strictIds: boolean;
  /** 1: $select, $filter, $expand are refused by delta. */
  deltaRefusesOptions: boolean;
  /** 1: 1825 days at most in a plain calendarView. */
  viewSpanLimit: boolean;
  /** 7: all-day events start and end at midnight, in one zone, and last 24 hours. */
  allDayRules: boolean;
  /** 7: all-day events come back as midnight with the label that was asked, not shifted. */
  allDayNotShifted: boolean;
  /** 7: unknown zone names are refused. */
  zoneNames: boolean;
  /** 1: old deltaLinks die when newer ones were given out. */
  deltaGenerations: boolean;
  /** 1: a nextLink dies when the one after it was used. */
  oldNextLinksDie: boolean;
  /** 1: pages repeat items and come empty. */
  deltaDisorder: boolean;
  /** 1: never more than 50 per delta page. */
  pageSizeCap: boolean;
  /** 6: text comes back as HTML. */
  bodyAsHtml: boolean;
  /** 6: attendees do not see what the others answered. */
  hideOthersResponses: boolean;
  /** 6: a write on a meeting mails its attendees. */
  writesMail: boolean;
  /** 6: only the organizer changes or cancels a meeting. */
  organizerRules: boolean;
  /** 6: a body without the meeting's block ends the online meeting. */
  bodyEndsOnlineMeeting: boolean;
  /** 8: a shifted series gives its occurrences new ids. */
  shiftGivesNewIds: boolean;
  /** 8: an occurrence may not pass its neighbour. */
  occurrenceBoundary: boolean;
  /** 10: a token without the scope is refused. */
  scopes: boolean;
  /** Unknown parameters and properties are refused. */
  strictRequests: boolean;
}

export const allQuirks = (): GraphQuirks => ({
  phantomRemovals: true,
  occurrenceStubs: true,
  deletedOccurrenceSilent: true,
  hideExtendedProperties: true,
  ifMatch: true,
  transactionIdBound: true,
  concurrencyLimit: true,
  rateLimit: true,
  batchLimit: true,
  batchDisorder: true,
  failedDependency: true,
  idChangesOnMove: true,
  strictIds: true,
  deltaRefusesOptions: true,
  viewSpanLimit: true,
  allDayRules: true,
  allDayNotShifted: true,
  zoneNames: true,
  deltaGenerations: true,
  oldNextLinksDie: true,
  deltaDisorder: true,
  pageSizeCap: true,
  bodyAsHtml: true,
  hideOthersResponses: true,
  writesMail: true,
  organizerRules: true,
  bodyEndsOnlineMeeting: true,
  shiftGivesNewIds: true,
  occurrenceBoundary: true,
  scopes: true,
  strictRequests: true,
});

/** Where the sources disagree or mailboxes differ: both ways can be played. */
export interface GraphVariants {
  /** graph.md 12: a deleted event stays readable by its immutable id for a while. */
  softDeleteReadable: boolean;
  /** graph.md 12, candidate 2: accepting an invitation deletes the copy and makes another. */
  acceptIsDeleteCreate: boolean;
  /** graph.md 19: nobody promises If-Match on events; false = it is ignored. */
  ifMatchHonoured: boolean;
  /** GET /me/events lists all calendars of the mailbox, or the default one only. Documented: the mailbox; seen: the default. */
  eventsSpanCalendars: boolean;
  /** A calendar-scoped path finds only events of that calendar (false: any event of the mailbox). */
  scopedPathChecksCalendar: boolean;
  /** graph.md 1: a changed series comes with all its occurrences, or (yzhu.name) as the master alone. */
  seriesDelta: 'all' | 'masterOnly';
  /** A shifted series reports its old occurrences as removed. */
  shiftReportsOldIds: boolean;
  /** graph.md 12: declining removes the copy from the attendee's calendar. */
  declineRemovesCopy: boolean;
  /** graph.md 5: whether a PATCH of extended properties alone mails is unknown; Evolution and DavMail suggest it does not. */
  extendedPropertyPatchMails: boolean;
  /** `isDraft` of a POST is not heeded: a meeting with attendees is sent at once (graph.md 6 has it from one report only). */
  draftsAreSent: boolean;
  /** graph.md 1: a change shows up in delta this much later. */
  deltaDelayMs: number;
  /** graph.md 1: delta answers 403 ErrorQuotaExceeded while plain reads go on. */
  mailboxFull: boolean;
  /** graph.md 1: an unchanged event may be said again in a later round, also as it was before; how likely, per event of the window. */
  deltaReplays: number;
  /** graph.md 1: endless series make long delta windows answer 504; from how many days on. Infinity = never. */
  endlessSeriesDays: number;
  /** graph.md 1 and 21: /me/calendars/{id}/events/delta is refused, wants a start, or works without a window (Evolution, 2026). */
  eventsDelta: 'refused' | 'startRequired' | 'windowless';
  /** Old-style shared calendars answer 500 (graph.md 11). */
  sharedCalendarsBroken: boolean;
  /**
   * Who has no Teams: 'said', the calendar does not offer it (graph.md 11); what a POST that wants it all the same does is nowhere
   * written down: 'silent', the event is made without; 'refused', 400.
   */
  noTeams: 'never' | 'said' | 'silent' | 'refused';
}

export const usualVariants = (): GraphVariants => ({
  softDeleteReadable: true,
  acceptIsDeleteCreate: false,
  ifMatchHonoured: true,
  eventsSpanCalendars: false,
  scopedPathChecksCalendar: true,
  seriesDelta: 'all',
  shiftReportsOldIds: false,
  declineRemovesCopy: true,
  extendedPropertyPatchMails: false,
  draftsAreSent: false,
  deltaDelayMs: 0,
  mailboxFull: false,
  deltaReplays: 0,
  endlessSeriesDays: Number.POSITIVE_INFINITY,
  eventsDelta: 'refused',
  sharedCalendarsBroken: false,
  noTeams: 'never',
});
