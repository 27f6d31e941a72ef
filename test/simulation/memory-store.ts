import {
  guestsFlag,
  type LinkRow,
  linkRow,
  seenKey,
  seriesFlag,
  twinFlag,
  untilFlag,
} from '../../src/background/store/rows.ts';
import type { Side } from '../../src/background/sync/model/item.ts';
import type { Link, LinkState } from '../../src/background/sync/model/link.ts';
import { isBeginning } from '../../src/background/sync/model/meeting-key.ts';
import { headOf, type PlanHead } from '../../src/background/sync/model/plan-head.ts';
import type {
  Activity,
  Arrival,
  Changes,
  Cursor,
  Hold,
  JournalEntry,
  PlanRow,
  Seen,
  Store,
  Tally,
} from '../../src/background/sync/model/store.ts';
import type { Reason } from '../../src/shared/codes.ts';
import { copy } from './copy.ts';

/** A key that was cut means every meeting whose key begins so. */
const isMeant = (key: string, wanted: readonly string[]): boolean =>
  key !== '' && (wanted.includes(key) || wanted.some((one) => isBeginning(one) && key.startsWith(one)));

/** The same memory in plain maps, for simulations: passes the suite that the IndexedDB one passes (test/contract/store.test.ts). */
export class MemoryStore implements Store {
  readonly pair: string;
  readonly links = new Map<string, LinkRow>();
  /** The unique indexes of the real store: which link has that id or reference. */
  readonly #outlookIds = new Map<string, string>();
  readonly #espoRefs = new Map<string, string>();
  readonly seen = new Map<string, Seen>();
  readonly arrivalRows = new Map<string, Arrival>();
  readonly planRows = new Map<string, PlanRow>();
  readonly journalRows = new Map<string, JournalEntry>();
  readonly cursors = new Map<string, Cursor>();
  activity: Activity[] = [];
  #logged = 0;
  readonly holdRows = new Map<string, Hold>();
  tallyRows: Tally[] = [];

  constructor(pair: string) {
    this.pair = pair;
  }

