import { acquaint } from './acquaintances';
import { carriedFields, visibleFields } from './carry';
import { espoReason, outlookReason } from './eligible';
import type { Engine } from './engine';
import { twinKey } from './event';
import { asPlanned, type Item, refOf, type Side } from './item';
import { fieldsNow, type Link } from './link';
import { observe } from './observe';
import { missingOccurrences, waitingSeries } from './occurrences';
import { type ChangePage, type Feed, portOf } from './port';
import { saysNothing } from './reconcile';
import type { Arrival, Seen } from './store';

const fullRound = (side: Side, feed: Feed): string => `full|${side}|${feed.id}`;
export const positions = (side: Side): string => `at|${side}|`;
const position = (side: Side, feed: Feed): string => `${positions(side)}${feed.id}`;
/** What a full round has brought so far, page by page: it may be killed and go on in another worker. */
const broughtBy = (side: Side, feed: Feed): string => `met|${side}|${feed.id}|`;

type Pages = AsyncIterable<ChangePage<Item>>;

async function pagesOf(engine: Engine, side: Side, feed: Feed): Promise<Pages> {
  return portOf(engine.ports, side).changes(feed, await engine.store.cursor(position(side, feed)));
}

/** The same, but the first page is asked for at once: whoever reads it later hears then how that ended. */
export async function askAhead(engine: Engine, side: Side, feed: Feed): Promise<Pages> {
  const rest = (await pagesOf(engine, side, feed))[Symbol.asyncIterator]();
  const first = rest.next();
  first.catch(() => undefined);
  return (async function* () {
    for (let step = await first; !step.done; step = await rest.next()) yield step.value;
  })();
}

/** Reads one feed to its end, page by page; how many items it spoke of. A page's items and its cursor are stored together, so a kill loses nothing. */
export async function readFeed(engine: Engine, side: Side, feed: Feed, asked?: Pages): Promise<number> {
  const { store } = engine;
  let full = (await store.cursor(fullRound(side, feed))) === 'yes';
  const met = new Set<string>();
  const names = await store.cursorNames(broughtBy(side, feed));
  if (full)
    for (const name of names)
      for (const ref of JSON.parse((await store.cursor(name)) ?? '[]') as string[]) met.add(ref);
  const waiting = await waitingSeries(engine, feed);
  let round: Round = { full, pages: names.length, forget: full ? [] : names, waiting };
  let read = 0;
  for await (const page of asked ?? (await pagesOf(engine, side, feed))) {
    engine.signal.throwIfAborted();
    if (page.restarted) {
      full = true;
      met.clear();
      round = { ...round, full, pages: 0, forget: await store.cursorNames(broughtBy(side, feed)) };
    }
    if (full) for (const item of page.items) met.add(refOf(item));
    await takePage(engine, side, feed, page, round);
    round = { ...round, pages: round.pages + 1, forget: [] };
    read += page.items.length + page.suspects.length;
    engine.progress({ phase: 'reading', read });
  }
  if (full) await missedByFullRound(engine, side, feed, met);
  return read;
}

/** Calendars that did not answer when they were read: what stands in them is not known, so that nothing is made there. */
export async function closedCalendars({ store, feeds }: Engine): Promise<Set<string>> {
  const closed = new Set<string>();
  for (const feed of feeds.outlook) if ((await store.cursor(position('outlook', feed))) === '') closed.add(feed.id);
  return closed;
}

interface Round {
  full: boolean;
  /** Pages of this full round that are stored already. */
  pages: number;
  /** Pages of a round before this one. */
  forget: string[];
  waiting: ReadonlySet<string>;
}

