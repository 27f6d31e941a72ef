/** Whether an event that is not reported any more is gone, moved, or still there. */

import { SyncError } from '../../shared/codes';
import { DAY } from '../../shared/time';
import type { OutlookItem } from '../sync/model/item';
import type { Proof, Reading, Suspect } from '../sync/model/port';
import { type GraphAnswer, type GraphClient, type GraphRequest, problem } from './client';
import { isOfPart } from './part';
import { itemOf, reading, readPath } from './reading';
import { CALENDARS, Calendars, EVENT_FIELDS, type Page, parse, parsePage } from './schema';

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
  const answers = await batched(suspects.map((s) => ({ method: 'GET', path: readPath(s.feed, s.ref) })));
  const readings = await Promise.all(answers.map((answer, i) => reading(answer, suspects[i]?.feed ?? '')));
  const standing = await whereTheyStand(client, suspects, readings, batched);
  const proofs: Proof<OutlookItem>[] = [];
  const unknownIfBroken = unknownOf(client);
  const everywhere = standing.every((found) => found && 'item' in found)
    ? [...calendars]
    : await calendarsNow(client, calendars).catch(unknownIfBroken);
  for (const [index, suspect] of suspects.entries()) {
    const feed = feeds.get(suspect.feed);
    const there = readings[index] as Reading<OutlookItem>;
    const found = standing[index];
    if (found) proofs.push(found);
    else if (feed && feed.kind !== 'answers')
      proofs.push(feed.kind === 'gone' ? { kind: 'feedGone' } : { kind: 'unknown', error: feed.error });
    else if (there.kind === 'forbidden' || there.kind === 'unknown') proofs.push(there);
    else if (!Array.isArray(everywhere)) proofs.push(everywhere);
    else
      proofs.push(
        await elsewhere(client, suspect, there.kind === 'value' ? there.item : undefined, everywhere, batched).catch(
          unknownIfBroken,
        ),
      );
  }
  return proofs;
}

/** The list may be a day old, and an event may have been moved to a calendar that was made since (rule 6). */
async function calendarsNow(client: GraphClient, known: readonly string[]): Promise<string[]> {
  const ids = new Set(known);
  let answer = await client.send({ method: 'GET', path: CALENDARS });
  for (;;) {
    if (answer.status !== 200) throw problem(answer);
    const page = parse(Calendars, answer.body, 'calendars');
    for (const { id } of page.value) ids.add(id);
    if (!page['@odata.nextLink']) return [...ids];
    answer = await client.follow(page['@odata.nextLink'], {});
  }
}

/** One calendar that always answers an error (old shared ones do, graph.md 11) must not end every run: nobody can say, for now. */
const unknownOf =
  (client: GraphClient) =>
  async (error: unknown): Promise<{ kind: 'unknown'; error: SyncError }> => {
    if (error instanceof SyncError && (await isOfPart(client, error))) return { kind: 'unknown', error };
    throw error;
  };

/**
 * Whether reading a calendar failed because it is not there any more, or closed to the user, and not for want of a right in general, nor
 * because nobody can say which calendars there are.
 */
export async function whyClosed(
  client: GraphClient,
  calendar: string,
  error: unknown,
): Promise<'gone' | 'closed' | undefined> {
  if (!(error instanceof SyncError) || (error.code !== 'ms.refused' && error.code !== 'ms.scopeMissing'))
    return undefined;
  const path = `/me/calendars/${encodeURIComponent(calendar)}?$select=id`;
  const itself = await client.send({ method: 'GET', path });
  if (problem(itself).code === 'ms.noMailbox' || (itself.status !== 404 && itself.status !== 403)) return undefined;
  const list = await client.send({ method: 'GET', path: '/me/calendars?$top=1&$select=id' });
  if (list.status !== 200) return undefined;
  return itself.status === 404 ? 'gone' : 'closed';
}

type FeedState = { kind: 'answers' } | { kind: 'gone' } | { kind: 'unknown'; error: ReturnType<typeof problem> };

async function calendarsThatAnswer(suspects: readonly Suspect[], batched: Batched): Promise<Map<string, FeedState>> {
  const ids = [...new Set(suspects.map((s) => s.feed))];
  const answers = await batched(
    ids.map((id) => ({ method: 'GET', path: `/me/calendars/${encodeURIComponent(id)}?$select=id` })),
  );
  return new Map(
    ids.map((id, i): [string, FeedState] => {
      const answer = answers[i] as GraphAnswer;
      if (answer.status === 200) return [id, { kind: 'answers' }];
      if (answer.status === 404 || answer.status === 403) return [id, { kind: 'gone' }];
      return [id, { kind: 'unknown', error: problem({ ...answer, status: answer.status || 503 }) }];
    }),
  );
}

/** Deleted events can be read by immutable id for a while (graph.md 12): only the calendar's own view says that one still stands. */
async function whereTheyStand(
  client: GraphClient,
  suspects: readonly Suspect[],
  readings: readonly Reading<OutlookItem>[],
  batched: Batched,
): Promise<(Proof<OutlookItem> | undefined)[]> {
  const asked = readings.flatMap((r, i) => (r.kind === 'value' ? [{ i, item: r.item }] : []));
  const answers = await batched(
    asked.map(({ i, item }) => ({ method: 'GET', path: viewAround(suspects[i]?.feed ?? '', item) })),
  );
  const found: (Proof<OutlookItem> | undefined)[] = suspects.map(() => undefined);
  for (const [n, { i, item: read }] of asked.entries()) {
    found[i] = await findOn(client, answers[n] as GraphAnswer, suspects[i]?.feed ?? '', suspects[i]?.ref ?? '', read)
      .then((item): Proof<OutlookItem> | undefined => item && { kind: 'present', item })
      .catch(unknownOf(client));
  }
  return found;
}

