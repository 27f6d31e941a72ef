/** Occurrences that a series no longer has. */
import type { Engine } from '../model/engine';
import { startOf } from '../model/event';
import { type Item, refOf, type Side } from '../model/item';
import { fieldsNow, type Link } from '../model/link';
import type { ChangePage, Feed, Range } from '../model/port';
import type { Arrival, Seen } from '../model/store';

interface Missing {
  put: Arrival[];
  remove: { side: Side; ref: string }[];
}

/** A series as it was read to its end. */
interface Occurrences extends Range {
  refs: ReadonlySet<string>;
}

/** Unlinked items looked at together. */
const CHUNK = 500;

/**
 * A deleted occurrence is not reported, nor those of a series that was deleted or shifted (graph.md 1): what a series that was read to
 * its end did not bring is asked for by id where it is linked, and forgotten where it is not. Outside the range nothing is concluded.
 */
export async function missingOccurrences(
  engine: Engine,
  feed: Feed,
  page: ChangePage<Item>,
  waiting: ReadonlySet<string>,
): Promise<Missing> {
  const { store } = engine;
  const missing: Missing = { put: [], remove: [] };
  if (!feed.series) return missing;
  const sets = new Map((page.series ?? []).map((set) => [set.master, { ...set, refs: new Set(set.refs) }]));
  // Removed, or a single event now: a series no more.
  const ended = new Set([...page.suspects, ...page.items.map(refOf)]);
  if (sets.size + ended.size === 0) return missing;
  const isOver = (series: string, ref: string, start: number): boolean =>
    series !== '' && (ended.has(series) || isMissing(sets.get(series), ref, start));
  for (const link of await store.linksBySeries([...sets.keys(), ...ended]))
    if (
      link.gone !== 'outlook' &&
      !isMaster(link) &&
      isOver(link.outlook.seriesMasterId, link.outlookId, startOfLink(link))
    )
      missing.put.push(asked(link));
  // A single event that was turned into a series: its link moves to an occurrence, or sleeps.
  for (const link of await store.linksByRef('outlook', [...sets.keys()]))
    if (link?.state === 'active' && link.gone === '') missing.put.push(asked(link));
  const named = page.suspects.length > 0 || [...sets.values()].some(({ from, until }) => from < until);
  if (!named && ![...ended, ...sets.keys()].some((id) => waiting.has(id))) return missing;
  for await (const { ref, series, start, modifiedAt = 0 } of unlinked(engine, feed, named)) {
    const own = sets.get(ref);
    // It was a series, says a replay of the delta (graph.md 1), and is a single event by now.
    const isSeries = own !== undefined && (own.modifiedAt ?? modifiedAt) >= modifiedAt;
    if (isOver(series, ref, start) || isSeries) missing.remove.push({ side: 'outlook', ref });
  }
  return missing;
}

/** Ids of what waits for its record since an earlier run, and of the series it belongs to. */
export async function waitingSeries(engine: Engine, feed: Feed): Promise<Set<string>> {
  const ids = new Set<string>();
  if (feed.series) for await (const { ref, series } of unlinked(engine, feed, false)) ids.add(ref).add(series);
  ids.delete('');
  return ids;
}

/** What waits for its record; with `all` what is left out, too, so that its reason does not outlive it. */
async function* unlinked({ store }: Engine, feed: Feed, all: boolean): AsyncIterable<Seen> {
  if (all) return yield* await store.seenInFeed('outlook', feed.id);
  for (let after = ''; ; ) {
    const arrivals = await store.arrivals('outlook', CHUNK, after);
    const last = arrivals.at(-1);
    if (!last) return;
    after = last.ref;
    const rows = await store.seenByRef(
      'outlook',
      arrivals.map((arrival) => arrival.ref),
    );
    yield* rows.filter((row) => row !== undefined);
  }
}

const isMaster = ({ outlookId, outlook }: Link): boolean => outlookId === outlook.seriesMasterId;

const isMissing = (set: Occurrences | undefined, ref: string, start: number): boolean =>
  set !== undefined && start >= set.from && start < set.until && !set.refs.has(ref);

const startOfLink = (link: Link): number => startOf(fieldsNow(link, 'outlook').when);

const asked = (link: Link): Arrival => ({
  pair: link.pair,
  side: 'outlook',
  ref: link.outlookId,
  feed: link.outlook.calendarId,
  item: undefined,
});
