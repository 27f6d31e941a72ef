import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';
import { AppBench } from '../../../../test/errors/app-bench';
import { ANNA } from '../../../../test/simulation/company';
import { timed } from '../../../../test/simulation/scene';
import { DAY } from '../../../shared/time';

vi.mock('webextension-polyfill', () => import('../../../../test/errors/fake-browser'));
vi.mock('../../auth/microsoft', () => import('../../../../test/errors/fake-microsoft'));

it('what a short look wrote stands among the runs, and is undone like one of them', async () => {
  const bench = await AppBench.open();
  await bench.connected();
  await bench.sync();
  const runs = () => bench.ask('runs.list', { limit: 9 });
  const before = (await runs()).length;
  const { glanceForOrder } = await import('./glances');
  await glanceForOrder();
  expect(await runs()).toHaveLength(before);
  const day = new Date(Date.now() + 3 * DAY).toISOString().slice(0, 10);
  bench.company.graph.control.mailbox(ANNA.oid).createEvent('default', timed('Meanwhile', day));
  await glanceForOrder();
  const [newest, ...older] = await runs();
  expect(newest).toMatchObject({ created: 1, undone: 0 });
  expect(older).toHaveLength(before);
  const records = () => bench.company.espo.control.dump('Meeting').length;
  expect(records()).toBe(1);
  await bench.ask('activity.undo', { what: 'run', id: newest?.id ?? '' });
  expect(records()).toBe(0);
  expect((await runs())[0]).toMatchObject({ created: 0, undone: 1 });
});