async function takePage(engine: Engine, side: Side, feed: Feed, page: ChangePage<Item>, round: Round): Promise<void> {
  const { store } = engine;
  const { full } = round;
  const { items, removed } = await withoutRiddles(engine, side, feed, page);
  const taken = await takeItems(engine, side, latest(items));
  const suspects = await takeSuspects(engine, side, feed, removed);
  const missing = await missingOccurrences(engine, feed, page, round.waiting);
  suspects.put.push(...missing.put);
  suspects.remove.push(...missing.remove);
  const cursors = [{ pair: store.pair, name: position(side, feed), value: page.cursor }];
  const known = await store.cursor(position(side, feed));
  if (page.restarted || full)
    cursors.push({ pair: store.pair, name: fullRound(side, feed), value: full ? 'yes' : 'no' });
  if (full && page.items.length > 0)
    cursors.push({
      pair: store.pair,
      name: `${broughtBy(side, feed)}${round.pages}`,
      value: JSON.stringify(page.items.map(refOf)),
    });
  const nothing =
    taken.links.length +
      taken.seen.length +
      taken.arrivals.length +
      taken.settled.length +
      suspects.put.length +
      suspects.remove.length ===
    0;
  if (nothing && known === page.cursor && !full) return;
  await store.commit({
    links: { put: taken.links },
    seen: { put: taken.seen, remove: suspects.remove },
    arrivals: { put: [...taken.arrivals, ...suspects.put], remove: [...taken.settled, ...suspects.remove] },
    cursors: { put: cursors, remove: round.forget },
  });
}

/** Deleted and restored between two runs: a page brings the item and its removal together, and only the server knows which is true. */
async function withoutRiddles(
  engine: Engine,
  side: Side,
  feed: Feed,
  page: ChangePage<Item>,
): Promise<{ items: Item[]; removed: string[] }> {
  if (page.suspects.length === 0) return { items: page.items, removed: [] };
  const removed = new Set(page.suspects);
  const both = [...new Set(page.items.map(refOf))].filter((ref) => removed.has(ref));
  if (both.length === 0) return { items: page.items, removed: page.suspects };
  const readings = await portOf(engine.ports, side).read(both.map((ref) => ({ ref, feed: feed.id })));
  const there = readings.flatMap((r) => {
    // Passed over now, it would be forgotten: the position moves on behind this page.
    if (r.kind === 'unknown') throw r.error;
    return r.kind === 'value' ? [r.item] : [];
  });
  const known = new Set(there.map(refOf));
  return {
    items: [...page.items.filter((item) => !removed.has(refOf(item))), ...there],
    removed: page.suspects.filter((ref) => !known.has(ref)),
  };
}

/** The same item may stand on a page several times, in any order (graph.md 1): the youngest state counts. */
function latest(items: readonly Item[]): Item[] {
  const byRef = new Map<string, Item>();
  for (const item of items) {
    const other = byRef.get(refOf(item));
    if (!other || other.modifiedAt <= item.modifiedAt) byRef.set(refOf(item), item);
  }
  return [...byRef.values()];
}

interface Taken {
  links: Link[];
  seen: Seen[];
  arrivals: Arrival[];
  /** Arrivals that say nothing any more. */
  settled: { side: Side; ref: string }[];
}

/** Linked items update what their link knows; the others are seen, with their reason or waiting for their create. */
export async function takeItems(engine: Engine, side: Side, items: readonly Item[]): Promise<Taken> {
  const { store, policy } = engine;
  await acquaint(engine, items);
  const refs = items.map(refOf);
  const links = await store.linksByRef(side, refs);
  const seen = await store.seenByRef(side, refs);
  const pending = await store.arrivalsByRef(side, refs);
  const taken: Taken = { links: [], seen: [], arrivals: [], settled: [] };
  items.forEach((item, index) => {
    const link = links[index];
    const ref = refs[index] as string;
    if (link) {
      if (pending[index]) taken.settled.push({ side, ref });
      if (saysNothing(link, item, policy)) return;
      taken.links.push(observe(engine, link, item));
      return;
    }
    const row = seenRow(engine, item);
    const old = seen[index];
    const older = pending[index]?.item;
    if (older && older.modifiedAt > item.modifiedAt) return;
    if (!old || !sameSeen(old, row)) taken.seen.push(row);
    if (row.reason === undefined) {
      if (!older || older.modifiedAt !== item.modifiedAt || !old || !sameSeen(old, row))
        taken.arrivals.push({ pair: store.pair, side, ref, feed: row.feed, item });
    } else if (pending[index]) taken.settled.push({ side, ref });
  });
  return taken;
}

