import * as v from 'valibot';
import type { EntityType } from '../../espo/metadata';

const Level = v.picklist(['all', 'team', 'own', 'no']);

/** What is around the sync: the mailbox and its calendars, the EspoCRM user, entities and rights. Stored, so it has a schema. */
export const OutlookSurroundings = v.object({
  mailboxId: v.string(),
  address: v.string(),
  name: v.string(),
  addresses: v.array(v.string()),
  /** As Graph names it, usually a Windows name; '' where the mailbox has none. */
  zone: v.string(),
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
  pageSize: v.number(),
  /** '' for none. */
  defaultTeamId: v.string(),
  /** EspoCRM's own Outlook integration is connected for this user. */
  secondWriter: v.optional(v.boolean(), false),
  entities: v.array(
    v.object({
      type: v.string(),
      label: v.string(),
      allDay: v.boolean(),
      hasUsers: v.boolean(),
      attendeeLinks: v.array(v.string()),
      locationField: v.optional(v.string()),
      joinLinkField: v.optional(v.object({ name: v.string(), length: v.number() })),
      // Not there in what an earlier version stored: offered with the next look around.
      textFields: v.optional(
        v.array(v.object({ name: v.string(), label: v.string(), type: v.picklist(['varchar', 'text', 'url']) })),
        [],
      ),
      keyField: v.optional(v.string()),
      completed: v.array(v.string()),
      cancelled: v.array(v.string()),
      planned: v.optional(v.string()),
      defaultDuration: v.number(),
      versioned: v.boolean(),
      rights: v.object({ create: v.boolean(), edit: Level, remove: Level }),
    }),
  ),
});
export type EspoSurroundings = Omit<v.InferOutput<typeof EspoSurroundings>, 'entities'> & { entities: EntityType[] };

/** What is known about the two sides, and what of it could not be read anew. */
export interface Surroundings {
  outlook: OutlookSurroundings;
  espo: EspoSurroundings;
  /** When all of it was read. */
  at: number;
  /** The old answer goes on, or there is none. */
  stale: StalePart[];
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
