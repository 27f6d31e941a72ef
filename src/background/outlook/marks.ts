import * as v from 'valibot';
import type { ItemRef, Mark } from '../sync/model/port';
import { type GraphAnswer, type GraphClient, type GraphRequest, problem } from './client';
import { parseMark, RECORD_PROPERTY, SITE_PROPERTY, siteHash } from './identity';
import { eventPath } from './reading';
import { GraphEvent, parsePage } from './schema';

/** All markers of an EspoCRM in these calendars. */
export async function marksOfSite(client: GraphClient, site: string, feeds: readonly string[]): Promise<Mark[]> {
  const found: Mark[] = [];
  for (const feed of feeds) found.push(...(await marksIn(client, feed, SITE_PROPERTY, await siteHash(site))));
  return found;
}

/** Markers in one calendar by the value of one property: only `eq` is documented for filters (graph.md 5). */
export async function marksIn(client: GraphClient, feed: string, property: string, value: string): Promise<Mark[]> {
  const found: Mark[] = [];
  const filter = `singleValueExtendedProperties/Any(ep: ep/id eq '${property}' and ep/value eq '${value.replaceAll("'", "''")}')`;
  const expand = `singleValueExtendedProperties($filter=id eq '${RECORD_PROPERTY}')`;
  const query = `$filter=${encodeURIComponent(filter)}&$expand=${encodeURIComponent(expand)}&$top=50`;
  let answer = await client.send({ method: 'GET', path: `/me/calendars/${encodeURIComponent(feed)}/events?${query}` });
  for (;;) {
    // A calendar that cannot be asked this way has no markers to tell; the transactionId still keeps creates from repeating.
    if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) return found;
    if (answer.status !== 200) throw problem(answer);
    const page = parsePage(answer.body);
    for (const event of page.events) {
      const mark = markOf(event, feed);
      if (mark) found.push(mark);
    }
    if (page.next === undefined) return found;
    answer = await client.follow(page.next, {});
  }
}

/** Markers of an EspoCRM on these events. */
export async function marksOn(
  site: string,
  refs: readonly ItemRef[],
  batched: (requests: readonly GraphRequest[]) => Promise<GraphAnswer[]>,
): Promise<Mark[]> {
  const expand = `singleValueExtendedProperties($filter=id eq '${SITE_PROPERTY}' or id eq '${RECORD_PROPERTY}')`;
  const query = `$select=id,start,end,createdDateTime&$expand=${encodeURIComponent(expand)}`;
  const answers = await batched(
    refs.map(({ ref, feed }) => ({ method: 'GET', path: `${eventPath(feed, ref)}?${query}` })),
  );
  const hash = await siteHash(site);
  return answers.flatMap((answer, i): Mark[] => {
    const event = v.safeParse(GraphEvent, answer.body);
    if (answer.status !== 200 || !event.success) return [];
    const mark = markOf(event.output, refs[i]?.feed ?? '');
    return mark && valueOf(event.output, SITE_PROPERTY) === hash ? [mark] : [];
  });
}

function markOf(event: GraphEvent, feed: string): Mark | undefined {
  const mark = parseMark(valueOf(event, RECORD_PROPERTY));
  return mark && { ...mark, ref: event.id, feed, createdAt: Date.parse(event.createdDateTime) || 0 };
}

/** Graph gives the property's id back in its own spelling of the GUID. */
const valueOf = (event: GraphEvent, property: string): string =>
  event.singleValueExtendedProperties.find((p) => p.id.toLowerCase() === property.toLowerCase())?.value ?? '';