function viewAround(calendar: string, { event: { when } }: OutlookItem): string {
  const start = when.kind === 'timed' ? when.start : Date.parse(when.first);
  const end = when.kind === 'timed' ? when.end : Date.parse(when.last) + DAY;
  // All-day events stand at midnight of the mailbox's own zone: a day on either side finds them.
  const pad = when.kind === 'timed' ? 60_000 : DAY;
  const window = `startDateTime=${new Date(start - pad).toISOString()}&endDateTime=${new Date(end + pad).toISOString()}`;
  return `/me/calendars/${encodeURIComponent(calendar)}/calendarView?${window}&$top=50`;
}

async function findOn(
  client: GraphClient,
  first: GraphAnswer,
  calendar: string,
  ref: string,
  read: OutlookItem,
): Promise<OutlookItem | undefined> {
  let answer = first;
  for (;;) {
    if (answer.status === 404 || answer.status === 403) return undefined;
    if (answer.status !== 200) throw problem({ ...answer, status: answer.status || 503 });
    const page = parsePage(answer.body);
    const hit = page.events.find((e) => e.id === ref);
    if (page.unread.some(({ id }) => id === ref)) throw unreadable(page);
    if (hit) return itemOf(hit, calendar);
    // No view shows a series itself, only what happens of it.
    if (page.events.some((e) => e.seriesMasterId === ref)) return { ...read, calendarId: calendar };
    if (page.next === undefined) return undefined;
    answer = await client.follow(page.next, {});
  }
}

/** There, whatever it says: that it cannot be read is no proof of anything. */
const unreadable = ({ unread }: Page): SyncError => new SyncError('ms.unreadable', `event ${unread[0]?.problem ?? ''}`);

/** Moved to another calendar, under the same immutable id; else the same meeting under another id. */
async function elsewhere(
  client: GraphClient,
  suspect: Suspect,
  scoped: OutlookItem | undefined,
  calendars: readonly string[],
  batched: Batched,
): Promise<Proof<OutlookItem>> {
  const [anywhere] = scoped ? [] : await batched([{ method: 'GET', path: readPath('', suspect.ref) }]);
  const there = anywhere ? await reading(anywhere, '') : undefined;
  if (there?.kind === 'unknown') return there;
  const item = scoped ?? (there?.kind === 'value' ? there.item : undefined);
  let closed: GraphAnswer | undefined;
  if (item) {
    const answers = await batched(calendars.map((calendar) => ({ method: 'GET', path: viewAround(calendar, item) })));
    for (const [i, calendar] of calendars.entries()) {
      const found = await findOn(client, answers[i] as GraphAnswer, calendar, suspect.ref, item);
      if (found) return calendar === suspect.feed ? { kind: 'present', item: found } : { kind: 'movedTo', item: found };
    }
    closed = answers.find(({ status }) => status === 403);
  }
  const met = await byMeeting(suspect, calendars, batched);
  // It can be read, and may stand in the calendar into which nobody lets us look for now.
  const unsure = met.kind === 'gone' && met.ofMeeting === undefined && closed;
  return unsure ? { kind: 'unknown', error: problem(closed as GraphAnswer) } : met;
}

/** Accepted as delete plus create, or a mailbox that was moved. Asked in each calendar: /me/events is the default one only. */
async function byMeeting(
  suspect: Suspect,
  calendars: readonly string[],
  batched: Batched,
): Promise<Proof<OutlookItem>> {
  if (suspect.iCalUId === '') return { kind: 'gone' };
  const filter = encodeURIComponent(`iCalUId eq '${suspect.iCalUId.replaceAll("'", "''")}'`);
  const answers = await batched(
    calendars.map((id) => ({
      method: 'GET',
      path: `/me/calendars/${encodeURIComponent(id)}/events?$filter=${filter}&$select=${EVENT_FIELDS}`,
    })),
  );
  const ofMeeting: OutlookItem[] = [];
  for (const [i, calendar] of calendars.entries()) {
    const answer = answers[i] as GraphAnswer;
    if (answer.status === 404 || answer.status === 403) continue;
    if (answer.status !== 200) return { kind: 'unknown', error: problem({ ...answer, status: answer.status || 503 }) };
    const page = parsePage(answer.body);
    if (page.unread.length > 0) return { kind: 'unknown', error: unreadable(page) };
    const hits = page.events.filter((e) => e.originalStart === suspect.originalStart);
    const items = await Promise.all(hits.map((hit) => itemOf(hit, calendar)));
    const itself = items.find(({ id }) => id === suspect.ref);
    // Its calendar lists it, so it stands, whatever became of the request for it alone.
    if (itself) return { kind: calendar === suspect.feed ? 'present' : 'movedTo', item: itself };
    ofMeeting.push(...items);
  }
  return ofMeeting.length === 0 ? { kind: 'gone' } : { kind: 'gone', ofMeeting };
}
