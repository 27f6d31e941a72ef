import type { Reason, SyncError } from '../../../shared/codes';
import type { FieldName, Fields } from './event';
import type { Given } from './given';
import type { Invitation } from './guests';
import type { Item, Side } from './item';
import type { ParentHints } from './parent-hints';

/**
 * What the engine asks of a side, and the only way it reaches one. Both sides pass test/contract/port.test.ts.
 * Clock, ids, chance and abort signal are arguments of a port's constructor, never globals.
 */
export interface Port<I extends Item = Item> {
  readonly side: I['side'];
  capabilities(): Promise<Capabilities>;
  /**
   * Changes since `cursor`, page by page; undefined starts a full round. A page's cursor may be stored once its items are.
   * A lost cursor is not an error: the port starts a full round by itself and says so with `restarted`.
   */
  changes(feed: Feed, cursor: string | undefined): AsyncIterable<ChangePage<I>>;
  /** Current values by id, in the order asked. */
  read(refs: readonly ItemRef[]): Promise<Reading<I>[]>;
  /** Whether an item that seems gone is gone (DESIGN 3.5). Absence is not deletion. */
  prove(suspects: readonly Suspect[]): Promise<Proof<I>[]>;
  /** For each key the items that may be the same meeting, linked or not: the engine judges. */
  find(keys: readonly FindKey[], search?: Search): Promise<I[][]>;
  /** Whether a find in this run could not say all about that key: what it did not find may be there all the same. */
  unsure(key: FindKey): boolean;
  /** Markers that stand on items of all feeds, of these ids of feeds, or on these items: how links come back. Empty where a side has none. */
  marks(of?: { refs: readonly ItemRef[] } | { feeds: readonly string[] }): Promise<Marks>;
  /** How many items of a feed lie in a range of starts; undefined where the side reports deletions by itself. */
  count(feed: Feed, range: Range): Promise<number | undefined>;
  /** Refs in a range of starts, at most one page's worth per call of the engine's bisection. */
  list(feed: Feed, range: Range): Promise<ItemRef[]>;
  /** Conditional writes. Settled results come in groups as they arrive; an intent without a result is unknown. */
  write(intents: readonly Intent[]): AsyncIterable<Settled<I>[]>;
  /** For each create whose answer was lost, the items it may have made, oldest first; undefined while nobody can tell. */
  recover(intents: readonly CreateIntent[]): Promise<(I[] | undefined)[]>;
  /** The ids by which the side's own pages call items, '' where unknown; empty where a side has only one form. */
  translate(refs: readonly string[]): Promise<string[]>;
  /** Whom a write would mail. */
  mailRisk(intent: Intent, current: MailFacts): MailRisk;
  /** What the server returns after a field of an item of that feed was written: trimmed, transliterated, cut. Pure. */
  asStored<F extends keyof Fields>(field: F, value: Fields[F], feed: string): Fields[F];
  /** Whether an error is of one part alone: the side itself answers, is signed in to and asks nobody to wait. */
  isOfPart(error: SyncError): Promise<boolean>;
}

export interface Capabilities {
  /** Milliseconds this server's clock is ahead of ours. */
  skew: number;
  /** Writes handed over at once. */
  wave: number;
}

/** One stream of changes: a calendar, or an entity type. */
export interface Feed {
  id: string;
  /** Window of the feed, UTC milliseconds. */
  from: number;
  until: number;
  /** Days whose occurrences of series are items of their own; undefined where series are left out. */
  series?: Range;
}

export interface ItemRef {
  ref: string;
  /** The calendar or entity type it was last seen in. */
  feed: string;
}

export interface ChangePage<I extends Item> {
  items: I[];
  /** Reported as removed: evidence to look, never proof. */
  suspects: string[];
  /** There, and not to be read: nothing is concluded about them. */
  unreadable: Unreadable<I>[];
  cursor: string;
  /** Whether it is the first page of a round that starts over, and whether the round is complete with it. */
  restarted: boolean;
  last: boolean;
  /** Series that were read to their end: what they lack is not among their occurrences any more. */
  series?: SeriesSet[];
}

