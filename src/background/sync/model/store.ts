/** What is stored, and what the engine asks of its store. */
import type { Reason } from '../../../shared/codes';
import type { FieldName, Fields } from './event';
import type { Guests } from './guests';
import type { Item, Side } from './item';
import type { Link, LinkState } from './link';
import type { PlanHead } from './plan-head';
import type { Intent } from './port';

/** Every unlinked event and record of the window. Serves find, counts, preview and "why not synced". */
export interface Seen {
  pair: string;
  side: Side;
  ref: string;
  feed: string;
  meetingKey: string;
  twin: string;
  title: string;
  /** UTC milliseconds of the start (all-day: of the date, UTC). */
  start: number;
  /** undefined: eligible, waits for its create. */
  reason: Reason | undefined;
  /** The series it is an occurrence of; '' otherwise. */
  series: string;
  /** Of what cannot be read: what is wrong with it. */
  detail?: string;
  /** It lasts all day; earlier versions did not say. */
  allDay?: boolean;
  /** Of an event, when it was changed last, in milliseconds: the delta may say again how it was before (graph.md 1). */
  modifiedAt?: number;
}

/** What a side reported and the engine has not settled yet. Stored before the cursor moves, deleted when settled. */
export interface Arrival {
  pair: string;
  side: Side;
  ref: string;
  feed: string;
  /** undefined: reported as removed, or missing from a count; to be proven. */
  item: Item | undefined;
  /** It stood beside a linked event of its key, and has waited since: it is another meeting than that one. */
  beside?: true;
}

/** ready: may be written. held: waits for the user. confirmed: the user said Apply. */
export type PlanState = 'ready' | 'held' | 'confirmed';

/** A decided write, as preview, guard, apply and resume read it. Derived from links and arrivals, made anew each run. */
export interface PlanRow {
  /** Deterministic: the same decision has the same id, so an answer once given is not asked again. */
  id: string;
  pair: string;
  state: PlanState;
  reason: Reason | undefined;
  op: 'create' | 'update' | 'remove';
  side: Side;
  feed: string;
  linkId: string | undefined;
  /** The other side's item that this write carries over. */
  source: Item | undefined;
  intent: Intent;
  /** What happened in the world, one line. */
  cause: string;
  title: string;
  /** Values that this write overwrites or that lost a conflict: they go to the activity log first. */
  losers: { field: FieldName; side: Side; value: string }[];
  /** Base halves of the other side that hold once the write is acknowledged. */
  settles: Partial<Fields>;
  /** Takes back what one of the user's own browsers has made twice, the keeper standing: no bulk change (rule 7). */
  takesBack?: boolean;
  /** Orders of the user that are done with it, by name. */
  orders?: string[];
  /** What becomes of the link of a removed item: a tombstone, or nothing, so that it may come back. */
  after: 'tombstone' | 'forget';
  /** Nobody can say now what is to become of it: what was said to it stands, and it is not written. */
  undecided?: true;
  /** What the server said to it, when that is why it waits. */
  detail: string;
  /** The server broke over this very write when it was sent last; `agreed`: what a person had confirmed it for, if anybody had. */
  broke?: { agreed: Reason | undefined };
  /** Who would be mailed, when that is why it waits. */
  mails: string[];
  /** Of a new event: who takes part in its record, where they may be invited. */
  guests?: Guests;
  /** Items that could be the same meeting, when that is why it waits. */
  choices: Choice[];
}

/** Enough to choose from: of thousands that look the same each would be stored with all the others. */
export const CHOICES = 10;

export interface Choice {
  ref: string;
  /** The calendar or entity type it lives in. */
  feed: string;
  title: string;
  createdAt: number;
}

/** Written before a write is sent; deleted in the same commit that records its outcome. */
export interface JournalEntry {
  id: string;
  pair: string;
  side: Side;
  openedAt: number;
  plan: PlanRow;
}

export interface Cursor {
  pair: string;
  name: string;
  value: string;
}

/** How often an event was made for a record whose link is forgotten. */
export const GENERATION = 'generation|';
export const generationName = (ref: string): string => `${GENERATION}${ref}`;

export interface Activity {
  id?: number;
  pair: string;
  run: string;
  /** Our clock. */
  at: number;
  side: Side;
  ref: string;
  linkId: string;
  title: string;
  op: 'create' | 'update' | 'remove' | 'link' | 'unlink' | 'lose';
  /** parent, note: what a person had written that only EspoCRM knows. */
  field: FieldName | '' | 'parent' | 'note' | 'category';
  oldValue: string;
  newValue: string;
  cause: string;
  /** By which names people know `oldValue` and `newValue` where those are references; where nobody knew them there are none. */
  oldName?: string;
  newName?: string;
  /** The other item of the pair, of what was removed: what may be linked with it again. */
  other?: string;
  /** The run in which it was undone. */
  undone?: string;
}

/** A decision of the guard, kept over restarts: what was counted, and whether the user has answered. */
export interface Hold {
  pair: string;
  /** side|feed|kind */
  id: string;
  count: number;
  of: number;
  since: number;
  state: 'waiting' | 'applied' | 'discarded';
  /** A part of it was answered: the rest is held until it is, however few it is. */
  inParts?: boolean;
}

/** Applied writes of the last day, for the guard's "not dripped through over a day". */
export interface Tally {
  pair: string;
  id: string;
  at: number;
  count: number;
}

