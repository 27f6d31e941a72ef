import * as v from 'valibot';
import { SyncError } from '../../shared/codes';
import { isReadable } from './access';
import { type EspoAnswer, type EspoClient, problem } from './client';
import { type Definitions, type EntityType, entityType, patternNames } from './entity-type';
import { type AppUser, Labels, Patterns, parse, Scope, Scopes } from './schema';

/** Fields by entity type that the user chose, or that the sync has gone by so far: no other takes their place (rule 6). */
export interface ChosenFields {
  locationField: Record<string, string>;
  joinLinkField: Record<string, string>;
}

/** Meeting, Call and every custom entity of type Event that the user may read. No fixed prefixes: they vary by version. */
export async function entityTypes(client: EspoClient, user: AppUser, chosen: ChosenFields): Promise<EntityType[]> {
  const metadata = new Metadata(client);
  const scopes = parse(Scopes, await metadata.read('scopes'), 'scopes');
  const names = Object.entries(scopes)
    .filter(([name, scope]) => isEventScope(name, scope) && isReadable(user, name))
    .map(([name]) => name);
  const labels = v.safeParse(Labels, whole(await client.send({ method: 'GET', path: 'I18n' }), 'I18n'));
  const singular = labels.success ? (labels.output.Global?.scopeNames ?? {}) : {};
  const all = await Promise.all(
    names.map(
      async (type): Promise<Definitions> => ({
        type,
        scope: v.parse(Scope, scopes[type]),
        defs: await metadata.read('entityDefs', type),
        user,
        chosen: { location: chosen.locationField[type], joinLink: chosen.joinLinkField[type] },
        label: singular[type] ?? type,
        texts: labels.success ? [labels.output[type], labels.output.Global] : [],
      }),
    ),
  );
  const named = await namedPatterns(metadata, all.flatMap(patternNames));
  return all.map((one) => entityType(one, named));
}

/** The pattern of every name; the others are asked for only where a field needs one. */
const USUAL = new Map([['noBadCharacters', '[^<>=]+']]);

async function namedPatterns(metadata: Metadata, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (names.every((name) => USUAL.has(name))) return USUAL;
  const patterns = v.safeParse(Patterns, await metadata.read('app', 'regExpPatterns'));
  if (!patterns.success) return USUAL;
  const known = Object.entries(patterns.output).map(([name, one]) => [name, one?.pattern ?? ''] as const);
  return new Map([...USUAL, ...known]);
}

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
