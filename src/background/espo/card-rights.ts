/** What EspoCRM lets the user do beside the sync, for what the card offers. */
import * as v from 'valibot';
import { accessOf } from './access';
import { type EspoClient, problem } from './client';
import { AppUser, parse } from './schema';

export const CardRights = v.object({
  /** Kinds that the user may make of somebody unknown. */
  addAs: v.array(v.picklist(['Contact', 'Lead'])),
  /** Entity types whose records the user may write to the stream of. */
  notes: v.array(v.string()),
  /** By entity type: what its parent may be, of what the user may read. */
  parents: v.record(v.string(), v.array(v.string())),
});
export type CardRights = v.InferOutput<typeof CardRights>;

const EntityList = v.nullish(v.array(v.string()), []);
/** What a parent may be where the definition does not say: EspoCRM's own default. */
const USUAL = ['Account', 'Lead', 'Contact', 'Opportunity', 'Case'];

export async function readCardRights(client: EspoClient, types: readonly string[]): Promise<CardRights> {
  const answer = await client.send({ method: 'GET', path: 'App/user' });
  if (answer.status !== 200) throw problem(answer);
  const user = parse(AppUser, answer.body, 'App/user');
  const readable = (type: string): boolean => !['', 'no'].includes(accessOf(user, type)?.read ?? '');
  const notable = (type: string): boolean => !['', 'no'].includes(streamOf(user, type));
  const parents: Record<string, string[]> = {};
  let whole: unknown;
  for (const type of types) {
    const body =
      whole ?? (await client.send({ method: 'GET', path: `Metadata?key=entityDefs.${type}.fields.parent` })).body;
    if (isWhole(body)) whole = body;
    parents[type] = entityList(body, type).filter(readable);
  }
  return {
    addAs: (['Contact', 'Lead'] as const).filter((kind) => accessOf(user, kind)?.create === 'yes'),
    notes: accessOf(user, 'Note')?.create === 'no' ? [] : types.filter(notable),
    parents,
  };
}

function streamOf(user: AppUser, type: string): string {
  const access = accessOf(user, type);
  const stream: unknown = access && 'stream' in access ? access['stream'] : user.user.type === 'admin' ? 'all' : '';
  return typeof stream === 'string' ? stream : '';
}

/** 7.5 to 8.1 ignore the key and send everything (espo-versions.md 1.5): then one request is enough. */
const isWhole = (body: unknown): body is object => typeof body === 'object' && body !== null && 'entityDefs' in body;

/** An entity without a parent sends nothing. */
function entityList(body: unknown, type: string): string[] {
  let field = body;
  if (isWhole(body))
    for (const key of ['entityDefs', type, 'fields', 'parent'])
      field = typeof field === 'object' && field !== null ? (field as Record<string, unknown>)[key] : undefined;
  if (typeof field !== 'object' || field === null || !('type' in field)) return [];
  const list = v.safeParse(EntityList, (field as { entityList?: unknown }).entityList);
  return list.success && list.output.length > 0 ? list.output : USUAL;
}
