import * as v from 'valibot';
import { SyncError } from '../../shared/codes';
import type { GraphClient } from './client';
import { isOfPart } from './part';
import { Translated } from './schema';

/** Default ids, as Outlook on the web may spell them; up to 1,000 a request (graph.md 2). Without them badges are found by the immutable id alone. */
export async function translateIds(client: GraphClient, refs: readonly string[]): Promise<string[]> {
  const body = { inputIds: refs, sourceIdType: 'restImmutableEntryId', targetIdType: 'restId' };
  const answer = await client
    .send({ method: 'POST', path: '/me/translateExchangeIds', body })
    .catch(async (error: unknown) => {
      if (error instanceof SyncError && (await isOfPart(client, error))) return undefined;
      throw error;
    });
  if (answer?.status !== 200) return refs.map(() => '');
  const parsed = v.safeParse(Translated, answer.body);
  const value = parsed.success ? parsed.output.value : [];
  const byId = new Map(value.map((pair) => [pair.sourceId ?? '', pair.targetId ?? '']));
  return refs.map((ref) => byId.get(ref) ?? '');
}
