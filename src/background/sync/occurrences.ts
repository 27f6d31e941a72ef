import type { Engine } from './engine';
import { type Item, refOf, type Side } from './item';
import { fieldsNow, type Link } from './link';
import type { ChangePage, Feed, SeriesSet } from './port';
import type { Arrival } from './store';

interface Missing {
  put: Arrival[];
  remove: { side: Side; ref: string }[];
}

/**
 * A deleted occurrence is not reported, nor those of a series that was deleted or shifted (graph.md 1): what a series that was read to
 * its end did not bring is asked for by id where it is linked, and forgotten where it is not. Outside the range nothing is concluded.
 */
export async function missingOccurrences(engine: Engine, feed: Feed, page: ChangePage<Item>): Promise<Missing> {
  const { store } = engine;
  const missing: Missing = { put: [], remove: [] };
  if (!feed.series) return missing;
  const sets = new Map((page.series ?? []).map((set) => [set.master, set]));
  // Removed, or a single event now: a series no more.
  const gone = new Set([...page.suspects, ...page.items.map(refOf)]);
  for (const link of await store.linksBySeries([...sets.keys(), ...gone])) {
    if (link.gone === 'outlook' || isMaster(link)) continue;
    const { when } = fieldsNow(link, 'outlook');
    const start = when.kind === 'timed' ? when.start : Date.parse(when.first);
    if (
      gone.has(link.outlook.seriesMasterId) ||
      isMissing(sets.get(link.outlook.seriesMasterId), link.outlookId, start)
    )
      missing.put.push(asked(link));
  }
  // A single event that was turned into a series: its link moves to an occurrence, or sleeps.
  const turned = [...sets.keys()];
  for (const link of await store.linksByRef('outlook', turned))
    if (link?.state === 'active' && link.gone === '') missing.put.push(asked(link));
  if (sets.size + page.suspects.length === 0) return missing;
  for (const row of await store.seenInFeed('outlook', feed.id))
    if (row.series && (gone.has(row.series) || isMissing(sets.get(row.series), row.ref, row.start)))
      missing.remove.push({ side: 'outlook', ref: row.ref });
  return missing;
}

const isMaster = ({ outlookId, outlook }: Link): boolean => outlookId === outlook.seriesMasterId;

const isMissing = (set: SeriesSet | undefined, ref: string, start: number): boolean =>
  set !== undefined && start >= set.from && start < set.until && !set.refs.includes(ref);

const asked = (link: Link): Arrival => ({
  pair: link.pair,
  side: 'outlook',
  ref: link.outlookId,
  feed: link.outlook.calendarId,
  item: undefined,
});
