/** The events of a trial: of the user alone, far before anything that is synced, free, without reminder, and taken away at once. */
import * as v from 'valibot';
import { type GraphAnswer, type GraphClient, problem } from './client';
import { TRIAL_PROPERTY } from './identity';
import { eventPath } from './reading';
import { EventPage } from './schema';

/** No window reaches it, and nobody's week shows it. */
const DAY = '2001-01-03';
export const STARTS = `${DAY}T09:00:00`;
const MARK = 'trial';
/** Written in English for whoever should meet one that a power cut has left behind. */
export const SUBJECT = 'Trial of the calendar sync (may be deleted)';

const Made = v.object({
  id: v.string(),
  '@odata.etag': v.nullish(v.string(), ''),
  isDraft: v.nullish(v.boolean(), false),
  start: v.nullish(v.object({ dateTime: v.nullish(v.string(), '') })),
});
export type Made = v.InferOutput<typeof Made>;

/** undefined where the answer is none of an event. */
export function made({ status, body }: GraphAnswer): Made | undefined {
  const parsed = v.safeParse(Made, body);
  return status < 300 && parsed.success ? parsed.output : undefined;
}

export const trialEvent = (zone: string, transactionId: string, more: object = {}): object => ({
  subject: SUBJECT,
  start: { dateTime: STARTS, timeZone: zone },
  end: { dateTime: `${DAY}T09:30:00`, timeZone: zone },
  ...{ showAs: 'free', isReminderOn: false, sensitivity: 'private', transactionId },
  singleValueExtendedProperties: [{ id: TRIAL_PROPERTY, value: MARK }],
  ...more,
});

/** Ids of those that stand in the calendar, found by their mark; undefined where the server does not take the question. */
export async function marked(client: GraphClient, calendar: string): Promise<string[] | undefined> {
  const filter = `singleValueExtendedProperties/Any(ep: ep/id eq '${TRIAL_PROPERTY}' and ep/value eq '${MARK}')`;
  const path = `/me/calendars/${encodeURIComponent(calendar)}/events?$select=id&$filter=${encodeURIComponent(filter)}`;
  const answer = await client.send({ method: 'GET', path });
  const page = v.safeParse(EventPage, answer.body);
  if (answer.status !== 200 || !page.success) return undefined;
  return page.output.value.flatMap((event) => {
    const one = v.safeParse(Made, event);
    return one.success ? one.output.id : [];
  });
}

/** Throws where it stays: a trial that leaves something behind says so. */
export async function takeAway(client: GraphClient, id: string): Promise<void> {
  const answer = await client.send({ method: 'DELETE', path: eventPath('', id) });
  if (answer.status >= 300 && answer.status !== 404) throw problem(answer);
}
