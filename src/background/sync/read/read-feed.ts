import type { Engine } from '../model/engine';
import { type Item, otherSide, refOf, type Side } from '../model/item';
import { type Link, lacking } from '../model/link';
import { mayWrite } from '../model/policy';
import type { ChangePage, Feed } from '../model/port';
import type { Arrival, Seen } from '../model/store';
import { broughtBy, fullRound, type Pages, pageBehind, pagesOf, position } from './feed-pages';
import { doubted } from './look-alikes';
import { missingOccurrences, waitingSeries } from './missing-occurrences';
import { latest, withoutRiddles } from './page-riddles';
import { stoodBeside } from './stood-beside';
import { takeItems } from './take-items';
import { takeUnreadable } from './take-unreadable';

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
  let round: Round = { full, page: pageBehind(names), forget: full ? [] : names, waiting };
  const known = (await store.countLinks())[`${side}|${feed.id}`] ?? 0;
  let read = 0;
  let arrived = 0;
  const travels = mayWrite(engine.policy, otherSide(side));
  for await (const page of asked ?? (await pagesOf(engine, side, feed))) {
    engine.signal.throwIfAborted();
    if (page.restarted) {
      full = true;
      met.clear();
      round = { ...round, full, page: 0, forget: await store.cursorNames(broughtBy(side, feed)) };
    }
    const refs = full ? refsOn(page) : [];
    for (const ref of refs) met.add(ref);
    const arrivals = await takePage(engine, side, feed, page, refs, round);
    round = { ...round, page: round.page + 1, forget: [] };
    read += page.items.length + page.unreadable.length + page.suspects.length;
    if (travels) arrived += arrivals;
    engine.progress({ phase: 'reading', read, expected: full ? known : 0, arrived });
  }
  if (full) await missedByFullRound(engine, side, feed, met);
  return read;
}

/** What a page shows to be there, whether or not it can be read. */
const refsOn = ({ items, unreadable }: ChangePage<Item>): string[] => [
  ...items.map(refOf),
  ...unreadable.map(({ ref }) => ref),
];

interface Round {
  full: boolean;
  /** The number of the page that is read next. */
  page: number;
  /** Pages of a round before this one. */
  forget: string[];
  waiting: ReadonlySet<string>;
}

/** Answers how many of its items wait for their other half. `refs`: what it shows to be there, in a full round. */
async function takePage(
  engine: Engine,
  side: Side,
  feed: Feed,
  page: ChangePage<Item>,
  refs: readonly string[],
  round: Round,
): Promise<number> {
  const { store } = engine;
  const { full } = round;
  const { items, removed } = await withoutRiddles(engine, side, feed, page);
  const taken = await takeItems(engine, side, latest(items), 'again');
  const unread = await takeUnreadable(engine, side, feed, page.unreadable);
  taken.seen.push(...unread.seen);
  taken.settled.push(...unread.settled);
  // What a link knows already may be how it was before it could not be read, said again: only a look by its id tells.
  const news = new Set(taken.links.map((link) => (side === 'outlook' ? link.outlookId : link.espoRef)));
  const readable = taken.readable.filter(({ ref }) => news.has(ref));
  const suspects = await takeSuspects(engine, side, feed, removed);
  const missing = await missingOccurrences(engine, feed, page, round.waiting);
  suspects.put.push(...missing.put);
  suspects.remove.push(...missing.remove);
  const cursors = [{ pair: store.pair, name: position(side, feed), value: page.cursor }];
  cursors.push(...stoodBeside(store, [...taken.before, ...suspects.before]));
  if (side === 'outlook') cursors.push(...(await doubted(engine, feed, page)));
  const known = await store.cursor(position(side, feed));
  if (page.restarted || full)
    cursors.push({ pair: store.pair, name: fullRound(side, feed), value: full ? 'yes' : 'no' });
  if (refs.length > 0)
    cursors.push({
      pair: store.pair,
      name: `${broughtBy(side, feed)}${round.page}`,
      value: JSON.stringify(refs),
    });
  const nothing =
    taken.links.length +
      taken.seen.length +
      taken.arrivals.length +
      taken.settled.length +
      readable.length +
      suspects.put.length +
      suspects.ended.length +
      suspects.remove.length ===
    0;
  if (nothing && known === page.cursor && !full) return 0;
  await store.commit({
    links: { put: [...taken.links, ...suspects.ended] },
    seen: { put: taken.seen, remove: [...suspects.remove, ...readable] },
    arrivals: { put: [...taken.arrivals, ...suspects.put], remove: [...taken.settled, ...suspects.remove] },
    cursors: { put: cursors, remove: round.forget },
  });
  return taken.arrivals.length;
}

/** Reported as removed: linked ones are to be proven (rule 6), the others are simply not there any more. */
async function takeSuspects(engine: Engine, side: Side, feed: Feed, refs: readonly string[]) {
  const put: Arrival[] = [];
  const remove: { side: Side; ref: string }[] = [];
  const ended: Link[] = [];
  const before: Seen[] = [];
  if (refs.length === 0) return { put, remove, ended, before };
  const links = await engine.store.linksByRef(side, refs);
  const seen = await engine.store.seenByRef(side, refs);
  refs.forEach((ref, index) => {
    const link = links[index];
    if (link) {
      // The other one is gone as well, perhaps: it may be restored, and this is said only once.
      if (link.state !== 'unlinked' && link.gone !== side) put.push(suspect(engine, side, link));
      // Nothing follows from it for what has ended, so nothing is to be proven: only that it is not listed any more.
      else if (link.gone !== side && !link.lacks?.includes(side)) ended.push(lacking(link, side));
    } else if (seen[index]?.feed === feed.id) {
      // Moved to another calendar it is reported by both: only the one that has it now may forget it.
      remove.push({ side, ref });
      before.push(seen[index]);
    }
  });
  return { put, remove, ended, before };
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
  const before = (await store.seenInFeed(side, feed.id)).filter((row) => !met.has(row.ref));
  const remove = before.map(({ ref }) => ({ side, ref }));
  await store.commit({
    arrivals: { put, remove },
    seen: { remove },
    cursors: {
      put: [{ pair: store.pair, name: fullRound(side, feed), value: 'no' }, ...stoodBeside(store, before)],
      remove: await store.cursorNames(broughtBy(side, feed)),
    },
  });
}
