/** Events and records as lists show them: what each is, where it stands, and why it is not kept in step. */
import type { Reason } from './codes';
import type { LogWord } from './fields';
import type { Remedy } from './remedies';

export type SideName = 'outlook' | 'espo';

/** Where an item stands on one side. */
export interface Place {
  /** It is there, as far as the sync knows. */
  there: boolean;
  /** Opens it; '' where it cannot be opened, or not yet. */
  url: string;
  /** For `item.open`, which finds out where an event opens; missing where there is nothing to find out. */
  ask?: string;
  /** Its calendar, or its kind of record, as people know it; '' where nobody knows. */
  name: string;
}

/**
 * linked: kept in step. waits: the next run takes it up. needsYou: a question waits for the user. leftOut: never linked, with a reason.
 * asleep: linked, and nothing is carried over until its reason ends. ended: was linked or was to be, and is not any more; `again` takes it back.
 */
export const ITEM_STATES = ['linked', 'waits', 'needsYou', 'leftOut', 'asleep', 'ended'] as const;
export type ItemState = (typeof ITEM_STATES)[number];

/** One line of a list: an event, a record, both of them linked, or a whole series. */
export interface ItemView {
  /** Stable; what `item.again` takes. */
  id: string;
  /** '' for what is private, and for what has none. */
  title: string;
  when: WhenView;
  state: ItemState;
  /** Why it is not kept in step; '' for what is. */
  reason: Reason | '';
  /** What the server or the sync says besides, in its own words; mostly ''. */
  detail: string;
  outlook: Place;
  espo: Place;
  /** How many stand behind this line: occurrences of a series; 1 for everything else. */
  count: number;
  remedy: Remedy;
  /** `item.again` may be asked for it. */
  again: boolean;
  /** The id of its question under Needs you; '' for none. */
  need: string;
}

/** UTC milliseconds; an all-day one from the first to the last date, both as the start of that date in UTC. -1 where nobody knows. */
export interface WhenView {
  start: number;
  /** Inclusive for all-day ones; -1 where only the start is known. */
  end: number;
  allDay: boolean;
}

/** One field as it is and as it would be; texts as `ActivityRow.oldValue` has them. */
export interface FieldChange {
  field: LogWord;
  from: string;
  to: string;
}

/** A write that is decided on and not made: of a preview, or of a bulk that is held. */
export interface PlanLine {
  id: string;
  title: string;
  when: WhenView;
  /** Where it would be written. */
  side: SideName;
  op: 'create' | 'update' | 'remove' | 'link' | 'none';
  /** What the line waits for, or why it is left out; '' for what would be written at once. */
  reason: Reason | '';
  outlook: Place;
  espo: Place;
  /** Of an update: old and new. */
  changes: FieldChange[];
  /** Whom Outlook would mail, by name or address. */
  mails: string[];
}

/** One page of a list. `next` is handed back as `after`; '' at the end. */
export interface Page<T> {
  rows: T[];
  /** How many there are, whatever is shown. */
  total: number;
  next: string;
}

/** All lines of one reason under "Why not synced"; what has ended for a reason is a group of its own. */
export interface WhyGroup extends Page<ItemView> {
  /** What `why.list` takes to ask for this group alone. */
  group: string;
  /** '' for what the next run takes up. */
  reason: Reason | '';
  state: ItemState;
  remedy: Remedy;
}
export interface WhyList {
  /** The sum of the groups: the same number as `AppState.sync.leftOut`. */
  total: number;
  /** The largest first. */
  groups: WhyGroup[];
}

export interface SearchAnswer {
  rows: ItemView[];
  /** It goes on with this as `after`; '' when everything was looked at. A stretch may find nothing and still go on. */
  next: string;
  /** What is not read at all, so that nothing of it can be found: calendars and kinds of records that are not chosen. */
  unread: { calendars: string[]; entities: string[] };
}
