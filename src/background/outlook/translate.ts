import * as v from 'valibot';
import type { GraphClient } from './client';
import { Translated } from './schema';

/** Immutable ids as the default ids by which Outlook's own pages call events; '' where that is not known. */
export async function translateIds(client: GraphClient, refs: readonly string[]): Promise<string[]> {
  const body = { inputIds: refs, sourceIdType: 'restImmutableEntryId', targetIdType: 'restId' };
  const answer = await client.send({ method: 'POST', path: '/me/translateExchangeIds', body });
  // Without the other form badges are found by the immutable id alone.
  if (answer.status !== 200) return refs.map(() => '');
  const parsed = v.safeParse(Translated, answer.body);
  const value = parsed.success ? parsed.output.value : [];
  const byId = new Map(value.map((pair) => [pair.sourceId ?? '', pair.targetId ?? '']));
  return refs.map((ref) => byId.get(ref) ?? '');
}
