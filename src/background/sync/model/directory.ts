/** Who is known to EspoCRM: its users, contacts and leads. */
import type { Guest } from './guests';
import type { ParentChoice, ParentHints } from './parent-hints';
import type { RecordId } from './port';

export interface Directory {
  /** Whether the addresses, in lower case, belong to somebody whom the user may read; without those of which nobody can say it now. */
  known(addresses: readonly string[]): Promise<ReadonlyMap<string, boolean>>;
  /** Who takes part in each record, as it is now; undefined where nobody can say. */
  guests(asked: readonly GuestsAsked[]): Promise<(GuestFound[] | undefined)[]>;
  /** What each record may belong to, the likeliest first, none where nobody who is known says anything; undefined where nobody can say. */
  parents(asked: readonly ParentsAsked[]): Promise<(ParentChoice[] | undefined)[]>;
  /** Makes a contact or lead unless there is one. Throws when nobody knows whether it did. */
  add(kind: 'Contact' | 'Lead', person: { address: string; name: string }): Promise<Added>;
}

export type Added = { kind: 'made' | 'there'; ref: string } | { kind: 'refused'; detail: string };

/** `used`: addresses in its event, under one of which somebody may stand there who has another primary one. */
export interface GuestsAsked {
  record: RecordId;
  used: readonly string[];
}

/** `type`: of the record itself, which says what may be its parent. */
export interface ParentsAsked {
  type: string;
  by: ParentHints;
}

/** `<Kind>/<id>`, and the address that the meeting uses already, else the primary one; '' for none. */
export interface GuestFound extends Guest {
  ref: string;
}
