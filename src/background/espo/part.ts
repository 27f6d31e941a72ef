/** Which errors are those of one entity alone, and not of the whole side. */
import type { SyncError } from '../../shared/codes';
import type { EspoClient } from './client';

/** Errors that one entity, or one kind of question, may have alone. */
const ALONE: readonly SyncError['code'][] = ['espo.server', 'espo.refused', 'espo.unreadable', 'espo.unreachable'];

/** Whether only a part of EspoCRM fails: it answers something else all the same. A right that is missing says nothing of the others. */
export async function isOfPart(client: EspoClient, { code, retryAfter }: SyncError): Promise<boolean> {
  if (code === 'espo.noAccess') return true;
  // Asked to wait: that is the server's word for everything.
  if (!ALONE.includes(code) || retryAfter !== undefined) return false;
  const answer = await client.send({ method: 'GET', path: 'Settings' });
  return answer.status === 200 && !answer.garbled;
}
