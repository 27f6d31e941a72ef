/** Markers in events: which of them were made for a record of this site. */
import * as v from 'valibot';
import { SyncError } from '../../shared/codes';
import type { ItemRef, Mark, Marks, Range } from '../sync/model/port';
import type { GraphAnswer, GraphClient, GraphRequest } from './client';
import { LONGEST_VIEW, viewPath } from './delta';
import { parseMark, RECORD_PROPERTY, SITE_PROPERTY, siteHash } from './identity';
import { isOfPart } from './part';
import { eventPath, pagesFrom } from './reading';
import { MarkedEvent, type Page } from './schema';

/** How markers in calendars are asked for. */
export interface MarkOptions {
  client: GraphClient;
  site: string;
  /** Where an event can be that was made for a record. */
  window?: Range;
  /** A calendar that tells no markers, whichever way it is asked. */
  failed?(calendar: string, error: SyncError): void;
}

/** All markers of an EspoCRM in these calendars. */
export async function marksOfSite(options: MarkOptions, feeds: readonly string[]): Promise<Marks> {
  const found: Marks = { marks: [], unsure: [] };
  for (const feed of feeds) {
    const marks = await marksIn(options, feed, SITE_PROPERTY, await siteHash(options.site));
    if (marks) found.marks.push(...marks);
    else found.unsure.push(feed);
  }
  return found;
}

/** Markers in one calendar by the value of one property; undefined where nobody can tell now. */
export async function marksIn(
  options: MarkOptions,
  feed: string,
  property: string,
  value: string,
): Promise<Mark[] | undefined> {
  const { client } = options;
  try {
    return await gathered(pagesFrom(client, filterPath(feed, property, value)), feed, property, value);
  } catch (thrown) {
    await onlyAPart(client, thrown);
  }
  // Some calendars answer filters by property with errors, always (graph.md 22); the same markers stand in their view.
  const { window = { from: 0, until: 0 } } = options;
  try {
    return await gathered(pagesFrom(client, viewWithMarks(feed, window)), feed, property, value);
  } catch (thrown) {
    if (isClosed(thrown)) return [];
    options.failed?.(feed, await onlyAPart(client, thrown));
    return undefined;
  }
}

/** The same for several values, each in its calendar, twenty in a request; none for an undefined one. */
export async function marksOfEach(
  options: MarkOptions,
  property: string,
  wanted: readonly { feed: string; value: string | undefined }[],
  batched: (requests: readonly GraphRequest[]) => Promise<GraphAnswer[]>,
): Promise<(Mark[] | undefined)[]> {
  const asked = wanted.flatMap(({ feed, value }) => (value === undefined ? [] : [{ feed, value }]));
  const answers = await batched(
    asked.map(({ feed, value }) => ({ method: 'GET', path: filterPath(feed, property, value) })),
  );
  const next = answers.values();
  const found: (Mark[] | undefined)[] = [];
  for (const { feed, value } of wanted) {
    if (value === undefined) found.push([]);
    else {
      const answer = next.next().value as GraphAnswer;
      const marks = gathered(pagesFrom(options.client, '', answer), feed, property, value);
      // What is wrong with the calendar shows when it is asked alone.
      found.push((await marks.catch(() => undefined)) ?? (await marksIn(options, feed, property, value)));
    }
  }
  return found;
}

/** A calendar that is gone or closed has none. */
const isClosed = (thrown: unknown): boolean =>
  thrown instanceof SyncError && (thrown.code === 'ms.scopeMissing' || thrown.detail?.startsWith('404') === true);

async function onlyAPart(client: GraphClient, thrown: unknown): Promise<SyncError> {
  if (thrown instanceof SyncError && (await isOfPart(client, thrown))) return thrown;
  throw thrown;
}

/** Only `eq` is documented for filters (graph.md 5). */
function filterPath(feed: string, property: string, value: string): string {
  const filter = `singleValueExtendedProperties/Any(ep: ep/id eq '${property}' and ep/value eq '${value.replaceAll("'", "''")}')`;
  const query = `$filter=${encodeURIComponent(filter)}&${MARKED}&$top=50`;
  return `/me/calendars/${encodeURIComponent(feed)}/events?${query}`;
}

function viewWithMarks(id: string, window: Range): string {
  const { until } = window;
  const from = Math.max(window.from, until - LONGEST_VIEW);
  return `${viewPath({ id, from, until }, from, until, 'calendarView')}&$expand=${encodeURIComponent(expanded)}&$top=50`;
}

const expanded = `singleValueExtendedProperties($filter=id eq '${SITE_PROPERTY}' or id eq '${RECORD_PROPERTY}')`;

/** What is used of an event that bears one. */
const MARKED = `$select=id,start,end,createdDateTime&$expand=${encodeURIComponent(expanded)}`;

async function gathered(pages: AsyncIterable<Page>, feed: string, property: string, value: string): Promise<Mark[]> {
  const found = new Map<string, Mark>();
  for await (const { events, unread } of pages)
    for (const event of [...events, ...unread.flatMap((one) => one.marked ?? [])]) {
      const mark = valueOf(event, property).toLowerCase() === value.toLowerCase() ? markOf(event, feed) : undefined;
      if (mark) found.set(mark.ref, mark);
    }
  return [...found.values()];
}

/** Markers of an EspoCRM on these events. */
export async function marksOn(
  site: string,
  refs: readonly ItemRef[],
  batched: (requests: readonly GraphRequest[]) => Promise<GraphAnswer[]>,
): Promise<Marks> {
  const answers = await batched(
    refs.map(({ ref, feed }) => ({ method: 'GET', path: `${eventPath(feed, ref)}?${MARKED}` })),
  );
  const hash = await siteHash(site);
  const found: Marks = { marks: [], unsure: [] };
  for (const [i, { ref, feed }] of refs.entries()) {
    const { status = 0, body } = answers[i] ?? {};
    const event = v.safeParse(MarkedEvent, body);
    if (status !== 200 && status !== 404 && status !== 403) found.unsure.push(ref);
    if (status !== 200) continue;
    const mark = event.success ? markOf(event.output, feed) : undefined;
    if (!event.success) found.unsure.push(ref);
    else if (mark && valueOf(event.output, SITE_PROPERTY) === hash) found.marks.push(mark);
  }
  return found;
}

function markOf(event: MarkedEvent, feed: string): Mark | undefined {
  const mark = parseMark(valueOf(event, RECORD_PROPERTY));
  return mark && { ...mark, ref: event.id, feed, createdAt: Date.parse(event.createdDateTime) || 0 };
}

/** Graph gives the property's id back in its own spelling of the GUID. */
const valueOf = (event: MarkedEvent, property: string): string =>
  event.singleValueExtendedProperties.find((p) => p.id.toLowerCase() === property.toLowerCase())?.value ?? '';
