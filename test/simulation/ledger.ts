import type { Response } from '../../src/background/sync/model/event.ts';
import type { Side } from '../../src/background/sync/model/item.ts';
import type { Activity } from '../../src/background/sync/model/store.ts';
import type { Row } from '../sandbox/espo/types.ts';
import type { StoredEvent } from '../sandbox/graph/model.ts';
import { type Texts, TRACKED, type Tracked } from './texts.ts';

/** An event or a record as the stand-ins hold it: the object itself is its identity, whatever becomes of its ids. */
export type Thing = StoredEvent | Row;
export const isEvent = (thing: Thing): thing is StoredEvent => 'mailbox' in thing;

/** A value or a thing that a run took away and that a person had made: the activity log must have it (rule 1). */
export interface Overwritten {
  side: Side;
  field: Tracked;
  value: string;
  /** The store whose browser did it: its log went with it when it was lost afterwards. */
  log: Activity[];
  lost: () => boolean;
}

/**
 * What really happened, told by the stand-ins and not by the engine: who made what, who deleted what, which values a person typed and
 * which ones a sync wrote. Things are known by the tag in their text.
 */
export class Ledger {
  /** Sides on which a person made the thing of that tag, and the users whose event it was. */
  readonly made = new Map<number, Set<Side>>();
  readonly series = new Set<number>();
  /** `tag/user` of events that their user deleted, declined, or lost with the calendar. */
  readonly eventsDeleted = new Set<string>();
  /** Those among them that the user organized. */
  readonly ownDeleted = new Set<string>();
  readonly recordsDeleted = new Set<number>();
  /** Restoring brings a second one back where a new one was made meanwhile. */
  readonly restored = new Map<number, number>();
  /** Title or time was changed by a person: without a key the twin is not found any more. */
  readonly renamed = new Set<number>();
  /** Users were added or taken away by a relation. */
  readonly related = new Set<number>();
  /** Tags of events without an iCalUId of their own. */
  readonly keyless = new Set<number>();
  /** Copied things, and their copies: alike in everything but the text. */
  readonly copied = new Set<number>();
  /** It stood where a browser did not look or was refused: in a calendar that was not chosen, or a kind of record closed to it (docs/limits.md). */
  readonly unseen = new Set<number>();
  /** When the rights of a user changed last, by index. */
  readonly rightsChanged = new Map<number, number>();
  /** When a record was given to somebody else. */
  readonly givenAway = new Map<Thing, number>();
  readonly bySync = new Set<Thing>();
  readonly overwritten: Overwritten[] = [];
  /** Values of a person that fell into the round trip between EspoCRM's re-read and the write (docs/limits.md). */
  gaps = 0;
  /** Answers `Apply` and `Discard` were given for these items. */
  readonly applied = new Set<string>();
  readonly discarded = new Set<string>();
  /** Faults and people have stopped: what is written now is for the rules alone. */
  calm = false;
  /** Bulk changes that the user has agreed to, by browser. */
  readonly agreed = new WeakMap<object, Set<string>>();
  /** `tag/user` -> addresses that the user was told of, and agreed to mail. */
  readonly announced = new Map<string, Set<string>>();
  /** Record -> what the user has said that it belongs to. */
  readonly belongs = new Map<string, string>();
  /** Addresses that a sync has put into an event: only these may it take out again. */
  readonly invited = new WeakMap<Thing, Set<string>>();
  /** `tag/user` -> the answer last given in Outlook. */
  readonly answers = new Map<string, Response>();
  /** Users that a sync put on a record: only these may it take off again (DESIGN 3.4). */
  readonly #users = new Map<Thing, Set<string>>();
  readonly #touches = new Map<Thing, number[]>();
  readonly #tags = new Map<Thing, number>();
  readonly #written = new Map<Thing, Map<Tracked, Set<string>>>();
  readonly #edits = new Map<Thing, { tick: number; sides: Map<Tracked, number> }>();
  readonly #tagTicks = new Map<number, number>();
  /** Counts acts of people and requests of browsers. */
  #tick = 0;

  tick = (): number => {
    this.#tick += 1;
    return this.#tick;
  };

