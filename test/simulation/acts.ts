import type { Settings } from '../../src/shared/settings.ts';
import { DAY, HOUR, MINUTE } from '../../src/shared/time.ts';
import type { Customers } from './customers.ts';

/** Roles of EspoCRM that the users of a history may hold; `noCall` sees no calls at all. */
export type Rights = 'full' | 'team' | 'own' | 'noCall';
export type Kind = 'timed' | 'allDay' | 'zero' | 'long' | 'series';
/** Who else is invited: colleagues (all the others), somebody outside, both. */
export type Guests = 'colleagues' | 'outsider' | 'both' | 'nameless';
export const TYPES = ['Meeting', 'Call', 'CVisit'] as const;
export type Type = (typeof TYPES)[number];

/** The company of a history. Without this act: one user, one browser, all three entity types, one calendar. */
export interface CastAct {
  act: 'cast';
  /** Browsers of each user: the length is the number of users, 1 to 3. */
  browsers: number[];
  rights: Rights[];
  types: Type[];
  /** The administrator added the optional field for the meeting's key (DESIGN 3.4), of so many characters. */
  keyField: boolean;
  keyLength?: number;
  /** Fields of EspoCRM hold little, and some values are refused that nobody could foresee. */
  tight?: boolean;
  /** Every mailbox has a second calendar, and it is chosen. */
  second: boolean;
  /** Milliseconds that Graph's and EspoCRM's clocks are ahead of ours. */
  skew: [number, number];
  /** EspoCRM's page size: a small one makes the first sync many pages. */
  page: number;
  /** Browsers take the lease, and yield to another one that takes it at the same moment. */
  lease?: boolean;
  /** Switches of GraphVariants that are turned over. */
  variants: string[];
  /** How EspoCRM knows the guest from outside. */
  customers?: Customers;
  /** Tasks are synced, too. */
  tasks?: true;
  /** EspoCRM makes no Meeting without a kind, and the user has chosen one. */
  kind?: boolean;
  /** Visits are assigned to several users. */
  several?: true;
  /** The administrator has given Meetings and Visits statuses of their own. */
  statuses?: true;
  settings: Partial<Settings>;
  /** The trial has found that drafts mail nobody. */
  drafts?: boolean;
}

/** `by` and `user` are counted modulo the users of the cast, picks modulo what is there: a shrunk history still plays. */
export type OutlookAct =
  | {
      act: 'createEvent';
      by?: number;
      tag: number;
      day: number;
      title: number;
      kind: Kind;
      calendar?: number;
      private?: boolean;
      /** What its source gave it for an iCalUId: nothing, or the same as others (graph.md 22). Without guests only. */
      iCalUId?: 'null' | 'empty' | 'shared';
      guests?: Guests;
      /** Organized under an address of before. */
      former?: boolean;
      /** In the minute of another tag: two meetings of one moment. */
      at?: number;
    }
  | { act: 'inviteEvent'; by?: number; tag: number; day: number; title: number; everybody?: boolean }
  | { act: 'changeInvitation'; pick: number; value: number; cancel?: boolean }
  | { act: 'editEvent'; by?: number; pick: number; field: EventField; value: number }
  | { act: 'deleteEvent' | 'restoreEvent'; by?: number; pick: number }
  | { act: 'moveEvent'; by?: number; pick: number; calendar: number }
  | { act: 'copyEvent'; by?: number; pick: number; tag: number; calendar: number }
  | { act: 'respondEvent'; by?: number; pick: number; response: 'accepted' | 'tentativelyAccepted' | 'declined' }
  | { act: 'massEditEvents' | 'massDeleteEvents'; by?: number; value: number; share: number }
  | SeriesAct
  | { act: 'addCalendar' | 'shareCalendar'; by?: number; to: number }
  | { act: 'removeCalendar'; by?: number; pick: number }
  /** Deleted and made again; the same one under another id; another one is the mailbox's default. */
  | { act: 'remakeCalendar' | 'renewCalendar' | 'makeDefault'; by?: number; pick: number }
  | { act: 'moveMailbox' | 'expireTokens'; by?: number };
/** To one of the own series, or (begin) to a single event that becomes one. */
export interface SeriesAct {
  act: 'editSeries';
  by?: number;
  pick: number;
  what: (typeof SERIES_CHANGES)[number];
  value: number;
}
export const SERIES_CHANGES = ['move', 'drop', 'shift', 'end', 'single', 'begin', 'rename'] as const;
export const EVENT_FIELDS = [
  'title',
  'when',
  'location',
  'description',
  'allDay',
  'private',
  'categories',
  'showAs',
  'guests',
] as const;
export type EventField = (typeof EVENT_FIELDS)[number];

export type EspoAct =
  | {
      act: 'createRecord';
      by?: number;
      tag: number;
      day: number;
      title: number;
      type: Type;
      kind?: Kind;
      for?: number;
      at?: number;
    }
  /** A full calendar from before: enough for a count to be bisected. */
  | { act: 'manyRecords'; by?: number; tag: number; count: number }
  /** A person typed it on both sides: in that calendar, as that kind of record. */
  | { act: 'createTwin'; by?: number; tag: number; pick: number; calendar?: number; type?: number }
  | { act: 'editRecord'; by?: number; pick: number; field: RecordField; value: number }
  | { act: 'deleteRecord' | 'restoreRecord'; by?: number; pick: number }
  | { act: 'assignRecord' | 'addUser' | 'removeUser'; by?: number; pick: number; to: number }
  /** Who takes part besides the user; each bit is somebody. */
  | { act: 'setGuests'; by?: number; pick: number; value: number }
  | { act: 'respondRecord'; by?: number; pick: number; status: 'Accepted' | 'Tentative' | 'Declined' }
  | { act: 'massEditRecords' | 'massDeleteRecords'; by?: number; value: number; share: number }
  | { act: 'rights'; user: number; rights: Rights }
  /** An administrator gives a record to somebody else and takes this user off it: with rights to their own they cannot read it any more. */
  | { act: 'handOver'; by?: number; pick: number }
  | TaskAct;
