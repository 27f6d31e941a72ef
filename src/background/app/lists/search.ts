import type { Collection } from 'dexie';
import type { ItemView, SearchAnswer } from '../../../shared/items';
import type { Database } from '../../store/database';
import type { DexieStore } from '../../store/dexie';
import { foldId, twinFlag } from '../../store/rows';
import { normalisedTitle } from '../../sync/model/event';
import type { Side } from '../../sync/model/item';
import { fieldsNow, type Link } from '../../sync/model/link';
import type { PlanRow, Seen } from '../../sync/model/store';
import { arrivalLine, type Line, linkLine, linkStanding, seenLine } from './item-views';
import { itemIn } from './pasted-link';
import type { Where } from './places';

/**
 * Events and records of either side by their names, linked or not. Names stand in the indexes by which twins meet, so only keys are walked
 * through and no row is read that does not match; what is coming first.
 */

const LAST = '\uffff';
/** A person waits: what was not found by then is said to be more. Milliseconds. */
const PATIENCE = 2000;
/** Items without a name in those indexes: series themselves, and records whose event was never made. */
const NAMELESS = 5000;
const SIDES = ['outlook', 'espo'] as const;

export async function searchItems(
  db: Database,
  store: DexieStore,
  where: Where,
  { text, limit }: { text: string; limit: number },
): Promise<Omit<SearchAnswer, 'unread'>> {
  const pasted = itemIn(text);
  if (pasted) return { rows: await viewsOfRef(db, store, where, pasted), more: false };
  const words = normalisedTitle(text).split(' ').filter(Boolean);
  if (words.length === 0) return { rows: [], more: false };
  const search: Search = { words, limit, until: Date.now() + PATIENCE, cut: false };
  const links = await store.linksById([...(await namedLinks(db, store.pair, search))]);
  const found = links.filter((link) => link !== undefined);
  const others = await halfLinks(db, store, search);
  const seen = (await Promise.all(SIDES.map((side) => namedSeen(db, store.pair, side, search)))).flat();
  const lines = await linesOf(store, [...found, ...others], seen);
  const rows = lines.sort((a, b) => distance(a) - distance(b)).slice(0, limit);
  return { rows: rows.map((line) => line.view(where)), more: search.cut || lines.length > limit };
}

interface Search {
  words: readonly string[];
  limit: number;
  until: number;
  cut: boolean;
}

const matches = ({ words }: Search, title: string): boolean => words.every((word) => title.includes(word));

/** What is coming is nearer than what is over. */
const distance = ({ start }: Line): number => (start >= Date.now() ? start - Date.now() : 2 * (Date.now() - start));

/** `<times>|<name>`: a name begins with a line break where it is a text instead of a name. */
const nameIn = (twin: string): string => twin.slice(twin.indexOf('|') + 1);

/** Walks keys from today on, then back from today, until enough is found. */
async function walk(
  search: Search,
  ahead: Collection,
  back: Collection,
  nameOf: (key: unknown) => string,
): Promise<Set<string>> {
  const found = new Set<string>();
  const over = (): boolean => found.size > search.limit || Date.now() > search.until;
  for (const keys of [ahead, back.reverse()]) {
    if (over()) break;
    await keys.until(over).eachKey((key, cursor) => {
      if (matches(search, nameOf(key))) found.add(String(cursor.primaryKey));
    });
  }
  search.cut ||= over();
  return found;
}

function namedLinks(db: Database, pair: string, search: Search): Promise<Set<string>> {
  const prefix = `${pair}|${twinFlag('')}`;
  const today = prefix + Date.now();
  const { links } = db;
  return walk(
    search,
    links.where('flags').between(today, prefix + LAST) as never,
    links.where('flags').between(prefix, today) as never,
    (key) => nameIn(String(key).slice(prefix.length)),
  );
}

async function namedSeen(db: Database, pair: string, side: Side, search: Search): Promise<Seen[]> {
  const today = String(Date.now());
  const named = db.seen.where('[pair+side+twin]');
  const keys = await walk(
    search,
    named.between([pair, side, today], [pair, side, LAST]) as never,
    db.seen.where('[pair+side+twin]').between([pair, side, '\u0001'], [pair, side, today]) as never,
    (key) => nameIn((key as [string, string, string])[2]),
  );
  const rows = await db.seen.bulkGet([...keys]);
  const nameless = await db.seen.where('[pair+side+twin]').equals([pair, side, '']).limit(NAMELESS).toArray();
  const without = nameless.filter(({ title }) => matches(search, normalisedTitle(title)));
  return [...rows.flatMap((row) => row ?? []), ...without];
}

/** Records that are known and have no event: names stand only with events. */
async function halfLinks(db: Database, { pair }: DexieStore, search: Search): Promise<Link[]> {
  const ended = await db.links.where('[pair+state]').equals([pair, 'unlinked']).limit(NAMELESS).toArray();
  return ended
    .map(({ link }) => link)
    .filter((link) => link.outlookId === '' && matches(search, normalisedTitle(fieldsNow(link, 'espo').title)));
}

/** Each with its state: of a link with the question that waits about it, of what is not linked with its reason. */
async function linesOf(store: DexieStore, links: readonly Link[], seen: readonly Seen[]): Promise<Line[]> {
  const plan = await store.plan();
  const held = new Map(plan.flatMap((row) => (row.state === 'held' && row.linkId ? [[row.linkId, row]] : [])));
  const lines = links.map((link) => {
    const row = link.state === 'active' ? held.get(link.id) : undefined;
    return linkLine(link, linkStanding(link, row), row);
  });
  for (const side of SIDES) lines.push(...(await unlinkedLines(store, plan, side, seen)));
  return [...new Map(lines.map((line) => [line.id, line])).values()];
}

async function unlinkedLines(
  store: DexieStore,
  plan: readonly PlanRow[],
  side: Side,
  seen: readonly Seen[],
): Promise<Line[]> {
  const rows = seen.filter((row) => row.side === side);
  const arrivals = await store.arrivalsByRef(
    side,
    rows.map(({ ref }) => ref),
  );
  const planned = new Map(plan.map((row) => [row.id, row]));
  const other = side === 'outlook' ? 'espo' : 'outlook';
  return rows.flatMap((row, i) => {
    const arrival = arrivals[i];
    if (row.reason !== undefined) return [seenLine(row, row.reason)];
    return arrival ? [arrivalLine(arrival, planned.get(`create|${other}|${row.ref}`))] : [];
  });
}

/** A link to a record or an event, pasted: that very item. */
async function viewsOfRef(
  db: Database,
  store: DexieStore,
  where: Where,
  { side, ref }: { side: Side; ref: string },
): Promise<ItemView[]> {
  const byId = (await store.linksByRef(side, [ref])).filter((link) => link !== undefined);
  // Outlook's pages call an event by another id than Graph does.
  const shown = side === 'outlook' ? await db.links.where('keys').equals(foldId(ref)).toArray() : [];
  const links = [...byId, ...shown.filter(({ pair }) => pair === store.pair).map(({ link }) => link)];
  const seen = (await store.seenByRef(side, [ref])).filter((row) => row !== undefined);
  return (await linesOf(store, links, seen)).map((line) => line.view(where));
}