  tagOf(thing: Thing): number {
    const known = this.#tags.get(thing);
    if (known !== undefined) return known;
    const text = String((isEvent(thing) ? thing.body : thing['description']) ?? '');
    const tag = Number(/#(\d+)#/.exec(text)?.[1] ?? 0);
    if (tag > 0) this.#tags.set(thing, tag);
    return tag;
  }

  usersBySync(thing: Thing): Set<string> {
    const known = this.#users.get(thing) ?? new Set<string>();
    this.#users.set(thing, known);
    return known;
  }

  personMade(thing: Thing, tag: number, side: Side): void {
    this.#tags.set(thing, tag);
    this.made.set(tag, (this.made.get(tag) ?? new Set()).add(side));
    this.happened(thing);
  }

  /** A person did something to it. */
  happened(thing: Thing, fields: readonly Tracked[] = []): void {
    const tick = this.tick();
    this.#tagTicks.set(this.tagOf(thing), tick);
    const edit = this.#edits.get(thing) ?? { tick, sides: new Map<Tracked, number>() };
    edit.tick = tick;
    for (const field of fields) edit.sides.set(field, tick);
    this.#edits.set(thing, edit);
    if (fields.includes('title') || fields.includes('when')) this.renamed.add(this.tagOf(thing));
  }

  /** When a person last did something to the thing, or to anything of its tag. */
  lastAct = (thing: Thing): number =>
    Math.max(this.#edits.get(thing)?.tick ?? 0, this.#tagTicks.get(this.tagOf(thing)) ?? 0);
  /** When a person last changed that field of it; 0 = never. */
  lastEdit = (thing: Thing, field: Tracked): number => this.#edits.get(thing)?.sides.get(field) ?? 0;

  /** A person has changed that field of the meeting in any mailbox. */
  isEdited = (iCalUId: string | null, field: Tracked): boolean =>
    [...this.#edits].some(([thing, { sides }]) => isEvent(thing) && thing.iCalUId === iCalUId && sides.has(field));

  /** A person has worked on the record. */
  touch(row: Thing, fields: readonly Tracked[]): void {
    this.happened(row, fields);
    this.#touches.set(row, [...(this.#touches.get(row) ?? []), this.lastAct(row)]);
  }

  /** All that a person did to it since then fell into the round trip, and left no trace (docs/limits.md). */
  untouch(row: Thing, since: number): void {
    this.#touches.set(
      row,
      (this.#touches.get(row) ?? []).filter((tick) => tick <= since),
    );
  }

  touched = (row: Thing): boolean => (this.#touches.get(row) ?? []).length > 0;

  /** A sync made it or wrote it: these values are its own. */
  syncWrote(thing: Thing, texts: Texts, fields: readonly Tracked[] = TRACKED): void {
    const known = this.#written.get(thing) ?? new Map<Tracked, Set<string>>();
    for (const field of fields) known.set(field, (known.get(field) ?? new Set()).add(texts[field]));
    this.#written.set(thing, known);
  }

  isOurs = (thing: Thing, field: Tracked, value: string): boolean =>
    this.#written.get(thing)?.get(field)?.has(value) === true;

  deletedEvent(event: StoredEvent, user: number): void {
    this.happened(event);
    const key = `${this.tagOf(event)}/${user}`;
    this.eventsDeleted.add(key);
    if (event.isOrganizer) this.ownDeleted.add(key);
    // Taken off the own calendar: that counts as declined (DESIGN 3.6).
    else this.answers.delete(key);
  }

  deletedRecord(row: Row): void {
    this.happened(row);
    this.recordsDeleted.add(this.tagOf(row));
  }

  deletedAnywhere(tag: number): boolean {
    if (this.recordsDeleted.has(tag)) return true;
    for (const key of this.eventsDeleted) if (key.startsWith(`${tag}/`)) return true;
    return false;
  }

  restoredThing(thing: Thing): void {
    const tag = this.tagOf(thing);
    this.happened(thing);
    this.restored.set(tag, (this.restored.get(tag) ?? 0) + 1);
  }
}
