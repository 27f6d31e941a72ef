/** Asks for the pages of a feed, the first one ahead of its turn. */
import type { Engine } from '../model/engine';
import type { Item, Side } from '../model/item';
import { type ChangePage, type Feed, portOf } from '../model/port';
import type { Store } from '../model/store';

export const fullRound = (side: Side, feed: Feed): string => `full|${side}|${feed.id}`;

export const positions = (side: Side): string => `at|${side}|`;

export const position = (side: Side, feed: Feed): string => `${positions(side)}${feed.id}`;

/** What a full round has brought so far, page by page: it may be killed and go on in another worker. */
export const broughtBy = (side: Side, feed: Feed): string => `met|${side}|${feed.id}|`;

/** The number behind those of stored pages: how many they are does not tell it, because a page that shows nothing leaves no row. */
export const pageBehind = (names: readonly string[]): number =>
  Math.max(-1, ...names.map((name) => Number(name.slice(name.lastIndexOf('|') + 1)))) + 1;

export type Pages = AsyncIterable<ChangePage<Item>>;

export async function pagesOf(engine: Engine, side: Side, feed: Feed): Promise<Pages> {
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

/** A full round of it is over: what it brings now is news. */
export const wasReadWhole = async (store: Store, side: Side, feed: Feed): Promise<boolean> =>
  (await store.cursor(position(side, feed))) !== undefined && (await store.cursor(fullRound(side, feed))) !== 'yes';

/** Calendars that did not answer when they were read: what stands in them is not known, so that nothing is made there. */
export async function closedCalendars({ store, feeds }: Engine): Promise<Set<string>> {
  const closed = new Set<string>();
  for (const feed of feeds.outlook) if ((await store.cursor(position('outlook', feed))) === '') closed.add(feed.id);
  return closed;
}
