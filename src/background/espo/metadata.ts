/** Entity types of a site as its metadata and its rights describe them. */
import * as v from 'valibot';
import { SyncError } from '../../shared/codes';
import { isDue } from '../../shared/due';
import { own } from '../../shared/own';
import { isTypeName } from '../../shared/settings';
import { sha256 } from '../../shared/sha256';
import { isReadable } from './access';
import { type EspoAnswer, type EspoClient, problem } from './client';
import { type Definitions, type EntityType, entityType, patternNames, rightsOf } from './entity-type';
import { type AppUser, Labels, Patterns, parse, Scope, Scopes } from './schema';

/** Fields by entity type that the user chose, or that the sync has gone by so far: no other takes their place (rule 6). */
export interface ChosenFields {
  locationField: Record<string, string>;
  joinLinkField: Record<string, string>;
  teamsField?: Record<string, string>;
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
 * Meeting, Call, Task and every custom entity of type Event that the user may read. No fixed prefixes: they vary by version. One that cannot
 * be read now stays as it was known; rights are always those of today.
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
    return known.entities.filter(({ type }) => isReadable(user, type)).map((one) => withRights(one, user));
  }
  const names = Object.entries(scopes)
    .filter(([name, scope]) => isTypeName(name) && isEventScope(name, scope) && isReadable(user, name))
    .map(([name]) => name);
  const labels = await readLabels(client).catch(async (error: unknown) => {
    await known.failed('I18n', error, known.entities.length > 0);
    return undefined;
  });
  const read = async (type: string): Promise<EntityType> => {
    const definitions: Definitions = {
      type,
      scope: v.parse(Scope, scopes[type]),
      defs: await metadata.read('entityDefs', type),
      user,
      chosen: {
        location: chosen.locationField[type],
        joinLink: chosen.joinLinkField[type],
        teams: chosen.teamsField?.[type],
      },
      label: own(labels?.Global?.scopeNames ?? {}, type) ?? type,
      texts: labels ? [labels[type], labels.Global] : [],
    };
    const patterns = await namedPatterns(metadata, patternNames(definitions)).catch(async (error: unknown) => {
      if (before(type)) throw error;
      // A detail: what does not fit is refused by its name, and left out.
      await known.failed('Metadata', error);
      return USUAL;
    });
    const judged = entityType(definitions, patterns);
    const entity = { ...judged, fingerprint: await fingerprintOf(definitions) };
    return labels ? entity : named(entity, before(type));
  };
  const found = await Promise.all(
    names.map(async (type) => {
      try {
        return await read(type);
      } catch (error) {
        const old = before(type);
        await known.failed(old ? `entityDefs.${type}` : type, error, old !== undefined);
        return old && withRights(old, user);
      }
    }),
  );
  return found.filter((entity) => entity !== undefined);
}

const fingerprintOf = ({ type, scope, defs, user: { acl } }: Definitions): Promise<string> =>
  sha256(JSON.stringify([scope, defs, acl.table[type], acl.fieldTable?.[type]]));

/** The pattern of every name; the others are asked for only where a field needs one. */
const USUAL = new Map([['noBadCharacters', '[^<>=]+']]);

async function namedPatterns(metadata: Metadata, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (names.every((name) => USUAL.has(name))) return USUAL;
  const patterns = v.safeParse(Patterns, await metadata.patterns());
  if (!patterns.success) return USUAL;
  const known = Object.entries(patterns.output).map(([name, one]) => [name, one?.pattern ?? ''] as const);
  return new Map([...USUAL, ...known]);
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
  boolFields: (entity.boolFields ?? []).map(
    (field) => before?.boolFields?.find(({ name }) => name === field.name) ?? field,
  ),
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

  #patterns: Promise<unknown> | undefined;

  constructor(client: EspoClient) {
    this.#client = client;
  }

  /** Asked for once, however many kinds of record need one. */
  patterns = (): Promise<unknown> => (this.#patterns ??= this.read('app', 'regExpPatterns'));

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
      value = typeof value === 'object' && value !== null ? own(value as Record<string, unknown>, key) : undefined;
    return value ?? {};
  }
}

function isEventScope(name: string, scope: unknown): boolean {
  const parsed = v.safeParse(Scope, scope);
  if (!parsed.success || !parsed.output.entity || !parsed.output.object || parsed.output.disabled) return false;
  return name === 'Meeting' || name === 'Call' || isDue(name) || parsed.output.type === 'Event';
}