export function seenRow(engine: Engine, item: Item): Seen {
  const { policy, store, forms } = engine;
  const reason = item.side === 'outlook' ? outlookReason(item, policy) : espoReason(item, policy);
  const { when } = item.event;
  // Twins are compared in the form that EspoCRM stores: names trimmed and transliterated.
  const fields =
    item.side === 'outlook' ? carriedFields(asPlanned(item), '', policy, forms) : visibleFields(item, policy);
  return {
    pair: store.pair,
    side: item.side,
    ref: refOf(item),
    feed: item.side === 'outlook' ? item.calendarId : item.type,
    meetingKey: item.side === 'outlook' ? item.meetingKey : item.key,
    twin: item.side === 'outlook' && item.kind === 'master' ? '' : twinKey(fields),
    // Rule 9: the title of a private event is not even kept.
    title: item.event.private && policy.settings.privateEvents !== 'full' ? '' : item.event.title,
    start:
      item.side === 'espo'
        ? item.mine
          ? item.start
          : -1
        : when.kind === 'timed'
          ? when.start
          : Date.parse(when.first),
    reason,
    series: item.side === 'outlook' ? item.seriesMasterId : '',
  };
}

/** The event of a link that is to be forgotten, left out for the reason why it slept. */
export function seenOfLink(link: Link): Seen {
  const { title, when } = fieldsNow(link, 'outlook');
  return {
    pair: link.pair,
    side: 'outlook',
    ref: link.outlookId,
    feed: link.outlook.calendarId,
    meetingKey: link.meetingKey,
    twin: '',
    title,
    start: when.kind === 'timed' ? when.start : Date.parse(when.first),
    reason: link.reason,
    series: link.outlook.seriesMasterId,
  };
}

const sameSeen = (a: Seen, b: Seen): boolean =>
  a.reason === b.reason &&
  a.twin === b.twin &&
  a.feed === b.feed &&
  a.start === b.start &&
  a.title === b.title &&
  a.meetingKey === b.meetingKey;

/** Reported as removed: linked ones are to be proven (rule 6), the others are simply not there any more. */
async function takeSuspects(engine: Engine, side: Side, feed: Feed, refs: readonly string[]) {
  const put: Arrival[] = [];
  const remove: { side: Side; ref: string }[] = [];
  if (refs.length === 0) return { put, remove };
  const links = await engine.store.linksByRef(side, refs);
  const seen = await engine.store.seenByRef(side, refs);
  refs.forEach((ref, index) => {
    const link = links[index];
    if (link) {
      // The other one is gone as well, perhaps: it may be restored, and this is said only once.
      if (link.state !== 'unlinked' && link.gone !== side) put.push(suspect(engine, side, link));
    } else if (seen[index]?.feed === feed.id) {
      // Moved to another calendar it is reported by both: only the one that has it now may forget it.
      remove.push({ side, ref });
    }
  });
  return { put, remove };
}

function suspect(engine: Engine, side: Side, link: Link): Arrival {
  const feed = side === 'outlook' ? link.outlook.calendarId : link.espo.type;
  return {
    pair: engine.store.pair,
    side,
    ref: side === 'outlook' ? link.outlookId : link.espoRef,
    feed,
    item: undefined,
  };
}

/** A full round is over: what it did not bring is outside the window or gone. Links are asked by id, never believed away. */
async function missedByFullRound(engine: Engine, side: Side, feed: Feed, met: ReadonlySet<string>): Promise<void> {
  const { store } = engine;
  const put: Arrival[] = [];
  for (const link of await store.linksInFeed(side, feed.id)) {
    const row = suspect(engine, side, link);
    if (link.gone !== side && !met.has(row.ref)) put.push(row);
  }
  const remove = (await store.seenInFeed(side, feed.id))
    .filter((row) => !met.has(row.ref))
    .map((row) => ({ side, ref: row.ref }));
  await store.commit({
    arrivals: { put, remove },
    seen: { remove },
    cursors: {
      put: [{ pair: store.pair, name: fullRound(side, feed), value: 'no' }],
      remove: await store.cursorNames(broughtBy(side, feed)),
    },
  });
}
