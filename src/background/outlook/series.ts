/** A calendar's changes with the occurrences of its series, where recurring events are on. */
import * as v from 'valibot';
import type { OutlookItem } from '../sync/model/item';
import type { ChangePage, Feed, Range, SeriesSet } from '../sync/model/port';
import { BATCH, type GraphAnswer, type GraphClient } from './client';
import { calendarChanges, viewPath } from './delta';
import { eventPath, itemsOn, pagesFrom } from './reading';

/** The change feed's own position, and the days whose occurrences have been read (none during a full round). */
const Position = v.object({ changes: v.string(), read: v.optional(v.object({ from: v.number(), until: v.number() })) });
const StoredPosition = v.pipe(v.string(), v.parseJson(), Position);

/**
 * The changes of a calendar with the occurrences of its series as items of their own. The change feed brings them without title or
 * people, and says nothing of a deleted one (graph.md 1): whatever series it names is read anew by its instances, a full round ends with
 * the whole of the rolling window, and a new day adds that day. With nothing new there is no further request.
 */
export async function* changesWithSeries(
  client: GraphClient,
  feed: Feed & { series: Range },
  cursor: string | undefined,
  now: number,
): AsyncIterable<ChangePage<OutlookItem>> {
  const position = v.safeParse(StoredPosition, cursor);
  let read = position.success ? position.output.read : undefined;
  let changes = position.success ? position.output.changes : undefined;
  const at = (days: Range | undefined): string =>
    JSON.stringify({ changes: changes ?? '', read: days } satisfies v.InferOutput<typeof Position>);
  for await (const page of calendarChanges(client, feed, changes, now)) {
    if (page.restarted) read = undefined;
    changes = page.cursor;
    const masters = seriesOn(page.items);
    const sets = read ? await instancesOf(client, feed, masters) : masters.map(named);
    const changed = new Map(page.items.flatMap((item) => (item.kind === 'master' ? [[item.id, item.modifiedAt]] : [])));
    const series = sets.map(({ set }) => ({ ...set, modifiedAt: changed.get(set.master) }));
    const items = [...page.items.filter((item) => item.kind === 'single'), ...sets.flatMap((set) => set.items)];
    const unreadable = [...page.unreadable, ...sets.flatMap((set) => set.unreadable)];
    yield { ...page, items, unreadable, series, cursor: at(read), last: false };
  }
  const days = { from: Math.max(read?.until ?? 0, feed.series.from), until: feed.series.until };
  // In one piece: half of it would grow old, should the worker be killed, and nothing would say so.
  const last = days.from < days.until ? await viewOf(client, feed, days) : nothing();
  const done = at({ from: feed.series.from, until: feed.series.until });
  yield { ...last, suspects: [], cursor: done, restarted: false, last: true };
}

/** Masters named on a page, by themselves or by an occurrence. */
const seriesOn = (items: readonly OutlookItem[]): string[] => [
  ...new Set(items.flatMap((item) => (item.kind === 'single' ? [] : [item.seriesMasterId || item.id]))),
];

type Occurrences = Pick<ChangePage<OutlookItem>, 'items' | 'unreadable'>;
const nothing = (): Occurrences => ({ items: [], unreadable: [] });

interface Instances extends Occurrences {
  set: SeriesSet;
}

/** Its occurrences come with the whole window: only that it is a series is known. */
const named = (master: string): Instances => ({ set: { master, from: 0, until: 0, refs: [] }, ...nothing() });

async function instancesOf(
  client: GraphClient,
  feed: Feed & { series: Range },
  masters: readonly string[],
): Promise<Instances[]> {
  const found: Instances[] = [];
  for (let from = 0; from < masters.length; from += BATCH) {
    const some = masters.slice(from, from + BATCH);
    const requests = some.map((master) => ({ method: 'GET' as const, path: instancesPath(feed, master) }));
    const answers = await client.batch(requests);
    for (const [i, master] of some.entries()) {
      const there = await instances(client, feed, answers[i] as GraphAnswer);
      const refs = [...there.items.map((item) => item.id), ...there.unreadable.map(({ ref }) => ref)];
      found.push({ ...there, set: { master, ...feed.series, refs } });
    }
  }
  return found;
}

/** In the calendar's own path: a shared calendar's series is not found under /me/events (graph.md 1). */
const instancesPath = (feed: Feed & { series: Range }, master: string): string =>
  `${eventPath(feed.id, master)}/instances?startDateTime=${new Date(feed.series.from).toISOString()}&endDateTime=${new Date(feed.series.until).toISOString()}&$top=50`;

/** A series that is gone, or is none any more, has no instances: what was known of it is asked for by id. */
const instances = async (client: GraphClient, feed: Feed, first: GraphAnswer): Promise<Occurrences> =>
  first.status === 404 || first.status === 400 ? nothing() : occurrencesOn(client, feed, '', first);

const viewOf = (client: GraphClient, feed: Feed, days: Range): Promise<Occurrences> =>
  occurrencesOn(client, feed, `${viewPath(feed, days.from, days.until, 'calendarView')}&$top=50`);

async function occurrencesOn(client: GraphClient, feed: Feed, path: string, first?: GraphAnswer): Promise<Occurrences> {
  const there = nothing();
  for await (const page of pagesFrom(client, path, first)) {
    const { items, unreadable } = await itemsOn(page, feed.id);
    there.items.push(...items.filter(isOccurrence));
    there.unreadable.push(...unreadable.filter(({ item }) => item === undefined || isOccurrence(item)));
  }
  return there;
}

const isOccurrence = ({ kind }: OutlookItem): boolean => kind === 'occurrence' || kind === 'exception';
