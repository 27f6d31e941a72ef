import * as v from 'valibot';
import { SyncError } from '../../shared/codes';
import { type EspoAnswer, type EspoClient, problem } from './client';
import { JOIN_LINK_TYPES, joinLinkField, type TextField, textFields } from './field-choices';
import { type AppUser, Field, Fields, Labels, parse, Scope, Scopes } from './schema';

/** One entity type that can be synced, as metadata and rights describe it for this user. */
export interface EntityType {
  type: string;
  /** Singular, as EspoCRM labels it in the user's language. */
  label: string;
  allDay: boolean;
  hasUsers: boolean;
  /** Those of users, contacts and leads that it has; custom event entities have none (espo.md 3). */
  attendeeLinks: string[];
  /** location, cLocation, or a chosen varchar or text field; undefined where there is none. */
  locationField: string | undefined;
  /** Chosen for the join link of online meetings, and how much it holds. */
  joinLinkField: { name: string; length: number } | undefined;
  /** What may be chosen for the place and the join link. */
  textFields: TextField[];
  /** The optional field for the meeting's key (DESIGN 3.4). */
  keyField: string | undefined;
  completed: string[];
  cancelled: string[];
  /** The status that a record begins with, where the administrator left one: what an undo puts back. */
  planned?: string | undefined;
  /** Seconds. */
  defaultDuration: number;
  versioned: boolean;
  /** Only where the administrator made it lockable (10.0). */
  rights: { create: boolean; edit: Level; remove: Level };
}
export type Level = 'all' | 'team' | 'own' | 'no';

/** Fields that the user chose, by entity type. */
export interface ChosenFields {
  locationField: Record<string, string>;
  joinLinkField: Record<string, string>;
}

/** What was known before, and where it is said that something of it could not be read anew. */
export interface KnownEntities {
  entities: readonly EntityType[];
  /** `known`: there is an older answer. Throws what is no error of one part alone. */
  failed(what: string, error: unknown, known?: boolean): Promise<void>;
}
const NOTHING: KnownEntities = {
  entities: [],
  failed: async (_, error) => {
    throw error;
  },
};

/**
 * Meeting, Call and every custom entity of type Event that the user may read. No fixed prefixes: they vary by version. One that cannot be
 * read now stays as it was known; rights are always those of today.
 */
export async function entityTypes(
  client: EspoClient,
  user: AppUser,
  chosen: ChosenFields,
  known = NOTHING,
): Promise<EntityType[]> {
  const metadata = new Metadata(client);
  const before = (type: string) => known.entities.find((entity) => entity.type === type);
  let scopes: v.InferOutput<typeof Scopes>;
  try {
    scopes = parse(Scopes, await metadata.read('scopes'), 'scopes');
  } catch (error) {
    if (known.entities.length === 0) throw error;
    await known.failed('Metadata', error);
    return known.entities.filter(({ type }) => readable(user, type)).map((one) => withRights(one, user));
  }
  const names = Object.entries(scopes)
    .filter(([name, scope]) => isEventScope(name, scope) && readable(user, name))
    .map(([name]) => name);
  const labels = await readLabels(client).catch(async (error: unknown) => {
    await known.failed('I18n', error, known.entities.length > 0);
    return undefined;
  });
  const singular = labels?.Global?.scopeNames ?? {};
  const read = async (name: string): Promise<EntityType> => {
    const scope = v.parse(Scope, scopes[name]);
    const defs = await metadata.read('entityDefs', name);
    const texts = labels ? [labels[name], labels.Global] : [];
    const fields = { location: chosen.locationField[name], joinLink: chosen.joinLinkField[name] };
    const entity = entityType(name, scope, defs, user, fields, singular[name] ?? name, texts);
    return labels ? entity : named(entity, before(name));
  };
  const found = await Promise.all(
    names.map(async (name) => {
      try {
        return await read(name);
      } catch (error) {
        const old = before(name);
        await known.failed(old ? `entityDefs.${name}` : name, error, old !== undefined);
        return old && withRights(old, user);
      }
    }),
  );
  return found.filter((entity) => entity !== undefined);
}

async function readLabels(client: EspoClient): Promise<v.InferOutput<typeof Labels>> {
  const answer = await client.send({ method: 'GET', path: 'I18n' });
  if (answer.status !== 200) throw problem(answer);
  return parse(Labels, whole(answer, 'I18n'), 'I18n');
}

/** Without names of today those that were known. */
const named = (entity: EntityType, before: EntityType | undefined): EntityType => ({
  ...entity,
  label: before?.label ?? entity.label,
  textFields: entity.textFields.map((field) => before?.textFields.find(({ name }) => name === field.name) ?? field),
});

const withRights = (entity: EntityType, user: AppUser): EntityType => ({
  ...entity,
  rights: rightsOf(user, entity.type),
});

