/** Which browser of a mailbox syncs. */
import { SyncError } from '../../../shared/codes';
import { HOUR, MINUTE } from '../../../shared/time';

/** Which browser of this mailbox is syncing. No rule rests on it: two at once are only twice the requests (DESIGN 3.4). */
export interface Lease {
  browser: string;
  /** As a person knows it: "Edge on Windows". */
  name: string;
  /** Our clocks, milliseconds. */
  since: number;
  until: number;
}

/** Where the lease lies, seen by all browsers of the mailbox. Both are tolerant: a mailbox that cannot keep it has none. */
export interface LeasePlace {
  read(): Promise<Lease | undefined>;
  write(lease: Lease): Promise<void>;
}

export interface LeaseOptions {
  place: LeasePlace;
  me: { browser: string; name: string };
  /** The user wants to sync here, whoever syncs now. */
  takeOver: boolean;
}

/** Three of the longest intervals between two runs. */
export const LEASE_LASTS = 90 * MINUTE;

/** Read once a run, written when taken and at most once an hour. Throws `sync.otherBrowser` where another one is at it. */
export async function holdLease(lease: LeaseOptions, now: number): Promise<void> {
  const { place, me, takeOver } = lease;
  const held = await place.read();
  const mine = held?.browser === me.browser;
  if (held && !mine && !takeOver && isValid(held, now)) throw new SyncError('sync.otherBrowser', held.name);
  if (mine && now - held.since < HOUR && now >= held.since) return;
  await place.write({ ...me, since: now, until: now + LEASE_LASTS });
  await yieldToOther(lease, now);
}

/**
 * Two browsers that begin together both find nobody and both take it: the one that wrote last keeps it, and the other hears of it when it
 * reads again, after it has taken the lease and before it makes anything (DESIGN 3.4). Throws `sync.otherBrowser` then.
 */
export async function yieldToOther({ place, me }: LeaseOptions, now: number): Promise<void> {
  const held = await place.read();
  if (held && held.browser !== me.browser && isValid(held, now)) throw new SyncError('sync.otherBrowser', held.name);
}

/** One from a clock that is far ahead must not hold for days. */
const isValid = ({ since, until }: Lease, now: number): boolean => until > now && since < now + LEASE_LASTS;
