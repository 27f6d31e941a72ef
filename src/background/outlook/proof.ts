import type { OutlookItem } from '../sync/item';
import type { Proof, Suspect } from '../sync/port';
import { type GraphAnswer, type GraphClient, type GraphRequest, problem } from './client';
import { eventPath, itemOf, reading } from './reading';
import { parsePage } from './schema';

const DAY = 24 * 60 * 60 * 1000;
type Batched = (requests: readonly GraphRequest[]) => Promise<GraphAnswer[]>;

/**
 * Proof of deletion (DESIGN 3.5): (a) the calendar itself answers, and (b) the event is not in it, nor in any other calendar of the
 * user around its start, even where its id can still be read, and (c) its iCalUId finds nothing with the same original start.
 */
export async function proveGone(
  client: GraphClient,
  suspects: readonly Suspect[],
  calendars: readonly string[],
  batched: Batched,
): Promise<Proof<OutlookItem>[]> {
  if (suspects.length === 0) return [];
  const feeds = await calendarsThatAnswer(suspects, batched);
  const inCalendar = await batched(suspects.map((s) => ({ method: 'GET', path: eventPath(s.feed, s.ref) })));
  const proofs: Proof<OutlookItem>[] = [];
  for (const [index, suspect] of suspects.entries()) {
    const feed = feeds.get(suspect.feed);
    const there = await reading(inCalendar[index] as GraphAnswer, suspect.feed);
    if (there.kind === 'value' && (await standsIn(client, suspect.feed, there.item, suspect.ref)))
      proofs.push({ kind: 'present', item: there.item });
    else if (feed && feed.kind !== 'answers')
      proofs.push(feed.kind === 'gone' ? { kind: 'feedGone' } : { kind: 'unknown', error: feed.error });
    else if (there.kind === 'forbidden' || there.kind === 'unknown') proofs.push(there);
    else proofs.push(await elsewhere(client, suspect, calendars, batched));
  }
  return proofs;
}

type FeedState = { kind: 'answers' } | { kind: 'gone' } | { kind: 'unknown'; error: ReturnType<typeof problem> };

async function calendarsThatAnswer(suspects: readonly Suspect[], batched: Batched): Promise<Map<string, FeedState>> {
  const ids = [...new Set(suspects.map((s) => s.feed))];
  const answers = await batched(ids.map((id) => ({ method: 'GET', path: `/me/calendars/${encodeURIComponent(id)}` })));
  return new Map(
    ids.map((id, i): [string, FeedState] => {
      const answer = answers[i] as GraphAnswer;
      if (answer.status === 200) return [id, { kind: 'answers' }];
      if (answer.status === 404 || answer.status === 403) return [id, { kind: 'gone' }];
      return [id, { kind: 'unknown', error: problem({ ...answer, status: answer.status || 503 }) }];
    }),
  );
}

/** Deleted events can be read by immutable id for a while (graph.md 12); only the calendar's own view says that one still stands. */
async function standsIn(client: GraphClient, calendar: string, item: OutlookItem, ref: string): Promise<boolean> {
  return (await lookIn(client, calendar, item, (id) => id === ref)) !== undefined;
}

async function lookIn(
  client: GraphClient,
  calendar: string,
  around: OutlookItem | number,
  matches: (id: string, iCalUId: string, originalStart: string) => boolean,
): Promise<OutlookItem | undefined> {
  const start = typeof around === 'number' ? around : startOf(around);
  const window = `startDateTime=${new Date(start - DAY).toISOString()}&endDateTime=${new Date(start + 2 * DAY).toISOString()}`;
  let answer = await client.send({
    method: 'GET',
    path: `/me/calendars/${encodeURIComponent(calendar)}/calendarView?${window}&$top=50`,
  });
  for (;;) {
    if (answer.status !== 200) throw problem(answer);
    const page = parsePage(answer.body);
    const hit = page.events.find((e) => matches(e.id, e.iCalUId, e.originalStart));
    if (hit) return itemOf(hit, calendar);
    if (page.next === undefined) return undefined;
    answer = await client.follow(page.next, {});
  }
}

const startOf = ({ event }: OutlookItem): number =>
  event.when.kind === 'timed' ? event.when.start : Date.parse(event.when.first);

async function elsewhere(
  client: GraphClient,
  suspect: Suspect,
  calendars: readonly string[],
  batched: Batched,
): Promise<Proof<OutlookItem>> {
  const [anywhere] = await batched([{ method: 'GET', path: eventPath('', suspect.ref) }]);
  const there = await reading(anywhere as GraphAnswer, '');
  if (there.kind === 'unknown') return there;
  if (there.kind === 'value') {
    for (const calendar of calendars) {
      const found = await lookIn(client, calendar, there.item, (id) => id === suspect.ref);
      if (found) return calendar === suspect.feed ? { kind: 'present', item: found } : { kind: 'movedTo', item: found };
    }
  }
  return byMeeting(client, suspect, calendars);
}

/** The same meeting under another id: accepted as delete plus create, or a mailbox that was moved. */
async function byMeeting(
  client: GraphClient,
  suspect: Suspect,
  calendars: readonly string[],
): Promise<Proof<OutlookItem>> {
  if (suspect.iCalUId === '') return { kind: 'gone' };
  const filter = encodeURIComponent(`iCalUId eq '${suspect.iCalUId.replaceAll("'", "''")}'`);
  const answer = await client.send({ method: 'GET', path: `/me/events?$filter=${filter}` });
  if (answer.status !== 200) return { kind: 'unknown', error: problem(answer) };
  for (const event of parsePage(answer.body).events) {
    if (event.id === suspect.ref || event.originalStart !== suspect.originalStart) continue;
    const item = await itemOf(event, '');
    for (const calendar of calendars) {
      const found = await lookIn(client, calendar, item, (id) => id === event.id);
      if (found) return { kind: 'movedTo', item: found };
    }
  }
  return { kind: 'gone' };
}
