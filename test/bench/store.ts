import { type LinkRow, linkRow, seenKey, twinFlag, untilFlag } from '../../src/background/store/rows.ts';
import type { Side } from '../../src/background/sync/model/item.ts';
import type { Link, LinkState } from '../../src/background/sync/model/link.ts';
import type { Arrival, Changes, Seen } from '../../src/background/sync/model/store.ts';
import { MemoryStore } from '../simulation/memory-store.ts';
import { ManyIndex, SortedIndex } from './indexes.ts';

/**
 * The simulation's memory store with the indexes that IndexedDB has, so that the engine's own growth is seen and not that of a
 * store which looks through everything.
 */
export class IndexedStore extends MemoryStore {
  readonly #rows = new Map<string, LinkRow>();
  readonly #outlook = new Map<string, LinkRow>();
  readonly #espo = new Map<string, LinkRow>();
  readonly #flags = new ManyIndex<LinkRow>();
  readonly #feeds = new ManyIndex<LinkRow>();
  readonly #states = new ManyIndex<LinkRow>();
  readonly #meetings = new ManyIndex<LinkRow>();
  readonly #counted = new Map<string, SortedIndex>();
  readonly #seenRows = new Map<string, Seen>();
  readonly #seenFeeds = new ManyIndex<Seen>();
  readonly #seenTwins = new ManyIndex<Seen>();
  readonly #seenMeetings = new ManyIndex<Seen>();

  override async commit(changes: Changes): Promise<void> {
    const { links, seen, ...rest } = changes;
    // Everything is computed before the first await: its time is told apart from the engine's (timed-store.ts).
    const others = super.commit(rest);
    for (const id of links?.remove ?? []) this.#forget(id);
    for (const link of links?.put ?? []) this.#keep(linkRow(link));
    for (const { side, ref } of seen?.remove ?? []) this.#unsee(seenKey(this.pair, side, ref));
    for (const row of seen?.put ?? []) this.#see(row);
    await others;
  }

