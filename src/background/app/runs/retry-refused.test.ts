import { expect, it } from 'vitest';
import { MemoryStore } from '../../../../test/simulation/memory-store';
import type { EntityType } from '../../espo/entity-type';
import type { PlanRow } from '../../sync/model/store';
import { retryRefused } from './retry-refused';

const held = {
  ...{ pair: 'p', id: 'update|espo|l', side: 'espo', op: 'update', state: 'held', reason: 'refused' },
  ...{ mails: [], intent: {} },
};

it('what was refused is tried again with other definitions, and not because the same ones are told in another order', async () => {
  const store = new MemoryStore('p');
  const told = { type: 'Meeting', tentative: 'Tentative' } as unknown as EntityType;
  await retryRefused(store, [told], {});
  await store.commit({ plan: { put: [held as unknown as PlanRow] } });
  await retryRefused(store, [{ tentative: 'Tentative', type: 'Meeting' } as unknown as EntityType], {});
  expect(await store.plan()).toHaveLength(1);
  await retryRefused(store, [{ ...told, versioned: true }], {});
  expect(await store.plan()).toEqual([]);
});
