/** Events and records of either side by their names, linked or not, each with its state: in stretches, what is coming first. */
import { foldId } from '../../../shared/item-id';
import type { ItemView, SearchAnswer } from '../../../shared/items';
import type { Request } from '../../../shared/messages';
import type { Database } from '../../store/database';
import type { DexieStore } from '../../store/dexie';
import { normalisedTitle } from '../../sync/model/event';
import type { Side } from '../../sync/model/item';
import { fieldsNow, type Link } from '../../sync/model/link';
import type { PlanRow, Seen } from '../../sync/model/store';
import { arrivalLine, type Line, linkLine, linkStanding, seenLine } from './item-views';
import { walkNames } from './name-walk';
import { itemIn } from './pasted-link';
import type { Where } from './places';
import { rowsByRef } from './why';

/** A person waits for each stretch. Milliseconds. */
const PATIENCE = 700;
/** Items whose names stand in no index: series themselves, and records whose event was never made. */
const NAMELESS = 5000;
const SIDES = ['outlook', 'espo'] as const;

export async function searchItems(
  db: Database,
  store: DexieStore,
  where: Where,
  { text, limit, after }: Request<'item.search'>,
): Promise<Omit<SearchAnswer, 'unread'>> {
  const pasted = itemIn(text);
  if (pasted) return { rows: await viewsOfRef(db, store, where, pasted), next: '' };
  const words = normalisedTitle(text).split(' ').filter(Boolean);
  if (words.length === 0 || limit === 0) return { rows: [], next: '' };
  const matches = (name: string): boolean => words.every((word) => name.includes(word));
  const found = await walkNames(db, store.pair, matches, { from: after, limit, patience: PATIENCE, now: Date.now() });
  const links = (await store.linksById(found.links)).filter((link) => link !== undefined);
  const seen: Seen[] = (await db.seen.bulkGet(found.seen)).filter((row) => row !== undefined);
  if (found.next === '') {
    links.push(...(await halfLinks(db, store, matches)));
    seen.push(...(await namelessSeen(db, store, matches)));
  }
  const lines = (await linesOf(store, links, seen)).sort((a, b) => distance(a) - distance(b));
  return { rows: lines.map((line) => line.view(where)), next: found.next };
}

type Matcher = (name: string) => boolean;

/** What is coming is nearer than what is over. */
const distance = ({ start }: Line): number => (start >= Date.now() ? start - Date.now() : 2 * (Date.now() - start));

async function namelessSeen(db: Database, { pair }: DexieStore, matches: Matcher): Promise<Seen[]> {
  const each = SIDES.map((side) =>
    db.seen.where('[pair+side+twin]').equals([pair, side, '']).limit(NAMELESS).toArray(),
  );
  return (await Promise.all(each)).flat().filter(({ title }) => matches(normalisedTitle(title)));
}

/** Records that are known and have no event: names stand only with events. */
async function halfLinks(db: Database, { pair }: DexieStore, matches: Matcher): Promise<Link[]> {
  const ended = await db.links.where('[pair+state]').equals([pair, 'unlinked']).limit(NAMELESS).toArray();
  return ended
    .map(({ link }) => link)
    .filter((link) => link.outlookId === '' && matches(normalisedTitle(fieldsNow(link, 'espo').title)));
}

/** Each with its state: of a link with the question that waits about it, of what is not linked with its reason. */
async function linesOf(store: DexieStore, links: readonly Link[], seen: readonly Seen[]): Promise<Line[]> {
  const asked = await store.planHeld();
  const held = new Map(asked.flatMap((row) => (row.linkId ? [[row.linkId, row]] : [])));
  const lines = links.map((link) => {
    const row = link.state === 'active' ? held.get(link.id) : undefined;
    return linkLine(link, linkStanding(link, row), row);
  });
  for (const side of SIDES) lines.push(...(await unlinkedLines(store, asked, side, seen)));
  return [...new Map(lines.map((line) => [line.id, line])).values()];
}

async function unlinkedLines(
  store: DexieStore,
  asked: readonly PlanRow[],
  side: Side,
  seen: readonly Seen[],
): Promise<Line[]> {
  const rows = seen.filter((row) => row.side === side);
  const arrivals = await store.arrivalsByRef(
    side,
    rows.map(({ ref }) => ref),
  );
  const rowOf = rowsByRef(asked);
  return rows.flatMap((row, i) => {
    const arrival = arrivals[i];
    if (row.reason !== undefined) return [seenLine(row, row.reason)];
    return arrival ? [arrivalLine(arrival, rowOf.get(`${side}|${row.ref}`))] : [];
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
