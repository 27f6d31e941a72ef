import type { OutlookItem } from '../sync/model/item';
import type { Proof, RemoveIntent, Suspect, UpdateIntent, WriteResult } from '../sync/model/port';
import { type GraphAnswer, problem } from './client';

/**
 * What a write came to that was answered as if its event were not there. What was deleted still answers by id for a while (graph.md 12)
 * and takes no write; and a server that breaks over one event may say the same of one that stands. Only a proof tells them apart.
 */
export async function notThere(
  { op, ref, feed }: UpdateIntent | RemoveIntent,
  answer: GraphAnswer,
  prove: (suspects: readonly Suspect[]) => Promise<Proof<OutlookItem>[]>,
): Promise<WriteResult<OutlookItem>> {
  const [proof] = await prove([{ ref, feed, iCalUId: '', originalStart: '', start: 0 }]);
  if (proof?.kind === 'present') return { kind: 'refused', reason: 'brokeDown', detail: String(answer.status) };
  if (op === 'update' || proof?.kind === 'movedTo') return { kind: 'stale', current: undefined };
  if (proof?.kind === 'unknown') return { kind: 'lost', error: problem(answer) };
  // Not there any more: what was wanted, whoever did it.
  return { kind: 'removed' };
}
