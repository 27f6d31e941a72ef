import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { AppBench } from '../../../../test/errors/app-bench';

vi.mock('webextension-polyfill', () => import('../../../../test/errors/fake-browser'));
vi.mock('../../auth/microsoft', () => import('../../../../test/errors/fake-microsoft'));

let bench: AppBench;
beforeEach(async () => {
  bench = await AppBench.open();
  await bench.connected();
});

it('names an entity that EspoCRM no longer lets the user read, goes on with the others, and forgets it when it is open again', async () => {
  const { control } = bench.company.espo;
  expect(await bench.sync()).toBeUndefined();
  expect((await bench.state()).sync.parts).toEqual([]);
  const role = bench.company.espo.core.rows('Role').find((row) => row['name'] === 'Sales full');
  const data = role?.['data'] as Record<string, boolean>;
  control.addRole('Sales full', { data: { ...data, Call: false } });
  expect(await bench.sync()).toBeUndefined();
  expect((await bench.state()).sync.parts).toMatchObject([{ kind: 'closed', side: 'espo', name: 'Call' }]);
  control.addRole('Sales full', { data });
  expect(await bench.sync()).toBeUndefined();
  expect((await bench.state()).sync.parts).toEqual([]);
});