/** An item that says something which cannot be understood. */
export interface Unreadable<I extends Item> {
  ref: string;
  /** What is wrong with it, in a few words, without what it says. */
  problem: string;
  /** UTC milliseconds; -1 where not even that can be read. */
  start: number;
  /** What it is called, where that is all that can be read, and nothing says that it is private; else ''. */
  title: string;
  /** As far as it can be read: enough to be known again, never to be carried over. */
  item: I | undefined;
}

/** The occurrences of a series that start in a range. `modifiedAt`: when the series itself was changed last, where the page names it. */
export interface SeriesSet extends Range {
  master: string;
  refs: string[];
  modifiedAt?: number | undefined;
}

export type Reading<I extends Item> =
  /** `content`: all that a record holds besides what is carried over and what the server gives it, as one text. */
  | { kind: 'value'; item: I; content?: string }
  | { kind: 'gone' }
  | { kind: 'forbidden' }
  | { kind: 'unknown'; error: SyncError };

export interface Suspect extends ItemRef {
  iCalUId: string;
  originalStart: string;
  /** Where to look around, UTC milliseconds. */
  start: number;
}

export type Proof<I extends Item> =
  | { kind: 'present'; item: I }
  /** `ofMeeting`: other items that bear its meeting's id. Whether one has taken its place, the engine judges. */
  | { kind: 'gone'; ofMeeting?: I[] }
  /** The very item, in another feed. */
  | { kind: 'movedTo'; item: I }
  | { kind: 'forbidden' }
  | { kind: 'feedGone' }
  | { kind: 'unknown'; error: SyncError };

export interface FindKey {
  meetingKey: string;
  fields: Fields;
  /** Addresses of everybody who takes part, and of the organizer; '' where that is the user. */
  people: string[];
  organizer: string;
}

/** Finds that belong together, by the object itself: what is read for the first of many serves the others. */
export interface Search {
  /** How many keys are asked about in all, about. */
  expected: number;
  /** Where they begin; or, for what is looked for among new items only, the server's time since which those were made. */
  among: Range | { createdSince: number };
}

export interface Mark extends ItemRef {
  type: string;
  id: string;
  nonce: string;
  createdAt: number;
}

/** `unsure`: items, or calendars, whose markers nobody could tell. */
export interface Marks {
  marks: Mark[];
  unsure: string[];
}

/** Starts, UTC milliseconds, from inclusive, until exclusive. */
export interface Range {
  from: number;
  until: number;
}

export interface CreateIntent {
  op: 'create';
  key: string;
  feed: string;
  fields: Fields;
  private: boolean;
  /** The meeting's own key, for the optional field in EspoCRM. */
  meetingKey: string;
  /** The record an Outlook event is made for, and the random part of its marker. */
  marker: { type: string; id: string; nonce: string; generation: number } | undefined;
  /** Our clock when the intent was journalled. */
  openedAt: number;
  /** How far the server's clock was ahead of ours then: either may be set before the create is looked up. */
  skew?: number;
  /** What a person chose as the record's parent, which only EspoCRM knows; where nobody has, what tells which it is. */
  parent?: RecordId;
  parentBy?: ParentHints;
  /** Decided on right before it is written. */
  given?: Given;
  /** Who is invited with it. */
  invite?: Invitation;
}

/** A record of EspoCRM that is none of the synced ones, too. */
export interface RecordId {
  type: string;
  id: string;
}