/** What is read here stands for a day: an answer that was cut off would be a server without entities, or without names. */
function whole({ body, garbled }: EspoAnswer, what: string): unknown {
  if (garbled) throw new SyncError('espo.unreadable', what);
  return body;
}

/** 7.5 to 8.1 ignore the key and send everything: then one request is enough (espo-versions.md 1.5). */
class Metadata {
  readonly #client: EspoClient;
  #whole: Record<string, unknown> | undefined;

  constructor(client: EspoClient) {
    this.#client = client;
  }

  async read(...path: string[]): Promise<unknown> {
    if (!this.#whole) {
      const answer = await this.#client.send({ method: 'GET', path: `Metadata?key=${path.join('.')}` });
      if (answer.status !== 200) throw problem(answer);
      // An unknown or forbidden key is 200 with an empty body.
      const body = whole(answer, `Metadata ${path.join('.')}`) ?? {};
      if (typeof body !== 'object' || !('scopes' in body) || !('entityDefs' in body)) return body;
      this.#whole = body as Record<string, unknown>;
    }
    let value: unknown = this.#whole;
    for (const key of path)
      value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
    return value ?? {};
  }
}

function isEventScope(name: string, scope: unknown): boolean {
  const parsed = v.safeParse(Scope, scope);
  if (!parsed.success || !parsed.output.entity || !parsed.output.object || parsed.output.disabled) return false;
  return name === 'Meeting' || name === 'Call' || parsed.output.type === 'Event';
}

/** Usable iff the table has an object and read is not "no"; a missing key means no access, except for administrators. */
export function accessOf(user: AppUser, type: string) {
  const access = user.acl.table[type];
  if (typeof access === 'object' && access !== null) return access;
  const all = user.user.type === 'admin' && access !== false;
  return all ? { read: 'all', edit: 'all', delete: 'all', create: 'yes' } : undefined;
}
const readable = (user: AppUser, type: string): boolean => {
  const access = accessOf(user, type);
  return access !== undefined && access.read !== 'no';
};

export const levelOf = (text: string): Level => (text === 'all' || text === 'team' || text === 'own' ? text : 'no');

function entityType(
  type: string,
  scope: v.InferOutput<typeof Scope>,
  defs: unknown,
  user: AppUser,
  chosen: { location: string | undefined; joinLink: string | undefined },
  label: string,
  texts: readonly unknown[],
): EntityType {
  const shape = v.safeParse(
    v.looseObject({ fields: Fields, optimisticConcurrencyControl: v.nullish(v.boolean(), false) }),
    defs,
  );
  // A kind of event without times is an answer that lacks them: it would count as one without users, too.
  if (!shape.success || shape.output.fields['dateStart'] === undefined)
    throw new SyncError('espo.unreadable', `entityDefs.${type}`);
  const { fields } = shape.output;
  const forbidden = user.acl.fieldTable?.[type];
  const writable = (name: string, types: readonly string[]): boolean => {
    const field = v.safeParse(Field, fields[name]);
    if (!field.success || field.output.readOnly || field.output.disabled || field.output.notStorable) return false;
    const rule =
      forbidden && !Array.isArray(forbidden) ? (forbidden[name] as { edit?: string } | undefined) : undefined;
    return types.includes(field.output.type) && rule?.edit !== 'no';
  };
  const duration = v.safeParse(Field, fields['duration']);
  const status = v.safeParse(Field, fields['status']);
  const first = (names: readonly (string | undefined)[], types: readonly string[]) =>
    names.find((n) => n !== undefined && writable(n, types));
  return {
    type,
    label,
    allDay: fields['dateStartDate'] !== undefined,
    hasUsers: fields['users'] !== undefined,
    attendeeLinks: ['users', 'contacts', 'leads'].filter((name) => fields[name] !== undefined),
    locationField: first([chosen.location, 'location', 'cLocation'], ['varchar', 'text']),
    joinLinkField: joinLinkField(fields, first([chosen.joinLink], JOIN_LINK_TYPES)),
    textFields: textFields(fields, writable, texts),
    keyField: first(['cOutlookUid', 'outlookUid'], ['varchar']),
    completed: scope.completedStatusList ?? ['Held'],
    cancelled: scope.canceledStatusList ?? ['Not Held'],
    planned: status.success && typeof status.output.default === 'string' ? status.output.default : undefined,
    defaultDuration: duration.success && typeof duration.output.default === 'number' ? duration.output.default : 3600,
    versioned: shape.output.optimisticConcurrencyControl === true,
    rights: rightsOf(user, type),
  };
}

function rightsOf(user: AppUser, type: string): EntityType['rights'] {
  const access = accessOf(user, type);
  return {
    create: access?.create === 'yes',
    edit: levelOf(access?.edit ?? ''),
    remove: levelOf(access?.delete ?? ''),
  };
}
