/** Events read one by one or by the page, with what an answer means that holds none. */
import { SyncError } from '../../shared/codes';
import { startOf } from '../sync/model/event';
import type { OutlookItem } from '../sync/model/item';
import type { Reading, Unreadable } from '../sync/model/port';
import { type GraphAnswer, type GraphClient, problem } from './client';
import { meetingKeyOf } from './identity';
import { toItem } from './mapping';
import { EVENT_FIELDS, GraphEvent, type Page, parse, parsePage, type UnreadEvent } from './schema';

/** In a calendar, or anywhere in the mailbox. Ids are encoded: they come from outside (graph.md 21). */
export function eventPath(calendar: string, id: string): string {
  const event = `events/${encodeURIComponent(id)}`;
  return calendar === '' ? `/me/${event}` : `/me/calendars/${encodeURIComponent(calendar)}/${event}`;
}

/** The same, as it is asked for to be read as an item. */
export const readPath = (calendar: string, id: string): string => `${eventPath(calendar, id)}?$select=${EVENT_FIELDS}`;

export async function itemOf(event: GraphEvent, calendarId: string): Promise<OutlookItem> {
  return toItem(event, calendarId, await meetingKeyOf(event.iCalUId, event.originalStart));
}

/** The events of a page as items. One that breaks what reads it is listed like one that cannot be parsed, and stops no other. */
export async function itemsOn(
  { events, unread }: Pick<Page, 'events' | 'unread'>,
  calendarId: string,
): Promise<{ items: OutlookItem[]; unreadable: Unreadable<OutlookItem>[] }> {
  const unreadable = await Promise.all(unread.map((one) => unreadableOf(one, calendarId)));
  const items = await Promise.all(
    events.map(async (event) => {
      try {
        return await itemOf(event, calendarId);
      } catch (error) {
        unreadable.push({ ref: event.id, problem: nameOf(error), start: -1, title: '', item: undefined });
        return undefined;
      }
    }),
  );
  return { items: items.filter((item) => item !== undefined), unreadable };
}

async function unreadableOf(
  { id, problem, event, title }: UnreadEvent,
  calendarId: string,
): Promise<Unreadable<OutlookItem>> {
  try {
    const item = event && (await itemOf(event, calendarId));
    return { ref: id, problem, start: item ? startOf(item.event.when) : -1, title, item };
  } catch {
    return { ref: id, problem, start: -1, title, item: undefined };
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'error');

export async function reading(answer: GraphAnswer, feed: string): Promise<Reading<OutlookItem>> {
  if (answer.status === 200) {
    try {
      return { kind: 'value', item: await itemOf(parse(GraphEvent, answer.body, 'event'), feed) };
    } catch (error) {
      const known = error instanceof SyncError ? error : new SyncError('ms.unreadable', `event ${nameOf(error)}`);
      return { kind: 'unknown', error: known };
    }
  }
  const error = problem({ ...answer, status: answer.status || 503 });
  if (isOfMailbox(error)) return { kind: 'unknown', error };
  if (answer.status === 404) return { kind: 'gone' };
  if (answer.status === 403) return { kind: 'forbidden' };
  return { kind: 'unknown', error };
}

/** A list from its first page to its last. */
export async function* pagesFrom(client: GraphClient, path: string, first?: GraphAnswer): AsyncIterable<Page> {
  let answer = first ?? (await client.send({ method: 'GET', path }));
  for (;;) {
    if (answer.status !== 200) throw problem({ ...answer, status: answer.status || 503 });
    const page = parsePage(answer.body);
    yield page;
    if (page.next === undefined) return;
    answer = await client.follow(page.next, {});
  }
}

/** A mailbox that is being moved, or is full, refuses with a 404 or 403 that says nothing of the item asked for. */
export const isOfMailbox = ({ code }: SyncError): boolean => code === 'ms.noMailbox' || code === 'ms.mailboxFull';
