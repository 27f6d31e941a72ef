/** What changed in a calendar since the last look, page by page. */

import * as v from 'valibot';
import { DAY } from '../../shared/time';
import type { OutlookItem } from '../sync/model/item';
import type { ChangePage, Feed } from '../sync/model/port';
import { BATCH, errorCode, type GraphAnswer, type GraphClient, problem } from './client';
import { eventPath, itemsOn, pagesFrom } from './reading';
import { type GraphEvent, parsePage, Titled } from './schema';

/** Longest span of a plain calendarView (graph.md 1). */
export const LONGEST_VIEW = 1825 * DAY;
const PAGE = { Prefer: 'IdType="ImmutableId", outlook.timezone="UTC", odata.maxpagesize=50' };

/** A token is bound to one calendar and one window (graph.md 1); `plain` means delta was refused and the calendar is listed instead. */
const Position = v.object({
  from: v.number(),
  until: v.number(),
  link: v.string(),
  plain: v.optional(v.number()),
});
type Position = v.InferOutput<typeof Position>;
const StoredPosition = v.pipe(v.string(), v.parseJson(), Position);

/** Full rounds that are begun again in one run. */
const ROUNDS = 2;

/** The changes of one calendar's window, page by page. A token that the server does not know any more starts a full round. */
export async function* calendarChanges(
  client: GraphClient,
  feed: Feed,
  cursor: string | undefined,
  now: number,
  rounds = ROUNDS,
): AsyncIterable<ChangePage<OutlookItem>> {
  const known = readPosition(cursor, feed);
  const subjects = new Map<string, string>();
  const restarted = known === undefined || known.plain !== undefined;
  let announced = false;
  let answer: GraphAnswer | undefined;
  if (known?.plain !== undefined && now - known.plain < DAY)
    return yield* listed(client, feed, plainly(feed, known.plain));
  if (known && known.plain === undefined) {
    answer = await client.follow(known.link, PAGE);
  }
  if (restarted && feed.until - feed.from > LONGEST_VIEW) {
    yield* older(client, feed);
    announced = true;
  }
  answer ??= await client.send({ method: 'GET', path: firstPath(feed), headers: PAGE });
  for (;;) {
    // A full mailbox cannot store sync states: delta is refused while plain reads go on (graph.md 1).
    if (answer.status === 403 && errorCode(answer.body) === 'errorquotaexceeded')
      return yield* listed(client, feed, plainly(feed, now));
    // Tokens may be lost at any page, of a full round too.
    if (isLost(answer) && rounds > 0) return yield* calendarChanges(client, feed, undefined, now, rounds - 1);
    // Change tracking alone may fail, for long windows above all (graph.md 1): the next run tries it again.
    if (mayBeListed(answer)) return yield* listed(client, feed, cursor ?? plainly(feed, 0));
    if (answer.status !== 200) throw problem(answer);
    const page = parsePage(answer.body);
    const link = page.delta ?? page.next;
    if (link === undefined) throw problem({ ...answer, status: 400 });
    // Where series are synced their occurrences are read whole (series.ts).
    const events = feed.series ? page.events : await withSubjects(client, feed, page.events, subjects);
    yield {
      ...(await itemsOn({ ...page, events }, feed.id)),
      suspects: page.removed,
      cursor: JSON.stringify({ from: feed.from, until: feed.until, link } satisfies Position),
      restarted: restarted && !announced,
      last: page.delta !== undefined,
    };
    announced = true;
    if (page.delta !== undefined) return;
    answer = await client.follow(link, PAGE);
  }
}

export const viewPath = (feed: Feed, from: number, until: number, view: string): string =>
  `/me/calendars/${encodeURIComponent(feed.id)}/${view}?startDateTime=${new Date(from).toISOString()}&endDateTime=${new Date(until).toISOString()}`;

const firstPath = (feed: Feed): string =>
  viewPath(feed, Math.max(feed.from, feed.until - LONGEST_VIEW), feed.until, 'calendarView/delta');

