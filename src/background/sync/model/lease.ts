import { SyncError } from '../../../shared/codes';

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

const HOUR = 60 * 60 * 1000;
/** Three of the longest intervals between two runs. */
export const LEASE_LASTS = 90 * 60 * 1000;

/** Read once a run, written when taken and at most once an hour. Throws `sync.otherBrowser` where another one is at it. */
export async function holdLease({ place, me, takeOver }: LeaseOptions, now: number): Promise<void> {
  const held = await place.read();
  const mine = held?.browser === me.browser;
  if (held && !mine && !takeOver && isValid(held, now)) throw new SyncError('sync.otherBrowser', held.name);
  if (mine && now - held.since < HOUR && now >= held.since) return;
  await place.write({ ...me, since: now, until: now + LEASE_LASTS });
}

/** One from a clock that is far ahead must not hold for days. */
const isValid = ({ since, until }: Lease, now: number): boolean => until > now && since < now + LEASE_LASTS;