/** What people do with tasks, which are no meetings: made, and whatever becomes of one. */
export interface TaskAct {
  act: 'task';
  by?: number;
  what: (typeof TASK_CHANGES)[number];
  pick: number;
  value: number;
}
export const TASK_CHANGES = ['make', 'rename', 'time', 'day', 'never', 'status', 'assign', 'delete'] as const;
export const RECORD_FIELDS = ['title', 'when', 'location', 'description', 'allDay', 'status', 'parent'] as const;
export type RecordField = (typeof RECORD_FIELDS)[number];

export type BrowserAct =
  /** One run. `crash`: the worker dies at that step. `pause`: it stands still before that request, and goes on at the next act of this browser. */
  | { act: 'sync'; by?: number; browser?: number; crash?: number; pause?: number }
  /** As `sync` with `crash`; the short form of the crash scripts. */
  | { act: 'crash'; at: number; by?: number; browser?: number }
  /** Two runs at once, their requests in an order of chance. */
  | { act: 'together'; a: [user: number, browser?: number]; b: [user: number, browser?: number]; crash?: number }
  /** Storage lost: the same user, an empty store. */
  | { act: 'wipe'; by?: number; browser?: number }
  /** The store is full for this many commits. */
  | { act: 'quota'; by?: number; browser?: number; times: number }
  /** Another EspoCRM user signs in for this mailbox, once. */
  | { act: 'otherUser'; by?: number }
  | { act: 'answer'; by?: number; browser?: number; pick: number; what: 'apply' | 'discard' }
  /** What a record belongs to: one of those that are proposed, or none. */
  | { act: 'belongs'; by?: number; browser?: number; pick: number }
  /** Another choice for one that is gone. */
  | { act: 'chooseAgain'; by?: number; browser?: number; pick: number }
  | { act: 'setting'; by?: number; change: Partial<Settings> }
  | { act: 'mainCalendar' | 'otherCalendar'; by?: number; pick: number; on: boolean };

export type WorldAct =
  | {
      act: 'fault';
      side: 'graph' | 'espo';
      when: 'before' | 'after';
      /** 0: the connection breaks. */
      status: number;
      times: number;
      /** Only requests (or members of a batch) of this method. */
      method?: string;
      /** Seconds; a date or nothing otherwise. */
      retryAfter?: number;
      code?: string;
    }
  /** Half of an answer arrives. */
  | { act: 'truncate'; side: 'graph' | 'espo'; times: number }
  /** 403 on a calendar, or on an entity's records, until `on: false`. */
  | { act: 'deny'; side: 'graph' | 'espo'; by?: number; pick: number; on: boolean }
  | BreakAct
  /** One event or record says something that cannot be understood. */
  | { act: 'spoil'; side: 'graph' | 'espo'; by?: number; pick: number; how: number }
  /** Whatever is broken or spoilt answers again. */
  | { act: 'mend' }
  | { act: 'wait'; ms: number }
  /** A server's clock is set forward. */
  | { act: 'skew'; side: 'graph' | 'espo'; ms: number };

/** One part of a side fails while the rest answers, this often, or until it is mended. */
export interface BreakAct {
  act: 'break';
  what: (typeof PARTS)[number];
  by?: number;
  pick: number;
  /** 0: no answer ever comes. */
  status: number;
  times?: number;
}
/** The first ones are the usual ones. */
export const PARTS = ['calendar', 'records', 'calendars', 'metadata', 'filter', 'people', 'view', 'delta'] as const;

export type Act = CastAct | OutlookAct | EspoAct | BrowserAct | WorldAct;

/** A rule of DESIGN section 2 that a history broke. */
export interface Violation {
  rule: string;
  detail: string;
}

/** What people write above their appointments; the tag behind it keeps two of them from being twins by accident. */
export const TITLES = [
  'Review',
  'a < b',
  '  padded ',
  'Émile & Ζoë 🎉',
  'x'.repeat(245),
  'Call: Bob',
  'visit:Acme',
  'שלום עולם',
  'Plan = 5 > 4',
  'two\nlines\tand tab',
  '',
];
export const titleOf = (index: number, tag: number): string => {
  const title = TITLES[index % TITLES.length] ?? '';
  // Names are compared up to their 200th character.
  if (title.length > 200) return `${tag} ${title}`;
  return title === '' ? '' : `${title}${title.endsWith(' ') ? '' : ' '}${tag}`;
};

/** Where the calendar of a history begins: a week after its clock. */
export const FIRST_DAY = Date.parse('2026-12-01T08:00:00Z');

/** Without a name and a time of day only the day tells two meetings apart: then each tag has its own. */
export const dayOf = ({ day, title, tag, kind }: { day: number; title: number; tag: number; kind?: Kind }): number =>
  kind === 'allDay' && titleOf(title, tag) === '' && day >= 0 && day < 20 ? 20 + tag : day;

/** When something of that tag takes place. Each tag has its own minute, so that no two are twins by accident. */
export function span(day: number, kind: Kind, tag: number): { start: number; end: number; allDay: boolean } {
  const start = FIRST_DAY + day * DAY + (tag % 600) * MINUTE;
  if (kind === 'allDay') {
    const first = Math.floor(start / DAY) * DAY;
    return { start: first, end: first + 2 * DAY, allDay: true };
  }
  return { start, end: start + (kind === 'zero' ? 0 : kind === 'long' ? 30 * HOUR : HOUR), allDay: false };
}
