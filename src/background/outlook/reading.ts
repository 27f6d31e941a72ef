import type { SyncError } from '../../shared/codes';
import type { OutlookItem } from '../sync/model/item';
import type { Reading } from '../sync/model/port';
import { type GraphAnswer, problem } from './client';
import { meetingKeyOf } from './identity';
import { toItem } from './mapping';
import { GraphEvent, parse } from './schema';

/** In a calendar, or anywhere in the mailbox. Ids are encoded: they come from outside (graph.md 21). */
export function eventPath(calendar: string, id: string): string {
  const event = `events/${encodeURIComponent(id)}`;
  return calendar === '' ? `/me/${event}` : `/me/calendars/${encodeURIComponent(calendar)}/${event}`;
}

export async function itemOf(event: GraphEvent, calendarId: string): Promise<OutlookItem> {
  return toItem(event, calendarId, await meetingKeyOf(event.iCalUId, event.originalStart));
}

export async function reading(answer: GraphAnswer, feed: string): Promise<Reading<OutlookItem>> {
  if (answer.status === 200) {
    try {
      return { kind: 'value', item: await itemOf(parse(GraphEvent, answer.body, 'event'), feed) };
    } catch (error) {
      return { kind: 'unknown', error: error as SyncError };
    }
  }
  const error = problem({ ...answer, status: answer.status || 503 });
  if (isOfMailbox(error)) return { kind: 'unknown', error };
  if (answer.status === 404) return { kind: 'gone' };
  if (answer.status === 403) return { kind: 'forbidden' };
  return { kind: 'unknown', error };
}

/** A mailbox that is being moved, or is full, refuses with a 404 or 403 that says nothing of the item asked for. */
export const isOfMailbox = ({ code }: SyncError): boolean => code === 'ms.noMailbox' || code === 'ms.mailboxFull';
