/** Meetings that bear one key and are several. */
import { twinsOf } from '../decide/find';
import type { Engine } from '../model/engine';
import { startOf } from '../model/event';
import { fieldsNow } from '../model/link';

/** One event of the mailbox, as far as it tells two meetings apart. */
interface Bearer {
  ref: string;
  calendar: string;
  twins: readonly string[];
  start: number;
}

/**
 * Keys that stand on more than one meeting of this mailbox, because an import or a copy has put them there (graph.md 22): such a key alone
 * says nothing. Asked for only where a record bears the key and says something else than the event.
 */
export async function sharedKeys({ store }: Engine, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const bearers = new Map<string, Bearer[]>();
  const add = (key: string, bearer: Bearer) => bearers.set(key, [...(bearers.get(key) ?? []), bearer]);
  for (const link of await store.linksByMeeting(keys)) {
    if (link.outlookId === '' || link.gone === 'outlook') continue;
    const start = startOf(fieldsNow(link, 'outlook').when);
    add(link.meetingKey, { ref: link.outlookId, calendar: link.outlook.calendarId, twins: twinsOf(link), start });
  }
  for (const { meetingKey, ref, feed, twin, start } of await store.seenByMeeting('outlook', keys))
    add(meetingKey, { ref, calendar: feed, twins: twin === '' ? [] : [twin], start });
  return new Set(
    [...bearers].flatMap(([key, list]) => (list.some((a) => list.some((b) => differ(a, b))) ? [key] : [])),
  );
}

/** The same meeting may stand in two calendars, and one of them may lag behind. */
function differ(a: Bearer, b: Bearer): boolean {
  if (a.ref === b.ref || a.calendar !== b.calendar) return false;
  const nameless = a.twins.length === 0 || b.twins.length === 0;
  return nameless ? a.start !== b.start : !a.twins.some((twin) => b.twins.includes(twin));
}
