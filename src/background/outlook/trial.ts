import * as v from 'valibot';
import type { Finding, Trial } from '../../shared/check';
import { DAY } from '../../shared/time';
import type { GraphAnswer, GraphClient } from './client';
import { TRIAL_PROPERTY } from './identity';
import { eventPath } from './reading';
import { EventPage } from './schema';
import { type Made, made, marked, STARTS, SUBJECT, takeAway, trialEvent } from './trial-event';

/**
 * What documents leave open about this mailbox and its server (graph.md 19), tried with an event and a draft of the user's own. Whatever
 * cannot be told is unknown, which counts as no.
 */
export interface TrialInput {
  client: GraphClient;
  /** The user's own calendar. */
  calendar: string;
  /** The user's own address: the only one that a draft of ours ever has. */
  address: string;
  /** As times are written; '' for none. */
  zone: string;
  now(): number;
  newId(): string;
}

type Answer = Finding['answer'];
type Said = [Trial, Answer, string?];

const ASKED = 200;

export async function tryOut(input: TrialInput): Promise<Finding[]> {
  const { client, calendar, now } = input;
  for (const left of (await marked(client, calendar)) ?? []) await takeAway(client, left);
  const said = [
    ...(await ofEvent(input)),
    ...(await ofDraft(input)),
    await pageSize(input),
    await windowless(client, calendar),
  ];
  return said.map(([trial, answer, detail = '']) => ({ trial, answer, at: now(), detail }));
}

const yesNo = (yes: boolean): Answer => (yes ? 'yes' : 'no');
const pathOf = (calendar: string): string => `/me/calendars/${encodeURIComponent(calendar)}`;

/** With what is left of it taken away, also when something breaks in between. */
async function withEvent(
  { client, calendar }: TrialInput,
  body: object,
  task: (event: Made) => Promise<Said[]>,
): Promise<{ answer: GraphAnswer; said: Said[] }> {
  const answer = await client.send({ method: 'POST', path: `${pathOf(calendar)}/events`, body });
  const event = made(answer);
  if (!event) return { answer, said: [] };
  try {
    return { answer, said: await task(event) };
  } finally {
    await takeAway(client, event.id);
  }
}

async function ofEvent(input: TrialInput): Promise<Said[]> {
  const { zone, newId } = input;
  const tried = (event: Made) => tryEvent(input, event);
  if (zone !== '') {
    const { answer, said } = await withEvent(input, trialEvent(zone, newId()), async (event) => [
      await zoneKept(input, event),
      ...(await tried(event)),
    ]);
    if (said.length > 0) return said;
    if (answer.status !== 400) return [];
  }
  const { said } = await withEvent(input, trialEvent('UTC', newId()), tried);
  return [...said, ['zoneTaken', zone === '' ? 'unknown' : 'no', zone]];
}

/** A zone may be taken by name and mean something else. */
async function zoneKept({ client, zone }: TrialInput, { id }: Made): Promise<Said> {
  const headers = { Prefer: `IdType="ImmutableId", outlook.timezone="${zone}"` };
  const answer = await client.send({ method: 'GET', path: `${eventPath('', id)}?$select=id,start`, headers });
  const start = made(answer)?.start?.dateTime ?? '';
  return ['zoneTaken', start === '' ? 'unknown' : yesNo(start.startsWith(STARTS)), zone];
}

async function tryEvent({ client, calendar }: TrialInput, event: Made): Promise<Said[]> {
  const path = eventPath('', event.id);
  const etag = event['@odata.etag'];
  const change = (subject: string) =>
    client.send({ method: 'PATCH', path, headers: { 'If-Match': etag }, body: { subject } });
  const first = await change(`${SUBJECT} 1`);
  // The event is another one now, so the same condition holds no more.
  const second = etag !== '' && first.status < 300 ? await change(`${SUBJECT} 2`) : undefined;
  const ids = await marked(client, calendar);
  await takeAway(client, event.id);
  const gone = await client.send({ method: 'GET', path });
  return [
    ['ifMatch', second?.status === 412 ? 'yes' : second && second.status < 300 ? 'no' : 'unknown'],
    ['markerFound', yesNo(ids?.includes(event.id) ?? false)],
    ['deletedReadable', gone.status === 200 ? 'yes' : gone.status === 404 ? 'no' : 'unknown'],
  ];
}

/** Nobody but the user is in it, and it is never sent. */
async function ofDraft(input: TrialInput): Promise<Said[]> {
  const { client, address, newId } = input;
  const attendees = [{ type: 'required', emailAddress: { address } }];
  const body = trialEvent('UTC', newId(), { isDraft: true, attendees });
  const { said } = await withEvent(input, body, async (draft): Promise<Said[]> => {
    const path = eventPath('', draft.id);
    const mark = { singleValueExtendedProperties: [{ id: TRIAL_PROPERTY, value: 'trial' }] };
    const change = draft.isDraft ? await client.send({ method: 'PATCH', path, body: mark }) : undefined;
    const after = made(await client.send({ method: 'GET', path: `${path}?$select=id,isDraft` }));
    const stays = change && change.status < 300 && after;
    return [
      ['draftMailsNobody', yesNo(draft.isDraft)],
      ['markMailsNobody', stays ? yesNo(after.isDraft) : 'unknown'],
    ];
  });
  return said.length > 0
    ? said
    : [
        ['draftMailsNobody', 'unknown'],
        ['markMailsNobody', 'unknown'],
      ];
}

const YEAR = 365 * DAY;

/** Pages that are looked at: the first ones may come short, or empty (graph.md 1). */
const PAGES = 4;

/** Told by a page that another one follows: in a small calendar nobody can see it. */
async function pageSize({ client, calendar, now }: TrialInput): Promise<Said> {
  const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
  const window = `startDateTime=${day(now() - YEAR)}T00:00:00Z&endDateTime=${day(now() + YEAR)}T00:00:00Z`;
  const headers = { Prefer: `IdType="ImmutableId", odata.maxpagesize=${ASKED}` };
  const path = `${pathOf(calendar)}/calendarView/delta?${window}`;
  let page = pageOf(await client.send({ method: 'GET', path, headers }));
  let most = 0;
  for (let pages = 1; page?.['@odata.nextLink']; pages += 1) {
    most = Math.max(most, page.value.length);
    if (pages === PAGES) break;
    page = pageOf(await client.follow(page['@odata.nextLink'], headers));
  }
  return most === 0 ? ['pageSize', 'unknown'] : ['pageSize', yesNo(most >= ASKED), String(most)];
}

async function windowless(client: GraphClient, calendar: string): Promise<Said> {
  const answer = await client.send({ method: 'GET', path: `${pathOf(calendar)}/events/delta?$select=id` });
  if (pageOf(answer)) return ['windowlessChanges', 'yes'];
  return ['windowlessChanges', answer.status >= 400 && answer.status < 500 ? 'no' : 'unknown'];
}

function pageOf({ status, body }: GraphAnswer) {
  const page = v.safeParse(EventPage, body);
  return status === 200 && page.success ? page.output : undefined;
}