/** Everything one commit changes: all of it or nothing. */
export interface Changes {
  links?: { put?: Link[]; remove?: string[] };
  seen?: { put?: Seen[]; remove?: { side: Side; ref: string }[] };
  arrivals?: { put?: Arrival[]; remove?: { side: Side; ref: string }[] };
  plan?: { put?: PlanRow[]; remove?: string[] };
  journal?: { put?: JournalEntry[]; remove?: string[] };
  cursors?: { put?: Cursor[]; remove?: string[] };
  activity?: Activity[];
  /** Rows of the log that were undone, and the run that did it; '': they are in effect again. */
  undone?: { ids: number[]; run: string }[];
  /** Ids of activity rows that are too old, or too many. */
  forget?: number[];
  holds?: { put?: Hold[]; remove?: string[] };
  tallies?: { put?: Tally[]; removeBefore?: number };
}

/** The engine's memory of one pair. Every method sees only that pair; `commit` is atomic. */
export interface Store {
  readonly pair: string;
  commit(changes: Changes): Promise<void>;
  linksById(ids: readonly string[]): Promise<(Link | undefined)[]>;
  linksByRef(side: Side, refs: readonly string[]): Promise<(Link | undefined)[]>;
  linksByMeeting(keys: readonly string[]): Promise<Link[]>;
  /** Links and tombstones whose event has these times and this name. */
  linksByTwin(twins: readonly string[]): Promise<Link[]>;
  /** Live links of occurrences, by the series they belong to. */
  linksBySeries(masters: readonly string[]): Promise<Link[]>;
  /** Live links on which a side deviates from the base. */
  linksDirty(): Promise<Link[]>;
  /** Active links whose record is assigned to somebody else. */
  linksAway(): Promise<Link[]>;
  linksToLookAgain(): Promise<Link[]>;
  linksWithoutRestId(limit: number): Promise<Link[]>;
  linksInState(state: LinkState): Promise<Link[]>;
  /** Links that a person is asked about, or may want back. */
  linksToAsk(): Promise<Link[]>;
  /** Links that a person has decided on, and whose write is still to come. */
  linksWished(): Promise<Link[]>;
  /** Links of records that nobody has worked on and that were over before that time. */
  linksOver(before: number): Promise<Link[]>;
  /** Those of them whose invitation the user has declined. */
  linksDeclined(): Promise<Link[]>;
  /** Links whose event is to bear the category of what is synced. */
  linksToCategorize(): Promise<Link[]>;
  /** Links of meetings that begin after that time, and to which somebody is perhaps to be invited. */
  linksToInvite(after: number): Promise<Link[]>;
  /** Active links of records whose parent is to be looked up, or is asked about. */
  linksWithoutParent(): Promise<Link[]>;
  /** Links one of whose items is proven gone and not dealt with yet. */
  linksGone(): Promise<Link[]>;
  /** Live (not unlinked) links whose item lives in that feed. */
  linksInFeed(side: Side, feed: string): Promise<Link[]>;
  /** Active links per feed of both sides, keyed `side|feed`: the N of the guard. */
  countLinks(): Promise<Record<string, number>>;
  seenByRef(side: Side, refs: readonly string[]): Promise<(Seen | undefined)[]>;
  seenByTwin(side: Side, twins: readonly string[]): Promise<Seen[]>;
  seenByMeeting(side: Side, keys: readonly string[]): Promise<Seen[]>;
  seenInFeed(side: Side, feed: string): Promise<Seen[]>;
  /** Items left out with a reason. */
  countSeen(): Promise<number>;
  seenWithReason(reason: Reason, limit: number): Promise<Seen[]>;
  /** Known items of a feed whose start lies in the range, linked or not: what a count is compared with. */
  countKnown(side: Side, feed: string, from: number, until: number): Promise<number>;
  knownRefs(side: Side, feed: string, from: number, until: number): Promise<string[]>;
  /** In order of ref, after the given one. */
  arrivals(side: Side, limit: number, after: string): Promise<Arrival[]>;
  countArrivals(side: Side): Promise<number>;
  /** Linked items that were reported as removed. */
  suspects(side: Side): Promise<Arrival[]>;
  arrivalsByRef(side: Side, refs: readonly string[]): Promise<(Arrival | undefined)[]>;
  plan(): Promise<PlanRow[]>;
  /** The whole plan, without the items that it carries over. */
  planHeads(): Promise<PlanHead[]>;
  planIds(): Promise<string[]>;
  planById(ids: readonly string[]): Promise<(PlanRow | undefined)[]>;
  /** Those that wait for a person. */
  planHeld(): Promise<PlanRow[]>;
  journal(): Promise<JournalEntry[]>;
  cursor(name: string): Promise<string | undefined>;
  cursorNames(prefix: string): Promise<string[]>;
  /** In the order they were logged. */
  activityById(ids: readonly number[]): Promise<Activity[]>;
  activityOfRun(run: string): Promise<Activity[]>;
  activityOfLink(linkId: string): Promise<Activity[]>;
  /** Ids of the rows logged before that time, and of the oldest beyond that many. */
  activityToForget(before: number, keep: number): Promise<number[]>;
  holds(): Promise<Hold[]>;
  tallies(): Promise<Tally[]>;
}
