/**
 * What Outlook's page shows of an event: on its tile, and in the card. Schemas of what the content script may ask for; it uses only the
 * types of this file, or the schema library would be brought into every Outlook page.
 */
import * as v from 'valibot';
import type { ErrorCode, Reason } from './codes';
import type { FieldWord } from './fields';
import { isoDate } from './iso-date';
import type { NeedsItem } from './needs';
import { NEEDS_ACTIONS } from './needs';
import { isNobodys } from './own';
import { TypeName } from './settings';
import type { UndoCode } from './undo-codes';

/** waiting: linked, and something is still to be written. needs: a person is asked. none: not linked, and nothing says why. */
export type TileState = 'linked' | 'waiting' | 'differs' | 'needs' | 'leftOut' | 'none' | 'private';

export interface Badge {
  state: TileState;
  /** The record that is kept in step with it; '' for none. */
  type: string;
  id: string;
  url: string;
  /** The record's name. */
  label: string;
  /** The event's own name, as Outlook had it when it was last read. */
  title: string;
}

/** An event that is known, for tiles without an id: wall-clock times of the mailbox, `2026-11-23T10:00`; the last day of an all-day one. */
export interface KnownTile {
  /** What the worker is asked by. */
  key: string;
  badge: Badge;
  start: string;
  end: string;
  allDay: boolean;
}

export interface RecordRef {
  type: string;
  id: string;
}

/** A record with its name, as people know them. */
export interface NamedRecord extends RecordRef {
  /** Its entity type, in words. */
  kind: string;
  name: string;
  url: string;
}

/** One field that is not the same on both sides. Times as they are, to be shown in the user's language. */
export interface Differing {
  field: FieldWord;
  outlook: string;
  espo: string;
}

export interface KnownPerson extends NamedRecord {
  response: string;
}

export interface UnknownPerson {
  address: string;
  name: string;
}

/** What is known of one event without asking EspoCRM. */
export interface CardView {
  state: TileState;
  title: string;
  /** Why it is left out, or asks; '' for nothing to say. */
  reason: Reason | '';
  record: NamedRecord | null;
  differs: Differing[];
  /** The last write of either side, or when they were linked. */
  synced: { at: number; to: 'outlook' | 'espo' | 'both' } | null;
  waits: NeedsItem[];
  /** Acts of the user that are under way, and those that could not be done. */
  orders: OrderView[];
  offers: Offers;
}

export interface OrderView {
  id: string;
  act: Act['act'];
  /** Why it could not be done, and what the server said; null while it is under way, or waits. */
  failed: { code: UndoCode; detail: string } | null;
  /** Nobody is at it: a server did not answer, or the sync is off. The next sync tries it again. */
  waits: boolean;
}

/** What may be done: by rights, direction and the mail rule. */
export interface Offers {
  create: { type: string; label: string }[];
  link: boolean;
  leaveOut: boolean;
  /** undefined: not linked. `remove`: what may be deleted with it. */
  unlink: { remove: ('espo' | 'outlook')[] } | undefined;
  status: ('held' | 'notHeld')[];
  /** Only on a linked record, and only as EspoCRM's rights say (see CardMore). */
  edit: boolean;
}

/** What only EspoCRM knows; asked for once for all events on the page. */
export interface CardMore {
  /** '' while it could be asked. */
  problem: ErrorCode | '';
  status: string;
  assigned: string;
  parent: NamedRecord | null;
  known: KnownPerson[];
  unknown: UnknownPerson[];
  /** Kinds that an unknown one may be added as. */
  addAs: ('Contact' | 'Lead')[];
  /** What the record's parent may be. */
  parents: { type: string; label: string }[];
  /** The account that all known people share, of an event without a record. */
  proposal: NamedRecord | null;
  note: boolean;
}

/** A record that was found by a search. */
export interface FoundRecord extends NamedRecord {
  /** UTC milliseconds; -1 without one. */
  start: number;
  sameTime: boolean;
}

const text = (length: number) => v.pipe(v.string(), v.maxLength(length));
export const ItemId = v.pipe(v.string(), v.minLength(1), v.maxLength(2000));
const Ref = v.object({ type: TypeName, id: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/), v.check(isNobodys)) });
/** As the card has it: how it is called, and what stood there before. Only to be shown where the write waits. */
const ParentRef = v.object({ ...Ref.entries, name: v.optional(text(255)), before: v.optional(text(255)) });

/** What a user may do from the card. Each is checked again by the run that carries it out. */
export const ActSchema = v.variant('act', [
  v.object({ act: v.literal('create'), type: TypeName, parent: v.nullable(Ref) }),
  v.object({ act: v.literal('link'), record: Ref }),
  v.object({ act: v.literal('leaveOut') }),
  v.object({ act: v.literal('unlink'), remove: v.picklist(['', 'espo', 'outlook']) }),
  v.object({ act: v.literal('parent'), parent: ParentRef }),
  v.object({ act: v.literal('status'), status: v.picklist(['held', 'notHeld']) }),
  v.object({ act: v.literal('note'), text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(10_000)) }),
  v.object({ act: v.literal('person'), address: text(320), kind: v.picklist(['Contact', 'Lead']) }),
  v.object({ act: v.literal('answer'), need: text(2000), action: v.picklist(NEEDS_ACTIONS), choice: text(2000) }),
  v.object({ act: v.literal('again'), order: text(2000) }),
  v.object({ act: v.literal('forget'), order: text(2000) }),
]);
export type Act = v.InferOutput<typeof ActSchema>;

/** Days of a visible range; a month has six weeks. */
export const DaysSchema = v.object({ from: isoDate, until: isoDate });

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000));
/** How well the page is recognised, since the last time it was told. */
export const HealthSchema = v.object({
  tiles: count,
  known: count,
  blind: count,
  by: v.object({ id: count, address: count, pressed: count, known: count }),
  disagreed: count,
});
export type Health = v.InferOutput<typeof HealthSchema>;
