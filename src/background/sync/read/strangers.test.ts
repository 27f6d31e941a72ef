import { expect, it, vi } from 'vitest';
import { examplePolicy, outlookItem } from '../../../../test/contract/examples';
import { MemoryStore } from '../../../../test/simulation/memory-store';
import type { Engine } from '../model/engine';
import { noteStrangers, strangers } from './strangers';

const engineOf = (store: MemoryStore) =>
  ({ store, policy: examplePolicy({ unknownAttendees: 'list' }) }) as unknown as Engine;

it('notes five thousand guests of one meeting, looking each of them up once', async () => {
  const store = new MemoryStore('p');
  const looked = vi.spyOn(store, 'cursor');
  const named = vi.fn<() => void>();
  const addresses = Array.from({ length: 5000 }, (_, i) => `guest${i}@x.example`);
  const invited = addresses.map((address, i) => ({
    get address() {
      named();
      return address;
    },
    name: i % 2 === 0 ? `Guest ${i}` : address,
    response: 'none' as const,
    kind: 'person' as const,
  }));
  const changes = await noteStrangers(engineOf(store), 'l', addresses, outlookItem({}, { invited }));
  await store.commit({ cursors: changes });
  expect(looked.mock.calls.length).toBe(2 * 5000);
  expect(named.mock.calls.length).toBeLessThanOrEqual(5000);
  const all = await strangers(store, Number.POSITIVE_INFINITY);
  expect([all.length, all.filter(({ name }) => name !== '').length]).toEqual([5000, 2500]);
});
