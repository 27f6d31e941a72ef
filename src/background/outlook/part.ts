/** Which errors are those of one calendar alone, and not of the whole side. */
import type { SyncError } from '../../shared/codes';
import type { GraphClient } from './client';

/** Errors that one calendar, or one kind of question, may have alone. */
const ALONE: readonly SyncError['code'][] = ['ms.server', 'ms.refused', 'ms.unreadable', 'ms.unreachable'];

/**
 * Whether only a part of the mailbox fails: something else of it answers all the same. One calendar may answer errors for days, and so may
 * the list of them (graph.md 22): neither says anything of the others.
 */
export async function isOfPart(client: GraphClient, { code }: SyncError): Promise<boolean> {
  if (ALONE.includes(code)) return answersOne(client, ['/me?$select=id', '/me/calendar?$select=id']);
  // The right to calendars as a whole shows in any of them.
  return (
    code === 'ms.scopeMissing' && answersOne(client, ['/me/calendar?$select=id', '/me/calendars?$top=1&$select=id'])
  );
}

async function answersOne(client: GraphClient, paths: readonly string[]): Promise<boolean> {
  for (const path of paths) if ((await client.sendOnce({ method: 'GET', path })).status === 200) return true;
  return false;
}
