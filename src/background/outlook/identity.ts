/** Keys and names by which a meeting, a request and our marks are known again. */
import { hexOf, sha256 } from '../../shared/sha256';

/**
 * The same for every attendee's copy of a meeting (DESIGN 3.4): 40 hex digits of SHA-256(iCalUId|originalStart). Some sources give events
 * no iCalUId (graph.md 22): the hash of nothing would make them all one meeting, so they have no key.
 */
export async function meetingKeyOf(iCalUId: string, originalStart: string): Promise<string> {
  return iCalUId === '' ? '' : (await sha256(`${iCalUId}|${originalStart}`)).slice(0, 40);
}

/** Our own namespace for UUIDv5, made once. */
const NAMESPACE = 'b5a1a4c2-0c63-4f0e-9a55-6f2d7e5c1b90';

/** UUIDv5(site, type, id, generation): the same create is the same transaction, a re-creation is another one. */
export async function transactionIdOf(site: string, type: string, id: string, generation: number): Promise<string> {
  const name = new TextEncoder().encode(JSON.stringify([site, type, id, generation]));
  const space = Uint8Array.from(NAMESPACE.replaceAll('-', '').match(/../g) ?? [], (h) => Number.parseInt(h, 16));
  const input = new Uint8Array(space.length + name.length);
  input.set(space);
  input.set(name, space.length);
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-1', input)).slice(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hexOf(hash);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/**
 * The marker: two single-value extended properties of our own namespace, written only in the POST that creates an event. Not public
 * strings, which would travel with invitations (graph.md 5). Two, because only `eq` is documented for filters: one names the site.
 */
const GUID = '{6f1d0b0e-3c0a-4c55-8f5e-2b8f3f6f5c31}';
export const SITE_PROPERTY = `String ${GUID} Name EspoSite`;
export const RECORD_PROPERTY = `String ${GUID} Name EspoRecord`;
export const LEASE_PROPERTY = `String ${GUID} Name EspoLease`;
export const TRIAL_PROPERTY = `String ${GUID} Name EspoTrial`;

export const siteHash = async (site: string): Promise<string> => (await sha256(site)).slice(0, 16);
export const recordMark = (type: string, id: string, nonce: string): string => `${type}|${id}|${nonce}`;

export function parseMark(value: string): { type: string; id: string; nonce: string } | undefined {
  const [type, id, nonce] = value.split('|');
  return type && id && nonce !== undefined ? { type, id, nonce } : undefined;
}