export interface UpdateIntent {
  op: 'update';
  key: string;
  ref: string;
  feed: string;
  fields: Partial<Fields>;
  /** What the write was decided on: the item changes under us only if this differs. */
  expect: Version;
  /** Whom this link has added so far, and by which address of the event: only these may be taken out again. */
  attendeesAdded?: string[];
  attendeeAddresses?: Record<string, string> | undefined;
  /** An occurrence that was shifted has another key than its record was made with. */
  meetingKey?: string;
  /** Somebody else's meeting: who is linked already keeps the response that stands there (DESIGN 3.4). */
  keepsResponses?: boolean;
  /** What a person chose as the record's parent, which only EspoCRM knows; by its name, and by that of the one before; an empty id for none. `over`: written only over this one, '' for none. */
  parent?: RecordId & { name?: string | undefined; before?: string | undefined; over?: string | undefined };
  /** Only while nobody has filled in anything that only EspoCRM knows, but the parent that the sync gave it. */
  untouched?: true | { parent: string };
  /** What an event is to bear besides. `beside`: what it bears right before the write. */
  category?: { added: string; beside?: string[] };
  /** Who is invited, and whose invitation is taken back; everybody else who takes part stays. */
  invite?: Invitation;
}

export interface RemoveIntent {
  op: 'remove';
  key: string;
  ref: string;
  feed: string;
  expect: Version;
}

export type Intent = CreateIntent | UpdateIntent | RemoveIntent;

export type Version =
  /** `hasAttendees`: what was known then of those whom a write would mail; missing in what an earlier version decided. */
  | { side: 'outlook'; etag: string; hasAttendees?: boolean }
  | { side: 'espo'; modifiedAt: number; versionNumber: number | undefined; fields: Fields };

export interface Settled<I extends Item> {
  key: string;
  result: WriteResult<I>;
}

export type WriteResult<I extends Item> =
  /** `earlier`: nothing was written; the transaction had made the item before, perhaps of other values, or it bears the category already. */
  | {
      kind: 'ok';
      item: I;
      attendees?: AttendeesWritten | undefined;
      leftOut?: FieldLeftOut[];
      earlier?: true;
      overwrote?: Overwrote;
    }
  | { kind: 'removed' }
  /** Changed, or gone (undefined), since the decision: decide again. */
  | { kind: 'stale'; current: I | undefined }
  /** The server will not take this record; others go on. */
  | { kind: 'refused'; reason: Reason; detail: string }
  /** Did not take effect; may be tried again later. */
  | { kind: 'failed'; error: SyncError }
  /** Nobody knows whether it took effect: the journal entry stays open. */
  | { kind: 'lost'; error: SyncError };

/** What stood there of what only EspoCRM knows. */
export interface Overwrote {
  parent: string;
}

/** A field that the server did not take: the others were written (rule 6). */
export interface FieldLeftOut {
  /** '' for what is none of ours, like a team. */
  field: FieldName | '';
  /** What the server said, with its own name of the field. */
  detail: string;
}

/** What became of the attendees of a write. */
export interface AttendeesWritten {
  /** Refs of those that this link has added and may take out again. */
  added: string[];
  /** By which address of the event each of them was found, by ref. */
  addresses: Record<string, string>;
  /** Addresses whom the user may not link: the save went on without them. */
  leftOut: string[];
  /** Addresses that belong to nobody in EspoCRM. */
  unknown: string[];
  /** Somebody could not be looked up: nobody was taken out, and they are still to be added. */
  unsure: boolean;
}

/** What is written about a record, beside its fields. It has no key to be repeated by: what was perhaps sent is looked up. */
export interface Notes {
  /** Whether the user has written this since (our clock); undefined: nobody can say. */
  has(record: RecordId, text: string, since: number): Promise<boolean | undefined>;
  /** Throws when nobody knows whether it was written. */
  write(record: RecordId, text: string): Promise<{ kind: 'ok' } | { kind: 'refused'; detail: string }>;
}

export interface MailFacts {
  isOrganizer: boolean;
  hasAttendees: boolean;
}
export type MailRisk = 'none' | 'mails' | 'forbidden';

export type Ports = { outlook: Port<Extract<Item, { side: 'outlook' }>>; espo: Port<Extract<Item, { side: 'espo' }>> };
export const portOf = (ports: Ports, side: Side): Port => ports[side] as unknown as Port;
