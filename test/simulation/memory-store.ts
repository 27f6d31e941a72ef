import { type LinkRow, linkRow, seenKey } from '../../src/background/store/rows.ts';
import type { Side } from '../../src/background/sync/item.ts';
import type { Link, LinkState } from '../../src/background/sync/link.ts';
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
} from '../../src/background/sync/store.ts';

/** The same memory in plain maps, for simulations: passes the suite that the IndexedDB one passes (test/contract/store.test.ts). */
export class MemoryStore implements Store {
  readonly pair: string;
  links = new Map<string, LinkRow>();
  readonly seen = new Map<string, Seen>();
  readonly arrivalRows = new Map<string, Arrival>();
  readonly planRows = new Map<string, PlanRow>();
  readonly journalRows = new Map<string, JournalEntry>();
  readonly cursors = new Map<string, Cursor>();
  readonly activity: Activity[] = [];
  readonly holdRows = new Map<string, Hold>();
  tallyRows: Tally[] = [];

  constructor(pair: string) {
    this.pair = pair;
  }

  async commit(changes: Changes): Promise<void> {
    const copy = structuredClone(changes);
    const key = ({ side, ref }: { side: Side; ref: string }) => seenKey(this.pair, side, ref);
    const links = new Map(this.links);
    change(links, { put: copy.links?.put?.map(linkRow), remove: copy.links?.remove }, (row) => row.id);
    assertUnique(links);
    this.links = links;
    change(this.seen, { put: copy.seen?.put, remove: copy.seen?.remove?.map(key) }, key);
    change(this.arrivalRows, { put: copy.arrivals?.put, remove: copy.arrivals?.remove?.map(key) }, key);
    change(this.planRows, copy.plan, (row) => row.id);
    change(this.journalRows, copy.journal, (row) => row.id);
    change(this.cursors, copy.cursors, (row) => row.name);
    this.activity.push(...(copy.activity ?? []));
    change(this.holdRows, copy.holds, (row) => row.id);
    this.tallyRows.push(...(copy.tallies?.put ?? []));
    const before = copy.tallies?.removeBefore;
    if (before !== undefined) this.tallyRows = this.tallyRows.filter((t) => t.at >= before);
  }

  #links = (test: (row: LinkRow) => boolean): Link[] =>
    [...this.links.values()].filter(test).map((row) => structuredClone(row.link));
  #flagged = async (flag: string): Promise<Link[]> => this.#links((row) => row.flags.includes(`${this.pair}|${flag}`));

  async linksById(ids: readonly string[]): Promise<(Link | undefined)[]> {
    return ids.map((id) => structuredClone(this.links.get(id)?.link));
  }
  async linksByRef(side: Side, refs: readonly string[]): Promise<(Link | undefined)[]> {
    const field = side === 'outlook' ? 'outlookId' : 'espoRef';
    return refs.map((ref) => this.#links((row) => row[field] === ref)[0]);
  }
  linksByMeeting = async (keys: readonly string[]): Promise<Link[]> =>
    this.#links((row) => keys.includes(row.meetingKey));
  linksDirty = (): Promise<Link[]> => this.#flagged('dirty');
  linksAway = (): Promise<Link[]> => this.#flagged('away');
  linksGone = (): Promise<Link[]> => this.#flagged('gone');
  linksToLookAgain = (): Promise<Link[]> => this.#flagged('again');
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

  #seenRows = (test: (row: Seen) => boolean): Seen[] =>
    [...this.seen.values()].filter(test).map((row) => structuredClone(row));

  async seenByRef(side: Side, refs: readonly string[]): Promise<(Seen | undefined)[]> {
    return refs.map((ref) => structuredClone(this.seen.get(seenKey(this.pair, side, ref))));
  }
  seenByTwin = async (side: Side, twins: readonly string[]): Promise<Seen[]> =>
    this.#seenRows((row) => row.side === side && twins.includes(row.twin));
  seenByMeeting = async (side: Side, keys: readonly string[]): Promise<Seen[]> =>
    this.#seenRows((row) => row.side === side && keys.includes(row.meetingKey));
  seenInFeed = async (side: Side, feed: string): Promise<Seen[]> =>
    this.#seenRows((row) => row.side === side && row.feed === feed);

  countSeen = async (): Promise<number> => this.#seenRows((row) => row.reason !== undefined).length;
  countKnown = async (side: Side, feed: string, from: number, until: number): Promise<number> =>
    (await this.knownRefs(side, feed, from, until)).length;

  async knownRefs(side: Side, feed: string, from: number, until: number): Promise<string[]> {
    const seen = this.#seenRows(
      (row) => row.side === side && row.feed === feed && row.start >= from && row.start < until,
    );
    const counted = (row: LinkRow): boolean => {
      const { countedStart } = row;
      return row.espoType === feed && countedStart !== undefined && countedStart >= from && countedStart < until;
    };
    return [...seen.map((row) => row.ref), ...this.#links(counted).map((link) => link.espoRef)];
  }

  #arrivalsOf = (side: Side, suspect: boolean): Arrival[] =>
    [...this.arrivalRows.values()]
      .filter((row) => row.side === side && (row.item === undefined) === suspect)
      .sort((a, b) => (a.ref < b.ref ? -1 : 1));

  arrivals = async (side: Side, limit: number, after: string): Promise<Arrival[]> =>
    structuredClone(
      this.#arrivalsOf(side, false)
        .filter((row) => row.ref > after)
        .slice(0, limit),
    );
  suspects = async (side: Side): Promise<Arrival[]> => structuredClone(this.#arrivalsOf(side, true));
  arrivalsByRef = async (side: Side, refs: readonly string[]): Promise<(Arrival | undefined)[]> =>
    refs.map((ref) => structuredClone(this.arrivalRows.get(seenKey(this.pair, side, ref))));

  plan = async (): Promise<PlanRow[]> => structuredClone([...this.planRows.values()]);
  journal = async (): Promise<JournalEntry[]> => structuredClone([...this.journalRows.values()]);
  cursor = async (name: string): Promise<string | undefined> => this.cursors.get(name)?.value;
  cursorNames = async (prefix: string): Promise<string[]> =>
    [...this.cursors.keys()].filter((name) => name.startsWith(prefix));
  holds = async (): Promise<Hold[]> => structuredClone([...this.holdRows.values()]);
  tallies = async (): Promise<Tally[]> => structuredClone(this.tallyRows);
}

interface Change<T> {
  put?: T[] | undefined;
  remove?: string[] | undefined;
}

function change<T>(table: Map<string, T>, what: Change<T> | undefined, key: (row: T) => string): void {
  for (const id of what?.remove ?? []) table.delete(id);
  for (const row of what?.put ?? []) table.set(key(row), row);
}

/** The unique indexes of the real store. */
function assertUnique(links: ReadonlyMap<string, LinkRow>): void {
  for (const field of ['outlookId', 'espoRef'] as const) {
    const met = new Set<string>();
    for (const row of links.values()) {
      const value = row[field];
      if (value === undefined) continue;
      if (met.has(value)) throw new DOMException(`two links with ${field} ${value}`, 'ConstraintError');
      met.add(value);
    }
  }
}
