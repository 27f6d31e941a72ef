/** The store of a pair in IndexedDB. */
import { Dexie } from 'dexie';
import type { Reason } from '../../shared/codes';
import type { Side } from '../sync/model/item';
import type { Link, LinkState } from '../sync/model/link';
import { headOf, type PlanHead } from '../sync/model/plan-head';
import type { Activity, Arrival, Changes, Hold, JournalEntry, PlanRow, Seen, Store, Tally } from '../sync/model/store';
import type { Database } from './database';
import { forgetCounts, keptCount } from './kept-counts';
import { guestsFlag, linkRow, seenKey, seriesFlag, twinFlag, untilFlag } from './rows';
import { rowsOf, rowsOfKeys } from './rows-of';

const { minKey, maxKey } = Dexie;

/** So many rows of the plan are read at once where only their heads are wanted. */
const HEADS = 500;

/** '' is no identity: it is equal to none, not even to another '' (rule 2). */
const known = (keys: readonly string[]): string[] => keys.filter((key) => key !== '');

/** The engine's memory of one pair in IndexedDB. A commit is one transaction. */
export class DexieStore implements Store {
  readonly pair: string;
  readonly #db: Database;

  constructor(db: Database, pair: string) {
    this.#db = db;
    this.pair = pair;
  }

  async commit(changes: Changes): Promise<void> {
    const db = this.#db;
    const tables = [db.links, db.seen, db.arrivals, db.plan, db.journal, db.cursors, db.activity, db.holds, db.tallies];
    await db.transaction('rw', tables, async () => {
      await forgetCounts(db, this.pair, changes);
      await this.#commitItems(changes);
      await this.#commitWork(changes);
    });
  }

