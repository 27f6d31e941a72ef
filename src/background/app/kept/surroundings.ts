/** What is around the sync, as it is kept between two looks. */
import * as v from 'valibot';
import type { LastSeen } from './last-seen';
import { StoredEntity } from './stored-entity';

/** What is around the sync: the mailbox and its calendars, the EspoCRM user, entities and rights. Stored, so it has a schema. */
export const OutlookSurroundings = v.object({
  mailboxId: v.string(),
  address: v.string(),
  name: v.string(),
  /** Every address that is the user's own, clean. */
  addresses: v.array(v.string()),
  /** Domains of the mailbox's addresses: who has one of them is inside the organization. */
  domains: v.array(v.string()),
  /** As Graph names it, usually a Windows name; '' where the mailbox has none. */
  zone: v.string(),
  /** The zone that times are written in; not asked for where nothing is written. */
  writeZone: v.optional(v.object({ name: v.string(), iana: v.string() })),
  calendars: v.array(
    v.object({ id: v.string(), name: v.string(), isDefault: v.boolean(), canEdit: v.boolean(), own: v.boolean() }),
  ),
});
export type OutlookSurroundings = v.InferOutput<typeof OutlookSurroundings>;

export const EspoSurroundings = v.object({
  userId: v.string(),
  userName: v.string(),
  name: v.string(),
  addresses: v.array(v.string()),
  version: v.string(),
  zone: v.string(),
  pageSize: v.pipe(v.number(), v.minValue(1)),
  /** '' for none. */
  defaultTeamId: v.string(),
  defaultTeamName: v.optional(v.string()),
  /** EspoCRM's own Outlook integration is connected for this user. */
  secondWriter: v.optional(v.boolean(), false),
  entities: v.array(StoredEntity),
});
export type EspoSurroundings = v.InferOutput<typeof EspoSurroundings>;

/** What is known about the two sides, and what of it could not be read anew. */
export interface Surroundings {
  outlook: OutlookSurroundings;
  espo: EspoSurroundings;
  /** When all of it was read. */
  at: number;
  /** The old answer goes on, or there is none. */
  stale: StalePart[];
  lastSeen: LastSeen;
}

/** `feed`: a word for what could not be read (pages/parts.ts), or a type of its own that nobody has ever read. */
export const StalePart = v.object({
  side: v.picklist(['outlook', 'espo']),
  feed: v.string(),
  code: v.string(),
  detail: v.string(),
  /** There is an older answer. */
  known: v.boolean(),
});
export type StalePart = v.InferOutput<typeof StalePart>;
