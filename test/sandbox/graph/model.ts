/** What a tenant holds: mailboxes, their calendars and events, and the order in which things changed. */
import type { FolderSeed, Ids } from './ids.ts';

export type Fields = Record<string, unknown>;

export interface Person {
  name: string;
  address: string;
}

export interface Moment {
  utc: number;
  /** The label as it was sent. */
  zone: string;
}

export type Response = 'none' | 'organizer' | 'tentativelyAccepted' | 'accepted' | 'declined' | 'notResponded';

export interface Answer {
  response: Response;
  /** Milliseconds; undefined = 0001-01-01. */
  time?: number | undefined;
}

export interface StoredAttendee extends Person {
  type: 'required' | 'optional' | 'resource';
  status: Answer;
  /** What answers show instead: as imports, telephones and old servers have left it (graph.md 22). */
  shown?: unknown;
}

export interface Recurrence {
  pattern: {
    type: 'daily' | 'weekly' | 'absoluteMonthly' | 'relativeMonthly' | 'absoluteYearly' | 'relativeYearly';
    interval: number;
    month: number;
    dayOfMonth: number;
    daysOfWeek: string[];
    firstDayOfWeek: string;
    index: string;
  };
  range: {
    type: 'endDate' | 'noEnd' | 'numbered';
    startDate: string;
    endDate: string;
    recurrenceTimeZone: string;
    numberOfOccurrences: number;
  };
}

export interface ExtendedProperty {
  id: string;
  value: string;
}

export interface StoredEvent extends Ids {
  key: number;
  mailbox: Mailbox;
  calendar: Calendar;
  /** Last bytes of the default id, shared with the occurrences. */
  tail: number[];
  /** null or '' where its source gave it none; several events may bear the same (graph.md 22). */
  iCalUId: string | null;
  changeKey: string;
  created: number;
  modified: number;
  type: 'singleInstance' | 'seriesMaster' | 'exception';
  subject: string;
  /** HTML. */
  body: string;
  start: Moment;
  end: Moment;
  isAllDay: boolean;
  location: string;
  locations: Fields[];
  importance: string;
  sensitivity: string;
  showAs: string;
  categories: string[];
  isReminderOn: boolean;
  reminderMinutesBeforeStart: number;
  responseRequested: boolean;
  allowNewTimeProposals: boolean;
  hideAttendees: boolean;
  isOnlineMeeting: boolean;
  onlineMeetingProvider: string;
  joinUrl?: string | undefined;
  attendees: StoredAttendee[];
  organizer: Person;
  isOrganizer: boolean;
  responseStatus: Answer;
  isDraft: boolean;
  isCancelled: boolean;
  transactionId: string | null;
  extended: ExtendedProperty[];
  recurrence: Recurrence | null;
  /** Masters only. Days are those of the series' own zone. */
  exceptions: Map<string, StoredEvent>;
  cancelled: Set<string>;
  occurrenceIds: Map<string, Ids>;
  /** Exceptions only. */
  master?: StoredEvent | undefined;
  originalDay?: string | undefined;
  originalStart?: number | undefined;
  deletedAt?: number | undefined;
  /** As it was shown last, and before the last change: only where the delta replays (graph.md 1). */
  shown?: StoredEvent | undefined;
  asItWas?: StoredEvent | undefined;
  /** What originalStartTimeZone says instead of the zone: `tzone://Microsoft/Custom` and the like (graph.md 7). */
  zoneLabel?: string | undefined;
}

export interface Calendar {
  key: number;
  id: string;
  changeKey: string;
  mailbox: Mailbox;
  seed: FolderSeed;
  name: string;
  color: string;
  hexColor: string;
  isDefault: boolean;
  canEdit: boolean;
  canShare: boolean;
  canViewPrivateItems: boolean;
  isRemovable: boolean;
  owner: Person;
  extended: ExtendedProperty[];
  /** A calendar shared in shows another mailbox's events under ids of its own. */
  source?: Calendar | undefined;
  sharedIds: Map<string, Ids>;
}

export interface Change {
  seq: number;
  time: number;
  calendar: Calendar;
  event: StoredEvent;
  op: 'touch' | 'gone';
  /** The ids under which the thing was known when it went: the default id may be another one by now. */
  gone: { key: string; ids: Ids; start: number; end: number }[];
}

/** What an id stands for. */
export interface Ref {
  event: StoredEvent;
  /** An occurrence of the series `event`. */
  day?: string | undefined;
  /** The calendar through which this id is known (a shared one, or the event's own). */
  through?: Calendar | undefined;
  kind: 'default' | 'immutable';
}

export interface Mailbox {
  oid: string;
  guid: string;
  address: string;
  /** More addresses of the mailbox, and those that its user gave for other ends. */
  aliases: string[];
  otherMails: string[];
  name: string;
  /** Undefined: a mailbox without a zone (graph.md 7). */
  timeZone: string | undefined;
  locale: string;
  enabled: boolean;
  store: number[];
  calendars: Calendar[];
  events: Set<StoredEvent>;
  index: Map<string, Ref>;
  changes: Change[];
  transactions: Map<string, { event: StoredEvent; body: string }>;
  categories: string[];
}

export interface Mail {
  time: number;
  /** Immutable id of the event, or of its series, in the sender's mailbox. */
  about: string;
  from: string;
  to: string[];
  kind: 'invitation' | 'update' | 'cancellation' | 'response';
  subject: string;
}
