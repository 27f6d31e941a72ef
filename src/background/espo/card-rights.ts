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
});
export type CardRights = v.InferOutput<typeof CardRights>;

export async function readCardRights(client: EspoClient, types: readonly string[]): Promise<CardRights> {
  const answer = await client.send({ method: 'GET', path: 'App/user' });
  if (answer.status !== 200) throw problem(answer);
  const user = parse(AppUser, answer.body, 'App/user');
  const notable = (type: string): boolean => !['', 'no'].includes(streamOf(user, type));
  return {
    addAs: (['Contact', 'Lead'] as const).filter((kind) => accessOf(user, kind)?.create === 'yes'),
    notes: accessOf(user, 'Note')?.create === 'no' ? [] : types.filter(notable),
  };
}

function streamOf(user: AppUser, type: string): string {
  const access = accessOf(user, type);
  const stream: unknown = access && 'stream' in access ? access['stream'] : user.user.type === 'admin' ? 'all' : '';
  return typeof stream === 'string' ? stream : '';
}
