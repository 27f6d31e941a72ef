import type { Reason } from '../../../shared/codes';
import type { Settings } from '../../../shared/settings';
import type { Store } from '../../sync/model/store';
import type { Surroundings } from './surroundings';

/** Kinds of records with links of which nothing is read now: taken out of the settings, or closed to the user's role. */
export async function closedTypes(
  store: Store,
  { entities }: Settings,
  around: Surroundings | undefined,
  refused: readonly string[],
): Promise<Map<string, Reason>> {
  const linked = Object.entries(await store.countLinks()).flatMap(([key, count]) =>
    key.startsWith('espo|') && count > 0 ? [key.slice('espo|'.length)] : [],
  );
  const closed = new Map<string, Reason>();
  for (const type of linked) {
    const open = around?.espo.entities.some((entity) => entity.type === type) ?? true;
    if (!entities.some((entity) => entity.type === type)) closed.set(type, 'entityOff');
    else if (!open || refused.includes(type)) closed.set(type, 'lostAccess');
  }
  return closed;
}
