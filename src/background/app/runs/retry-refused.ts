/** What was refused because of definitions or rights is tried again once they are others, or the user has chosen what stands in required fields. */
import type { Settings } from '../../../shared/settings';
import type { EntityType } from '../../espo/entity-type';
import type { Store } from '../../sync/model/store';

const NAME = 'definitions';

/** Read from EspoCRM and read from the store they have their keys in different orders, and say the same. */
const inOrder = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** What EspoCRM refused is tried again once its definitions or the rights are others: an administrator may have mended it, or the user by a default. */
export async function retryRefused(
  store: Store,
  entities: readonly EntityType[],
  defaults: Settings['fieldDefaults'],
): Promise<void> {
  const value = JSON.stringify(Object.keys(defaults).length > 0 ? [entities, defaults] : entities, inOrder);
  const before = await store.cursor(NAME);
  if (before === value) return;
  const refused = (await store.planHeads()).filter(
    ({ side, state, reason }) => side === 'espo' && state === 'held' && reason === 'refused',
  );
  await store.commit({
    plan: { remove: before === undefined ? [] : refused.map(({ id }) => id) },
    cursors: { put: [{ pair: store.pair, name: NAME, value }] },
  });
}
