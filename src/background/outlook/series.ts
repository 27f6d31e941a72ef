import * as v from 'valibot';
import type { OutlookItem } from '../sync/model/item';
import type { ChangePage, Feed, Range, SeriesSet } from '../sync/model/port';
import { BATCH, type GraphAnswer, type GraphClient, problem } from './client';
import { calendarChanges, viewPath } from './delta';
import { eventPath } from './reading';
import { type GraphEvent, parsePage } from './schema';

type ToItem = (event: GraphEvent, calendarId: string) => Promise<OutlookItem>;

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
  toItem: ToItem,
): AsyncIterable<ChangePage<OutlookItem>> {
  const { series } = feed;
  const position = v.safeParse(StoredPosition, cursor);
  let read = position.success ? position.output.read : undefined;
  let changes = position.success ? position.output.changes : undefined;
  const at = (days: Range | undefined): string =>
    JSON.stringify({ changes: changes ?? '', read: days } satisfies v.InferOutput<typeof Position>);
  for await (const page of calendarChanges(client, feed, changes, now, toItem)) {
    if (page.restarted) read = undefined;
    changes = page.cursor;
    const masters = seriesOn(page.items);
    const sets = read ? await instancesOf(client, feed, masters, toItem) : masters.map(named);
    const items = [...page.items.filter((item) => item.kind === 'single'), ...sets.flatMap((set) => set.items)];
    yield { ...page, items, series: sets.map((set) => set.set), cursor: at(read), last: false };
  }
  const days = { from: Math.max(read?.until ?? 0, series.from), until: series.until };
  // In one piece: half of it would grow old, should the worker be killed, and nothing would say so.
  const items = days.from < days.until ? await viewOf(client, feed, days, toItem) : [];
  const done = at({ from: series.from, until: series.until });
  yield { items, suspects: [], cursor: done, restarted: false, last: true };
}

/** Masters named on a page, by themselves or by an occurrence. */
const seriesOn = (items: readonly OutlookItem[]): string[] => [
  ...new Set(items.flatMap((item) => (item.kind === 'single' ? [] : [item.seriesMasterId || item.id]))),
];

/** Its occurrences come with the whole window: only that it is a series is known. */
const named = (master: string): Instances => ({ set: { master, from: 0, until: 0, refs: [] }, items: [] });

interface Instances {
  set: SeriesSet;
  items: OutlookItem[];
}

async function instancesOf(
  client: GraphClient,
  feed: Feed & { series: Range },
  masters: readonly string[],
  toItem: ToItem,
): Promise<Instances[]> {
  const found: Instances[] = [];
  for (let from = 0; from < masters.length; from += BATCH) {
    const some = masters.slice(from, from + BATCH);
    const requests = some.map((master) => ({ method: 'GET' as const, path: instancesPath(feed, master) }));
    const answers = await client.batch(requests);
    for (const [i, master] of some.entries()) {
      const items = await instances(client, feed, answers[i] as GraphAnswer, toItem);
      found.push({ items, set: { master, ...feed.series, refs: items.map((item) => item.id) } });
    }
  }
  return found;
}

/** In the calendar's own path: a shared calendar's series is not found under /me/events (graph.md 1). */
const instancesPath = (feed: Feed & { series: Range }, master: string): string =>
  `${eventPath(feed.id, master)}/instances?startDateTime=${new Date(feed.series.from).toISOString()}&endDateTime=${new Date(feed.series.until).toISOString()}&$top=50`;

/** A series that is gone, or is none any more, has no instances: what was known of it is asked for by id. */
async function instances(client: GraphClient, feed: Feed, first: GraphAnswer, toItem: ToItem): Promise<OutlookItem[]> {
  const items: OutlookItem[] = [];
  let answer = first;
  for (;;) {
    if (answer.status === 404 || answer.status === 400) return items;
    if (answer.status !== 200) throw problem({ ...answer, status: answer.status || 503 });
    const page = parsePage(answer.body);
    for (const event of page.events) {
      const item = await toItem(event, feed.id);
      if (isOccurrence(item)) items.push(item);
    }
    if (page.next === undefined) return items;
    answer = await client.follow(page.next, {});
  }
}

async function viewOf(client: GraphClient, feed: Feed, days: Range, toItem: ToItem): Promise<OutlookItem[]> {
  const items: OutlookItem[] = [];
  let answer = await client.send({
    method: 'GET',
    path: `${viewPath(feed, days.from, days.until, 'calendarView')}&$top=50`,
  });
  for (;;) {
    if (answer.status !== 200) throw problem(answer);
    const page = parsePage(answer.body);
    items.push(...(await Promise.all(page.events.map((event) => toItem(event, feed.id)))).filter(isOccurrence));
    if (page.next === undefined) return items;
    answer = await client.follow(page.next, {});
  }
}

const isOccurrence = ({ kind }: OutlookItem): boolean => kind === 'occurrence' || kind === 'exception';
