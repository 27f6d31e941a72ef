/** Ids of Outlook's pages turned into immutable ones. */
import * as v from 'valibot';
import type { GraphClient } from './client';
import { Translated } from './schema';

/** Ids in one request (graph.md 2). */
const TOGETHER = 1000;

/** Default ids, as some pages name events, as immutable ones; what the server does not know is missing. */
export async function toImmutable(client: GraphClient, ids: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (let at = 0; at < ids.length; at += TOGETHER) {
    const inputIds = ids.slice(at, at + TOGETHER);
    const body = { inputIds, sourceIdType: 'restId', targetIdType: 'restImmutableEntryId' };
    const answer = await client.send({ method: 'POST', path: '/me/translateExchangeIds', body });
    const parsed = v.safeParse(Translated, answer.body);
    if (answer.status !== 200 || !parsed.success) return found;
    for (const { sourceId, targetId } of parsed.output.value) if (sourceId && targetId) found.set(sourceId, targetId);
  }
  return found;
}