  async #commitItems({ links, seen, arrivals }: Changes): Promise<void> {
    const db = this.#db;
    const keys = (refs: readonly { side: Side; ref: string }[]) =>
      refs.map(({ side, ref }) => seenKey(this.pair, side, ref));
    if (links?.remove?.length) await db.links.bulkDelete(links.remove);
    if (links?.put?.length) await db.links.bulkPut(links.put.map(linkRow));
    if (seen?.remove?.length) await db.seen.bulkDelete(keys(seen.remove));
    if (seen?.put?.length)
      await db.seen.bulkPut(seen.put.map((s) => ({ ...s, reason: s.reason, key: seenKey(this.pair, s.side, s.ref) })));
    if (arrivals?.remove?.length) await db.arrivals.bulkDelete(keys(arrivals.remove));
    if (arrivals?.put?.length)
      await db.arrivals.bulkPut(
        arrivals.put.map((a) => ({ ...a, key: seenKey(this.pair, a.side, a.ref), suspect: a.item ? 0 : 1 })),
      );
  }

  async #commitWork({ plan, journal, cursors, activity, undone, forget, holds, tallies }: Changes): Promise<void> {
    const db = this.#db;
    const ids = (list: readonly string[]) => list.map((id): [string, string] => [this.pair, id]);
    if (plan?.remove?.length) await db.plan.bulkDelete(ids(plan.remove));
    if (plan?.put?.length) await db.plan.bulkPut(plan.put);
    if (journal?.remove?.length) await db.journal.bulkDelete(ids(journal.remove));
    if (journal?.put?.length) await db.journal.bulkPut(journal.put);
    if (cursors?.remove?.length) await db.cursors.bulkDelete(ids(cursors.remove));
    if (cursors?.put?.length) await db.cursors.bulkPut(cursors.put);
    if (activity?.length) await db.activity.bulkAdd(activity);
    for (const { ids: rows, run } of undone ?? [])
      await db.activity
        .where('id')
        .anyOf(rows)
        .modify((row) => {
          if (run === '') delete row.undone;
          else row.undone = run;
        });
    if (forget?.length) await db.activity.bulkDelete(forget);
    if (holds?.remove?.length) await db.holds.bulkDelete(ids(holds.remove));
    if (holds?.put?.length) await db.holds.bulkPut(holds.put);
    if (tallies?.put?.length) await db.tallies.bulkAdd(tallies.put);
    if (tallies?.removeBefore !== undefined)
      await db.tallies.where('[pair+at]').between([this.pair, minKey], [this.pair, tallies.removeBefore]).delete();
  }

  async linksById(ids: readonly string[]): Promise<(Link | undefined)[]> {
    return (await this.#db.links.bulkGet([...ids])).map((row) => (row?.pair === this.pair ? row.link : undefined));
  }

  async linksByRef(side: Side, refs: readonly string[]): Promise<(Link | undefined)[]> {
    if (refs.length === 0) return [];
    const index = side === 'outlook' ? '[pair+outlookId]' : '[pair+espoRef]';
    const keys = refs.map((ref) => [this.pair, ref]);
    const rows = await rowsOf(this.#db.links, index, keys);
    const byRef = new Map(rows.map((row) => [side === 'outlook' ? row.outlookId : row.espoRef, row.link]));
    return refs.map((ref) => byRef.get(ref));
  }

  async linksByMeeting(keys: readonly string[]): Promise<Link[]> {
    return unwrap(await rowsOfKeys(this.#db.links, '[pair+meetingKey]', [this.pair], keys));
  }

  #flagged = async (flag: string): Promise<Link[]> =>
    unwrap(await this.#db.links.where('flags').equals(`${this.pair}|${flag}`).toArray());

  async linksByTwin(twins: readonly string[]): Promise<Link[]> {
    if (twins.length === 0) return [];
    const flags = twins.map((twin) => `${this.pair}|${twinFlag(twin)}`);
    return unwrap(await this.#db.links.where('flags').anyOf(flags).distinct().toArray());
  }

  async linksBySeries(masters: readonly string[]): Promise<Link[]> {
    if (masters.length === 0) return [];
    const flags = masters.map((master) => `${this.pair}|${seriesFlag(master)}`);
    return unwrap(await this.#db.links.where('flags').anyOf(flags).distinct().toArray());
  }

  linksDirty = (): Promise<Link[]> => this.#flagged('dirty');
  linksAway = (): Promise<Link[]> => this.#flagged('away');
  linksGone = (): Promise<Link[]> => this.#flagged('gone');
  linksToLookAgain = (): Promise<Link[]> => this.#flagged('again');
  linksToAsk = (): Promise<Link[]> => this.#flagged('ask');
  linksWished = (): Promise<Link[]> => this.#flagged('wish');

  linksDeclined = (): Promise<Link[]> => this.#flagged('declined');
  linksToCategorize = (): Promise<Link[]> => this.#flagged('category');

  linksWithoutParent = (): Promise<Link[]> => this.#flagged('belongs');

  async linksOver(before: number): Promise<Link[]> {
    const [from, until] = [untilFlag(0), untilFlag(before)].map((flag) => `${this.pair}|${flag}`);
    return unwrap(await this.#db.links.where('flags').between(from, until, true, false).toArray());
  }

  async linksToInvite(after: number): Promise<Link[]> {
    const from = `${this.pair}|${guestsFlag(after)}`;
    const end = `${this.pair}|guests|\uffff`;
    return unwrap(await this.#db.links.where('flags').between(from, end, false, false).toArray());
  }

  async linksWithoutRestId(limit: number): Promise<Link[]> {
    return unwrap(await this.#db.links.where('flags').equals(`${this.pair}|rest`).limit(limit).toArray());
  }

  async linksInState(state: LinkState): Promise<Link[]> {
    return unwrap(await this.#db.links.where('[pair+state]').equals([this.pair, state]).toArray());
  }

  async linksInFeed(side: Side, feed: string): Promise<Link[]> {
    return unwrap(await this.#db.links.where('feeds').equals(`${this.pair}|${side}|${feed}`).toArray());
  }

  countLinks = (): Promise<Record<string, number>> => this.#kept('links', 'feeds', () => this.#countLinks());

  /** Links that are kept in step, for the page. */
  countActive = (): Promise<number> =>
    this.#kept('links', 'active', () => this.#db.links.where('[pair+state]').equals([this.pair, 'active']).count());

  #kept<T>(of: 'links' | 'seen', name: string, count: () => Promise<T>): Promise<T> {
    return keptCount(this.#db, this.pair, of, name, count);
  }

  async #countLinks(): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    const prefix = `${this.pair}|`;
    const feeds = (await this.#db.links.where('feeds').startsWith(prefix).uniqueKeys()) as string[];
    for (const feed of feeds)
      counts[feed.slice(prefix.length)] = await this.#db.links.where('feeds').equals(feed).count();
    // The few that sleep are live, but not active.
    const sleeping = this.#db.links.where('[pair+state]').anyOf(['asleep', 'lostAccess'].map((s) => [this.pair, s]));
    for (const { feeds: names } of await sleeping.toArray())
      for (const name of names) counts[name.slice(prefix.length)] = (counts[name.slice(prefix.length)] ?? 0) - 1;
    return counts;
  }

  async seenByRef(side: Side, refs: readonly string[]): Promise<(Seen | undefined)[]> {
    return this.#db.seen.bulkGet(refs.map((ref) => seenKey(this.pair, side, ref)));
  }

  async seenByTwin(side: Side, twins: readonly string[]): Promise<Seen[]> {
    const asked = known(twins).map((twin) => [this.pair, side, twin]);
    return asked.length === 0 ? [] : this.#db.seen.where('[pair+side+twin]').anyOf(asked).toArray();
  }

  async seenByMeeting(side: Side, keys: readonly string[]): Promise<Seen[]> {
    return rowsOfKeys(this.#db.seen, '[pair+side+meetingKey]', [this.pair, side], keys);
  }

  #seenBetween = (side: Side, feed: string, from: unknown, until: unknown) =>
    this.#db.seen
      .where('[pair+side+feed+start]')
      .between([this.pair, side, feed, from], [this.pair, side, feed, until], true, false);

  #linksBetween = (feed: string, from: number, until: number) =>
    this.#db.links
      .where('[pair+espoType+countedStart]')
      .between([this.pair, feed, from], [this.pair, feed, until], true, false);

  seenInFeed = (side: Side, feed: string): Promise<Seen[]> => this.#seenBetween(side, feed, minKey, maxKey).toArray();

  /** Items left out with a reason: the eligible ones have none, and so no place in this index. */
  countSeen = (): Promise<number> =>
    this.#kept('seen', 'reason', () =>
      this.#db.seen.where('[pair+reason]').between([this.pair, minKey], [this.pair, maxKey]).count(),
    );

  seenWithReason = (reason: Reason, limit: number): Promise<Seen[]> =>
    this.#db.seen.where('[pair+reason]').equals([this.pair, reason]).limit(limit).toArray();

  async countKnown(side: Side, feed: string, from: number, until: number): Promise<number> {
    const range = `${side}|${feed}|${from}|${until}`;
    const seen = await this.#kept('seen', range, () => this.#seenBetween(side, feed, from, until).count());
    return seen + (await this.#kept('links', range, () => this.#linksBetween(feed, from, until).count()));
  }

  async knownRefs(side: Side, feed: string, from: number, until: number): Promise<string[]> {
    const seen = await this.#seenBetween(side, feed, from, until).toArray();
    const links = await this.#linksBetween(feed, from, until).toArray();
    return [...seen.map((s) => s.ref), ...links.map((l) => l.link.espoRef)];
  }

  #arrivalsBetween = (side: Side, suspect: 0 | 1, after: unknown) =>
    this.#db.arrivals
      .where('[pair+side+suspect+ref]')
      .between([this.pair, side, suspect, after], [this.pair, side, suspect, maxKey], false, false);

  arrivals = (side: Side, limit: number, after: string): Promise<Arrival[]> =>
    this.#arrivalsBetween(side, 0, after).limit(limit).toArray();

  countArrivals = (side: Side): Promise<number> => this.#arrivalsBetween(side, 0, minKey).count();

  suspects = (side: Side): Promise<Arrival[]> => this.#arrivalsBetween(side, 1, minKey).toArray();

  async arrivalsByRef(side: Side, refs: readonly string[]): Promise<(Arrival | undefined)[]> {
    return this.#db.arrivals.bulkGet(refs.map((ref) => seenKey(this.pair, side, ref)));
  }

  plan = (): Promise<PlanRow[]> =>
    this.#db.plan.where('[pair+id]').between([this.pair, minKey], [this.pair, maxKey]).toArray();

  async planHeads(): Promise<PlanHead[]> {
    const heads: PlanHead[] = [];
    for (let after: unknown = minKey; ; ) {
      const rest = this.#db.plan.where('[pair+id]').between([this.pair, after], [this.pair, maxKey], false, false);
      const rows = await rest.limit(HEADS).toArray();
      for (const row of rows) heads.push(headOf(row));
      const last = rows.at(-1);
      if (!last) return heads;
      after = last.id;
    }
  }

  planIds = async (): Promise<string[]> => {
    const all = this.#db.plan.where('[pair+id]').between([this.pair, minKey], [this.pair, maxKey]);
    return (await all.primaryKeys()).map(([, id]) => id);
  };
  planById = (ids: readonly string[]): Promise<(PlanRow | undefined)[]> =>
    this.#db.plan.bulkGet(ids.map((id): [string, string] => [this.pair, id]));
  planHeld = (): Promise<PlanRow[]> => this.#db.plan.where('[pair+state]').equals([this.pair, 'held']).toArray();
  journal = (): Promise<JournalEntry[]> =>
    this.#db.journal.where('[pair+id]').between([this.pair, minKey], [this.pair, maxKey]).toArray();

  async activityById(ids: readonly number[]): Promise<Activity[]> {
    const rows = await this.#db.activity.bulkGet([...ids]);
    return rows.flatMap((row) => (row?.pair === this.pair ? [row] : []));
  }

  activityOfRun = (run: string): Promise<Activity[]> =>
    this.#db.activity.where('[pair+run]').equals([this.pair, run]).sortBy('id');
  activityOfLink = (linkId: string): Promise<Activity[]> =>
    this.#db.activity.where('[pair+linkId]').equals([this.pair, linkId]).sortBy('id');

  async activityToForget(before: number, keep: number): Promise<number[]> {
    const all = this.#db.activity.where('[pair+at]').between([this.pair, minKey], [this.pair, maxKey]);
    const count = await all.count();
    const old = await this.#db.activity.where('[pair+at]').between([this.pair, minKey], [this.pair, before]).count();
    const many = Math.max(old, count - keep);
    return many > 0 ? all.limit(many).primaryKeys() : [];
  }

  holds = (): Promise<Hold[]> =>
    this.#db.holds.where('[pair+id]').between([this.pair, minKey], [this.pair, maxKey]).toArray();
  tallies = (): Promise<Tally[]> =>
    this.#db.tallies.where('[pair+at]').between([this.pair, minKey], [this.pair, maxKey]).toArray();

  async cursor(name: string): Promise<string | undefined> {
    return (await this.#db.cursors.get([this.pair, name]))?.value;
  }

  async cursorNames(prefix: string): Promise<string[]> {
    const rows = await this.#db.cursors
      .where('[pair+name]')
      .between([this.pair, prefix], [this.pair, `${prefix}\uffff`])
      .toArray();
    return rows.map((row) => row.name);
  }
}

const unwrap = (rows: readonly { link: Link }[]): Link[] => rows.map((row) => row.link);
