import { dateIn } from '../../../../test/days';
import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { beforeEach, expect, it, vi } from 'vitest';
import { AppBench } from '../../../../test/errors/app-bench';
import fakeBrowser from '../../../../test/errors/fake-browser';
import { ANNA } from '../../../../test/simulation/company';
import { timed } from '../../../../test/simulation/scene';

vi.mock('webextension-polyfill', () => import('../../../../test/errors/fake-browser'));
vi.mock('../../auth/microsoft', () => import('../../../../test/errors/fake-microsoft'));

let bench: AppBench;
beforeEach(async () => {
  bench = await AppBench.open();
  await bench.connected();
});

const event = () => {
  const day = dateIn(3);
  bench.company.graph.control.mailbox(ANNA.oid).createEvent('default', timed('Lunch', day));
};
const records = () => bench.company.espo.control.dump('Meeting').length;

it('leaves nothing of the user in the browser, and everything where it is in Outlook and EspoCRM', async () => {
  event();
  await bench.ask('sync.start');
  await bench.sync();
  expect(await bench.ask('forget.preview')).toEqual({
    linked: 1,
    activity: expect.any(Number),
    needsYou: 0,
    pairs: 1,
    permissions: ['https://crm.example.test/*', 'notifications'],
  });
  const before = bench.company.graph.control.mailbox(ANNA.oid).events().length;

  const state = await bench.ask('forget.everything');
  expect(state).toMatchObject({ pair: undefined, outlook: { state: 'disconnected' }, espo: { state: 'disconnected' } });
  expect(state.connection).toMatchObject({ espoAddress: '', espoUser: '' });
  const { local, session } = fakeBrowser.storage;
  expect([...local.values.keys(), ...session.values.keys()]).toEqual([]);
  expect(fakeBrowser.alarms.all.size).toBe(0);
  const { origins, permissions } = await fakeBrowser.permissions.getAll();
  expect([...origins, ...permissions]).toEqual([
    'https://graph.microsoft.com/*',
    'https://outlook.office.com/*',
    'storage',
  ]);
  expect([records(), bench.company.graph.control.mailbox(ANNA.oid).events().length]).toEqual([1, before]);
});

it('stops a run first, and nothing of it is written down afterwards', async () => {
  event();
  await bench.ask('sync.now');
  await bench.ask('forget.everything');
  expect(fakeBrowser.storage.local.values.get('lastRun')).toBeUndefined();
  expect(fakeBrowser.storage.local.values.get('runs')).toBeUndefined();
});

it('is the way out where the store cannot be opened', async () => {
  const names = vi.spyOn(Dexie.dependencies.indexedDB, 'databases');
  names.mockResolvedValue([{ name: 'sync', version: 990 }]);
  const { database } = await import('../kept/open-database');
  (await database().catch(() => undefined))?.close({ disableAutoOpen: false });
  expect((await bench.refused('needs.list', { limit: 1 })).code).toBe('store.newer');
  expect(await bench.ask('forget.preview')).toMatchObject({ linked: 0, permissions: { length: 2 } });
  names.mockRestore();
  await bench.ask('forget.everything');
  expect(await bench.state()).toMatchObject({ pair: undefined });
});

it('set up again, it finds what is the same on both sides', async () => {
  event();
  await bench.sync();
  await bench.ask('forget.everything');
  await bench.connected();
  await bench.sync();
  expect([records(), (await bench.state()).sync.linked]).toEqual([1, 1]);
});