function readPosition(cursor: string | undefined, feed: Feed): Position | undefined {
  if (cursor === undefined) return undefined;
  const parsed = v.safeParse(StoredPosition, cursor);
  if (!parsed.success || parsed.output.from !== feed.from || parsed.output.until !== feed.until) return undefined;
  return parsed.output;
}

const LOST = [
  'syncstatenotfound',
  'syncstateinvalid',
  'invaliddeltatoken',
  'resyncrequired',
  'fullsyncrequired',
  'errorinvalidsyncstatedata',
];
const isLost = ({ status, body }: GraphAnswer): boolean =>
  status === 410 || (status >= 400 && status < 500 && LOST.includes(errorCode(body)));

/**
 * An occurrence stub has no subject; its master has it, which stands in the same round, anywhere (graph.md 1). A series that is left out
 * is known by it all the same: what EspoCRM holds for an occurrence gets no second event.
 */
async function withSubjects(
  client: GraphClient,
  feed: Feed,
  events: readonly GraphEvent[],
  subjects: Map<string, string>,
): Promise<GraphEvent[]> {
  for (const event of events) if (event.type === 'seriesMaster') subjects.set(event.id, event.subject);
  const isStub = ({ subject, seriesMasterId }: GraphEvent) => subject === '' && seriesMasterId !== '';
  const masters = events.filter(isStub).map((event) => event.seriesMasterId);
  const open = [...new Set(masters)].filter((master) => !subjects.has(master));
  for (let at = 0; at < open.length; at += BATCH) {
    const some = open.slice(at, at + BATCH);
    const answers = await client.batch(
      some.map((master) => ({ method: 'GET', path: `${eventPath(feed.id, master)}?$select=subject` })),
    );
    for (const [i, master] of some.entries()) {
      const event = v.safeParse(Titled, answers[i]?.body);
      subjects.set(master, answers[i]?.status === 200 && event.success ? event.output.subject : '');
    }
  }
  return events.map((event) =>
    isStub(event) ? { ...event, subject: subjects.get(event.seriesMasterId) ?? '' } : event,
  );
}

/** A calendar that answers errors to delta only; not one that is closed, and not a server that asks to wait. */
const mayBeListed = ({ status }: GraphAnswer): boolean =>
  status === 400 || (status > 404 && status < 500 && status !== 429 && status !== 410) || status >= 500;

const plainly = ({ from, until }: Feed, since: number): string =>
  JSON.stringify({ from, until, link: '', plain: since } satisfies Position);

/** Without delta: the whole window by plain calendarView, as a full round. Deletions show by absence, and are proven by id. */
async function* listed(client: GraphClient, feed: Feed, cursor: string): AsyncIterable<ChangePage<OutlookItem>> {
  let first = true;
  for await (const page of views(client, feed, feed.from, feed.until)) {
    yield { ...page, suspects: [], cursor, restarted: first, last: false };
    first = false;
  }
  yield { items: [], unreadable: [], suspects: [], cursor, restarted: first, last: true };
}

/** The part of a long span that no delta window reaches: read once, then by id like everything outside the window. */
async function* older(client: GraphClient, feed: Feed): AsyncIterable<ChangePage<OutlookItem>> {
  const cursor = JSON.stringify({ from: feed.from, until: 0, link: '' } satisfies Position);
  let restarted = true;
  for await (const page of views(client, feed, feed.from, feed.until - LONGEST_VIEW)) {
    yield { ...page, suspects: [], cursor, restarted, last: false };
    restarted = false;
  }
}

async function* views(
  client: GraphClient,
  feed: Feed,
  from: number,
  until: number,
): AsyncIterable<Pick<ChangePage<OutlookItem>, 'items' | 'unreadable'>> {
  for (let at = from; at < until; at += LONGEST_VIEW) {
    const path = `${viewPath(feed, at, Math.min(at + LONGEST_VIEW, until), 'calendarView')}&$top=50`;
    for await (const page of pagesFrom(client, path)) yield itemsOn(page, feed.id);
  }
}