  async commit(changes: Changes): Promise<void> {
    const copied = copy(changes);
    const key = ({ side, ref }: { side: Side; ref: string }) => seenKey(this.pair, side, ref);
    if (copied.links) this.#changeLinks(copied.links.put?.map(linkRow) ?? [], copied.links.remove ?? []);
    change(this.seen, { put: copied.seen?.put, remove: copied.seen?.remove?.map(key) }, key);
    change(this.arrivalRows, { put: copied.arrivals?.put, remove: copied.arrivals?.remove?.map(key) }, key);
    change(this.planRows, copied.plan, (row) => row.id);
    change(this.journalRows, copied.journal, (row) => row.id);
    change(this.cursors, copied.cursors, (row) => row.name);
    for (const row of copied.activity ?? []) {
      this.#logged += 1;
      this.activity.push({ ...row, id: this.#logged });
    }
    for (const { ids, run } of copied.undone ?? [])
      for (const row of this.activity) {
        if (!ids.includes(row.id ?? 0)) continue;
        if (run === '') delete row.undone;
        else row.undone = run;
      }
    if (copied.forget?.length) {
      const forget = new Set(copied.forget);
      this.activity = this.activity.filter((row) => !forget.has(row.id ?? 0));
    }
    change(this.holdRows, copied.holds, (row) => row.id);
    this.tallyRows.push(...(copied.tallies?.put ?? []));
    const before = copied.tallies?.removeBefore;
    if (before !== undefined) this.tallyRows = this.tallyRows.filter((t) => t.at >= before);
  }

  /** Checks first, so that a refused commit changes nothing. */
  #changeLinks(put: readonly LinkRow[], remove: readonly string[]): void {
    const leaving = new Set([...remove, ...put.map((row) => row.id)]);
    const last = new Map(put.map((row) => [row.id, row]));
    for (const [field, index] of [
      ['outlookId', this.#outlookIds],
      ['espoRef', this.#espoRefs],
    ] as const) {
      const met = new Set<string>();
      for (const { [field]: value } of last.values()) {
        if (value === undefined) continue;
        const holder = index.get(value);
        if (met.has(value) || (holder !== undefined && !leaving.has(holder)))
          throw new DOMException(`two links with ${field} ${value}`, 'ConstraintError');
        met.add(value);
      }
    }
    for (const id of leaving) {
      const { outlookId = '', espoRef = '' } = this.links.get(id) ?? {};
      this.#outlookIds.delete(outlookId);
      this.#espoRefs.delete(espoRef);
    }
    for (const id of remove) this.links.delete(id);
    for (const [id, row] of last) {
      this.links.set(id, row);
      if (row.outlookId !== undefined) this.#outlookIds.set(row.outlookId, id);
      if (row.espoRef !== undefined) this.#espoRefs.set(row.espoRef, id);
    }
  }

  #links(test: (row: LinkRow) => boolean): Link[] {
    const found: Link[] = [];
    for (const row of this.links.values()) if (test(row)) found.push(copy(row.link));
    return found;
  }
  #flagged = async (flag: string): Promise<Link[]> => this.#links((row) => row.flags.includes(`${this.pair}|${flag}`));

  async linksById(ids: readonly string[]): Promise<(Link | undefined)[]> {
    return ids.map((id) => copy(this.links.get(id)?.link));
  }
  async linksByRef(side: Side, refs: readonly string[]): Promise<(Link | undefined)[]> {
    const index = side === 'outlook' ? this.#outlookIds : this.#espoRefs;
    return refs.map((ref) => copy(this.links.get(index.get(ref) ?? '')?.link));
  }
  linksByMeeting = async (keys: readonly string[]): Promise<Link[]> =>
    this.#links((row) => isMeant(row.meetingKey, keys));
  linksByTwin = async (twins: readonly string[]): Promise<Link[]> => {
    const flags = new Set(twins.map((twin) => `${this.pair}|${twinFlag(twin)}`));
    return twins.length === 0 ? [] : this.#links((row) => row.flags.some((flag) => flags.has(flag)));
  };
  linksBySeries = async (masters: readonly string[]): Promise<Link[]> => {
    const flags = new Set(masters.map((master) => `${this.pair}|${seriesFlag(master)}`));
    return masters.length === 0 ? [] : this.#links((row) => row.flags.some((flag) => flags.has(flag)));
  };
  linksDirty = (): Promise<Link[]> => this.#flagged('dirty');
  linksAway = (): Promise<Link[]> => this.#flagged('away');
  linksGone = (): Promise<Link[]> => this.#flagged('gone');
  linksToLookAgain = (): Promise<Link[]> => this.#flagged('again');
  linksToAsk = (): Promise<Link[]> => this.#flagged('ask');
  linksWished = (): Promise<Link[]> => this.#flagged('wish');
  linksWithoutParent = (): Promise<Link[]> => this.#flagged('belongs');
  linksDeclined = (): Promise<Link[]> => this.#flagged('declined');
  linksToCategorize = (): Promise<Link[]> => this.#flagged('category');
  linksOver = async (before: number): Promise<Link[]> => {
    const [from, until] = [`${this.pair}|until|`, `${this.pair}|${untilFlag(before)}`];
    return this.#links((row) => row.flags.some((flag) => flag.startsWith(from) && flag < until));
  };
  linksToInvite = async (after: number): Promise<Link[]> => {
    const [begin, from] = [`${this.pair}|guests|`, `${this.pair}|${guestsFlag(after)}`];
    return this.#links((row) => row.flags.some((flag) => flag.startsWith(begin) && flag > from));
  };
  linksWithoutRestId = async (limit: number): Promise<Link[]> => (await this.#flagged('rest')).slice(0, limit);
  linksInState = async (state: LinkState): Promise<Link[]> => this.#links((row) => row.state === state);
  linksInFeed = async (side: Side, feed: string): Promise<Link[]> =>
    this.#links((row) => row.feeds.includes(`${this.pair}|${side}|${feed}`));

  async countLinks(): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const row of this.links.values())
      for (const feed of row.feeds) {
        const key = feed.slice(this.pair.length + 1);
        counts[key] = (counts[key] ?? 0) + (row.state === 'active' ? 1 : 0);
      }
    return counts;
  }

  #seenRows(test: (row: Seen) => boolean): Seen[] {
    const found: Seen[] = [];
    for (const row of this.seen.values()) if (test(row)) found.push(copy(row));
    return found;
  }

  async seenByRef(side: Side, refs: readonly string[]): Promise<(Seen | undefined)[]> {
    return refs.map((ref) => copy(this.seen.get(seenKey(this.pair, side, ref))));
  }
  seenByTwin = async (side: Side, twins: readonly string[]): Promise<Seen[]> =>
    this.#seenRows((row) => row.side === side && row.twin !== '' && twins.includes(row.twin));
  seenByMeeting = async (side: Side, keys: readonly string[]): Promise<Seen[]> =>
    this.#seenRows((row) => row.side === side && isMeant(row.meetingKey, keys));
  seenInFeed = async (side: Side, feed: string): Promise<Seen[]> =>
    this.#seenRows((row) => row.side === side && row.feed === feed);