  #keep(row: LinkRow): void {
    this.#forget(row.id);
    this.#rows.set(row.id, row);
    if (row.outlookId !== undefined) this.#outlook.set(row.outlookId, row);
    if (row.espoRef !== undefined) this.#espo.set(row.espoRef, row);
    for (const flag of row.flags) this.#flags.add(flag, row.id, row);
    for (const feed of row.feeds) this.#feeds.add(feed, row.id, row);
    this.#states.add(row.state, row.id, row);
    this.#meetings.add(row.meetingKey, row.id, row);
    if (row.countedStart !== undefined) this.#countedOf(row.espoType).add(row.countedStart);
  }

  #forget(id: string): void {
    const row = this.#rows.get(id);
    if (!row) return;
    this.#rows.delete(id);
    if (row.outlookId !== undefined) this.#outlook.delete(row.outlookId);
    if (row.espoRef !== undefined) this.#espo.delete(row.espoRef);
    for (const flag of row.flags) this.#flags.remove(flag, id);
    for (const feed of row.feeds) this.#feeds.remove(feed, id);
    this.#states.remove(row.state, id);
    this.#meetings.remove(row.meetingKey, id);
    if (row.countedStart !== undefined) this.#countedOf(row.espoType).remove(row.countedStart);
  }

  #countedOf(type: string): SortedIndex {
    const known = this.#counted.get(type) ?? new SortedIndex();
    this.#counted.set(type, known);
    return known;
  }

  #see(row: Seen): void {
    const key = seenKey(this.pair, row.side, row.ref);
    this.#unsee(key);
    this.#seenRows.set(key, row);
    this.#seenFeeds.add(`${row.side}|${row.feed}`, key, row);
    this.#seenTwins.add(`${row.side}|${row.twin}`, key, row);
    this.#seenMeetings.add(`${row.side}|${row.meetingKey}`, key, row);
  }

  #unsee(key: string): void {
    const row = this.#seenRows.get(key);
    if (!row) return;
    this.#seenRows.delete(key);
    this.#seenFeeds.remove(`${row.side}|${row.feed}`, key);
    this.#seenTwins.remove(`${row.side}|${row.twin}`, key);
    this.#seenMeetings.remove(`${row.side}|${row.meetingKey}`, key);
  }

  /** Every row as the real store holds it, for a browser that is to begin with it. */
  rows(): LinkRow[] {
    return [...this.#rows.values()];
  }

  #flag = async (flag: string): Promise<Link[]> => linksOf(this.#flags.of(`${this.pair}|${flag}`));

  override async linksById(ids: readonly string[]): Promise<(Link | undefined)[]> {
    return ids.map((id) => this.#rows.get(id)?.link);
  }
  override async linksByRef(side: Side, refs: readonly string[]): Promise<(Link | undefined)[]> {
    const index = side === 'outlook' ? this.#outlook : this.#espo;
    return refs.map((ref) => index.get(ref)?.link);
  }
  override linksByMeeting = async (keys: readonly string[]): Promise<Link[]> =>
    keys.flatMap((key) => linksOf(this.#meetings.of(key)));
  override linksByTwin = async (twins: readonly string[]): Promise<Link[]> => [
    ...new Set(twins.flatMap((twin) => linksOf(this.#flags.of(`${this.pair}|${twinFlag(twin)}`)))),
  ];
  override linksDirty = (): Promise<Link[]> => this.#flag('dirty');
  override linksAway = (): Promise<Link[]> => this.#flag('away');
  override linksGone = (): Promise<Link[]> => this.#flag('gone');
  override linksToLookAgain = (): Promise<Link[]> => this.#flag('again');
  override linksToAsk = (): Promise<Link[]> => this.#flag('ask');
  override linksWished = (): Promise<Link[]> => this.#flag('wish');
  override linksDeclined = (): Promise<Link[]> => this.#flag('declined');
  override linksToCategorize = (): Promise<Link[]> => this.#flag('category');
  override linksOver = async (before: number): Promise<Link[]> => {
    const [from, until] = [`${this.pair}|until|`, `${this.pair}|${untilFlag(before)}`];
    return this.#flags
      .names()
      .filter((flag) => flag.startsWith(from) && flag < until)
      .flatMap((flag) => linksOf(this.#flags.of(flag)));
  };
  override linksWithoutRestId = async (limit: number): Promise<Link[]> => (await this.#flag('rest')).slice(0, limit);
  override linksInState = async (state: LinkState): Promise<Link[]> => linksOf(this.#states.of(state));
  override linksInFeed = async (side: Side, feed: string): Promise<Link[]> =>
    linksOf(this.#feeds.of(`${this.pair}|${side}|${feed}`));

  override async countLinks(): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const feed of this.#feeds.names()) counts[feed.slice(this.pair.length + 1)] = this.#feeds.size(feed);
    for (const state of ['asleep', 'lostAccess'])
      for (const { feeds } of this.#states.of(state))
        for (const feed of feeds) {
          const name = feed.slice(this.pair.length + 1);
          counts[name] = (counts[name] ?? 0) - 1;
        }
    return counts;
  }

  override async seenByRef(side: Side, refs: readonly string[]): Promise<(Seen | undefined)[]> {
    return refs.map((ref) => this.#seenRows.get(seenKey(this.pair, side, ref)));
  }
  override seenByTwin = async (side: Side, twins: readonly string[]): Promise<Seen[]> =>
    twins.flatMap((twin) => this.#seenTwins.of(`${side}|${twin}`));
  override seenByMeeting = async (side: Side, keys: readonly string[]): Promise<Seen[]> =>
    keys.flatMap((key) => this.#seenMeetings.of(`${side}|${key}`));
  override seenInFeed = async (side: Side, feed: string): Promise<Seen[]> => this.#seenFeeds.of(`${side}|${feed}`);

  #seenIn = (side: Side, feed: string, from: number, until: number): Seen[] =>
    this.#seenFeeds.of(`${side}|${feed}`).filter((row) => row.start >= from && row.start < until);

  /** In order of ref: sorted where somebody begins to read, not again for each part. */
  override arrivals = async (side: Side, limit: number, after: string): Promise<Arrival[]> => {
    const rows = this.arrivalRows;
    if (after === '')
      this.#order.set(
        side,
        [...rows.values()].flatMap((row) => (row.side === side && row.item ? [row.ref] : [])).sort(),
      );
    const found: Arrival[] = [];
    for (const ref of this.#order.get(side) ?? []) {
      const row = ref > after ? rows.get(seenKey(this.pair, side, ref)) : undefined;
      if (row?.item) found.push(row);
      if (found.length >= limit) break;
    }
    return found;
  };
  readonly #order = new Map<Side, string[]>();

  /** Rows are in the order of time: the last so many are not looked through for those that are too old. */
  override activityToForget = async (before: number, keep: number): Promise<number[]> => {
    const many = Math.max(
      this.activity.findIndex((row) => row.at >= before),
      this.activity.length - keep,
    );
    return this.activity.slice(0, Math.max(0, many)).map((row) => row.id ?? 0);
  };

  override countKnown = async (side: Side, feed: string, from: number, until: number): Promise<number> =>
    this.#seenIn(side, feed, from, until).length + this.#countedOf(feed).between(from, until);

  override async knownRefs(side: Side, feed: string, from: number, until: number): Promise<string[]> {
    const links = this.#feeds
      .of(`${this.pair}|espo|${feed}`)
      .filter(({ countedStart }) => countedStart !== undefined && countedStart >= from && countedStart < until);
    return [...this.#seenIn(side, feed, from, until).map((row) => row.ref), ...links.map(({ link }) => link.espoRef)];
  }
}

const linksOf = (rows: readonly LinkRow[]): Link[] => rows.map((row) => row.link);