  async countSeen(): Promise<number> {
    let count = 0;
    for (const row of this.seen.values()) if (row.reason !== undefined) count += 1;
    return count;
  }
  seenWithReason = async (reason: Reason, limit: number): Promise<Seen[]> =>
    this.#seenRows((row) => row.reason === reason).slice(0, limit);
  countKnown = async (side: Side, feed: string, from: number, until: number): Promise<number> =>
    (await this.knownRefs(side, feed, from, until)).length;

  async knownRefs(side: Side, feed: string, from: number, until: number): Promise<string[]> {
    const refs: string[] = [];
    for (const row of this.seen.values())
      if (row.side === side && row.feed === feed && row.start >= from && row.start < until) refs.push(row.ref);
    for (const { link, espoType, countedStart } of this.links.values())
      if (espoType === feed && countedStart !== undefined && countedStart >= from && countedStart < until)
        refs.push(link.espoRef);
    return refs;
  }

  #arrivalsOf = (side: Side, suspect: boolean): Arrival[] =>
    [...this.arrivalRows.values()]
      .filter((row) => row.side === side && (row.item === undefined) === suspect)
      .sort((a, b) => (a.ref < b.ref ? -1 : 1));

  arrivals = async (side: Side, limit: number, after: string): Promise<Arrival[]> =>
    copy(
      this.#arrivalsOf(side, false)
        .filter((row) => row.ref > after)
        .slice(0, limit),
    );
  countArrivals = async (side: Side): Promise<number> => this.#arrivalsOf(side, false).length;
  suspects = async (side: Side): Promise<Arrival[]> => copy(this.#arrivalsOf(side, true));
  arrivalsByRef = async (side: Side, refs: readonly string[]): Promise<(Arrival | undefined)[]> =>
    refs.map((ref) => copy(this.arrivalRows.get(seenKey(this.pair, side, ref))));

  plan = async (): Promise<PlanRow[]> => copy([...this.planRows.values()]);
  planHeads = async (): Promise<PlanHead[]> => copy([...this.planRows.values()].map(headOf));
  planIds = async (): Promise<string[]> => [...this.planRows.keys()];
  planById = async (ids: readonly string[]): Promise<(PlanRow | undefined)[]> =>
    ids.map((id) => copy(this.planRows.get(id)));
  planHeld = async (): Promise<PlanRow[]> => (await this.plan()).filter(({ state }) => state === 'held');
  journal = async (): Promise<JournalEntry[]> => copy([...this.journalRows.values()]);
  cursor = async (name: string): Promise<string | undefined> => this.cursors.get(name)?.value;
  cursorNames = async (prefix: string): Promise<string[]> =>
    [...this.cursors.keys()].filter((name) => name.startsWith(prefix));

  #logRows = async (test: (row: Activity) => boolean): Promise<Activity[]> => copy(this.activity.filter(test));
  activityById = async (ids: readonly number[]): Promise<Activity[]> => {
    const byId = new Map(this.activity.map((row) => [row.id, row]));
    return copy(ids.flatMap((id) => byId.get(id) ?? []));
  };
  activityOfRun = (run: string): Promise<Activity[]> => this.#logRows((row) => row.run === run);
  activityOfLink = (linkId: string): Promise<Activity[]> => this.#logRows((row) => row.linkId === linkId);
  activityToForget = async (before: number, keep: number): Promise<number[]> => {
    const rows = [...this.activity].sort((a, b) => a.at - b.at || (a.id ?? 0) - (b.id ?? 0));
    const old = rows.filter((row) => row.at < before).length;
    return rows.slice(0, Math.max(0, old, rows.length - keep)).map((row) => row.id ?? 0);
  };

  holds = async (): Promise<Hold[]> => copy([...this.holdRows.values()]);
  tallies = async (): Promise<Tally[]> => copy(this.tallyRows);
}

interface Change<T> {
  put?: T[] | undefined;
  remove?: string[] | undefined;
}

function change<T>(table: Map<string, T>, what: Change<T> | undefined, key: (row: T) => string): void {
  for (const id of what?.remove ?? []) table.delete(id);
  for (const row of what?.put ?? []) table.set(key(row), row);
}
