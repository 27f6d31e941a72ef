import { dateIn } from '../days.ts';
import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { CLOUDS } from '../../src/shared/clouds.ts';
import { AppBench } from '../errors/app-bench.ts';
import fakeBrowser from '../errors/fake-browser.ts';
import { timed } from '../simulation/scene.ts';

vi.mock('webextension-polyfill', () => import('../errors/fake-browser.ts'));
vi.mock('../../src/background/auth/microsoft.ts', () => import('../errors/fake-microsoft.ts'));

let bench: AppBench;
beforeEach(async () => {
  bench = await AppBench.open();
});
const set = (policy: Record<string, unknown>) => fakeBrowser.storage.managed.set(policy);
const soon = () => dateIn(3);

it('what is locked counts, whatever a page asks for, and what the user chose comes back without the policy', async () => {
  await bench.connected();
  await bench.ask('settings.save', {
    settings: { ...(await bench.state()).pair?.settings, removeEspoOnOutlookRemoval: true, attendees: true },
  });
  await set({ locked: { removeEspoOnOutlookRemoval: false, attendees: false }, allowedDirections: ['outlookToEspo'] });
  const { pair, managed } = await bench.state();
  expect(pair?.settings).toMatchObject({
    removeEspoOnOutlookRemoval: false,
    attendees: false,
    direction: 'outlookToEspo',
  });
  expect([...managed.locked].sort()).toEqual(['attendees', 'direction', 'removeEspoOnOutlookRemoval']);
  expect(managed.directions).toEqual(['outlookToEspo']);
  // A page that was changed by somebody cannot get around it.
  const asked = { ...pair?.settings, direction: 'both', removeEspoOnOutlookRemoval: true };
  const after = await bench.ask('settings.save', { settings: asked });
  expect(after.pair?.settings).toMatchObject({ direction: 'outlookToEspo', removeEspoOnOutlookRemoval: false });
  bench.company.espo.control.act('anna').create('Meeting', {
    ...{ name: 'From EspoCRM', dateStart: `${soon()} 10:00:00`, dateEnd: `${soon()} 11:00:00` },
    assignedUserId: bench.company.espo.control.act('anna').id,
  });
  expect(await bench.sync()).toBeUndefined();
  expect(bench.company.graph.control.mailbox('anna').events()).toEqual([]);
  fakeBrowser.storage.managed.values.clear();
  expect((await bench.state()).pair?.settings.removeEspoOnOutlookRemoval).toBe(true);
});

it('what is saved or started under a policy stores nothing that the policy decides over what the user chose', async () => {
  await bench.connected();
  const own = {
    ...(await bench.state()).pair?.settings,
    direction: 'both',
    attendees: false,
    privateEvents: 'timesOnly',
  };
  await bench.ask('settings.save', { settings: own });
  await set({ locked: { attendees: true }, allowedDirections: ['outlookToEspo'], allowedEntities: ['Call'] });
  const shown = (await bench.state()).pair?.settings;
  expect(shown).toMatchObject({ direction: 'outlookToEspo', attendees: true, defaultEntity: 'Call' });
  const entities = [{ type: 'Call', label: 'Phone' }];
  await bench.ask('settings.save', { settings: { ...shown, recurring: true, entities } });
  await bench.ask('sync.start');
  fakeBrowser.storage.managed.values.clear();
  expect((await bench.state()).pair?.settings).toMatchObject({
    ...{ direction: 'both', attendees: false, privateEvents: 'timesOnly', defaultEntity: 'Meeting' },
    ...{ recurring: true, enabled: true, entities: [{ type: 'Meeting', label: '' }, ...entities] },
  });
});

it('what was locked when both sides were first connected is no choice of the user', async () => {
  await set({ locked: { privateEvents: 'full' }, defaults: { recurring: true } });
  await bench.connected();
  expect((await bench.state()).pair?.settings).toMatchObject({ privateEvents: 'full', recurring: true });
  fakeBrowser.storage.managed.values.clear();
  expect((await bench.state()).pair?.settings).toMatchObject({ privateEvents: 'leaveOut', recurring: true });
});

it('kinds of records that are not allowed are not offered and not synced', async () => {
  await bench.connected();
  const before = await bench.state();
  expect(before.entities.map(({ type }) => type)).toContain('Call');
  await set({ allowedEntities: ['Call'] });
  const { entities, pair } = await bench.state();
  expect(entities.map(({ type }) => type)).toEqual(['Call']);
  expect(pair?.settings).toMatchObject({ defaultEntity: 'Call' });
  expect(pair?.settings.entities.map(({ type }) => type)).toEqual(['Call']);
  bench.company.graph.control.mailbox('anna').createEvent('default', timed('Talk', soon()));
  expect(await bench.sync()).toBeUndefined();
  const { espo } = bench.company;
  expect([espo.control.dump('Meeting').length, espo.control.dump('Call').length]).toEqual([0, 1]);
});

it('a new user finds the defaults chosen, and may choose otherwise', async () => {
  await set({ defaults: { recurring: true, privateEvents: 'timesOnly', direction: 'both' } });
  await bench.connectOutlook();
  await bench.connectEspo();
  const { pair, managed, outlook } = await bench.state();
  expect(pair?.settings).toMatchObject({ recurring: true, privateEvents: 'timesOnly', direction: 'both' });
  expect(managed.locked).toEqual([]);
  // The right that this direction needs was asked for with the sign-in.
  expect(outlook.canWrite).toBe(true);
  const chosen = { ...pair?.settings, recurring: false };
  expect((await bench.ask('settings.save', { settings: chosen })).pair?.settings.recurring).toBe(false);
});

it('connections are made with what is set, whatever was typed', async () => {
  await set({ clientId: 'app-2', tenantId: 'contoso', espoAddress: 'https://crm.example.test', stayConnected: false });
  const { connection, managed } = await bench.state();
  expect(connection).toMatchObject({ clientId: 'app-2', tenantId: 'contoso', stayConnected: false });
  expect(managed.connection).toEqual(['clientId', 'tenantId', 'espoAddress', 'stayConnected']);
  const state = await bench.connectEspo({ address: 'www.example.test', stayConnected: true });
  expect(state.espo.site).toBe('https://crm.example.test');
});

it('what was typed before a policy set it comes back without the policy; a file says what counts', async () => {
  await bench.connected();
  const { connection } = await bench.state();
  await set({ tenantId: 'contoso', stayConnected: false, locked: { attendees: false } });
  await bench.connectEspo({ stayConnected: false });
  const file = JSON.parse((await bench.ask('settings.export')).text) as Record<string, unknown>;
  const { clientId, espoAddress } = connection;
  expect(file).toMatchObject({
    settings: { attendees: false },
    connection: { clientId, tenantId: 'contoso', espoAddress },
  });
  fakeBrowser.storage.managed.values.clear();
  expect((await bench.state()).connection).toEqual(connection);
});

it('in another cloud its own hosts are asked, and no other', async () => {
  await set({ cloud: 'usGovernment' });
  const asked: string[] = [];
  const behind = globalThis.fetch;
  vi.stubGlobal('fetch', (input: RequestInfo | URL, init?: RequestInit) => {
    asked.push(new URL(String(input)).origin);
    return behind(String(input).replace(CLOUDS.usGovernment.graph, CLOUDS.global.graph), init);
  });
  await bench.connectOutlook();
  expect(new Set(asked)).toEqual(new Set([CLOUDS.usGovernment.graph]));
});

it('runs come no more often than is allowed', async () => {
  await bench.connected();
  await set({ shortestInterval: 120 });
  await bench.ask('sync.start');
  const { runNow } = await import('../../src/background/app/runs/runner.ts');
  await runNow();
  const { setAlarm } = await import('../../src/background/app/runs/alarm.ts');
  await setAlarm();
  expect(fakeBrowser.alarms.all.get('sync')?.delayInMinutes).toBeGreaterThanOrEqual(120);
});

it('policy.unreadable: what is not understood of it stops the sync, and what is understood stays', async () => {
  await bench.connected();
  await set({ locked: { attendees: false, privateEvents: 'everything' }, allowedEntities: ['Call'], nonsense: 1 });
  expect(await bench.sync()).toMatchObject({
    code: 'policy.unreadable',
    detail: 'locked.privateEvents, nonsense',
  });
  expect((await bench.state()).entities.map(({ type }) => type)).toEqual(['Call']);
  fakeBrowser.storage.managed.values.clear();
  expect(await bench.sync()).toBeUndefined();
});

it.each<[string, Record<string, unknown>, 'outlook' | 'espo']>([
  ['EspoCRM', { espoAddress: 'https://crm.corp.example' }, 'espo'],
  ['directory', { tenantId: 'other-tenant' }, 'outlook'],
  ['application', { clientId: 'other-app' }, 'outlook'],
])(
  'policy.elsewhere: another %s than the account was connected with stops the sync until it is connected again',
  async (_, policy, side) => {
    await bench.connected();
    bench.company.graph.control.mailbox('anna').createEvent('default', timed('Secret', soon()));
    await set(policy);
    const state = await bench.state();
    expect([state[side].state, state[side].error?.code]).toEqual(['signInNeeded', 'policy.elsewhere']);
    const detail = Object.entries(policy).flat().join(' ');
    expect(await bench.sync()).toMatchObject({ code: 'policy.elsewhere', detail });
    expect(bench.company.espo.control.dump('Meeting')).toEqual([]);
    fakeBrowser.storage.managed.values.clear();
    expect(await bench.sync()).toBeUndefined();
    expect((await bench.state())[side].state).toBe('connected');
  },
);

it('what is set as it is connected, however it is written, is gone on with; a sign-in with what is set is enough', async () => {
  await bench.connected();
  await set({ espoAddress: 'CRM.example.test/#Meeting', clientId: 'APP-1', tenantId: 'tenant-1' });
  expect(await bench.sync()).toBeUndefined();
  await set({ espoAddress: 'https://crm.example.test', clientId: 'app-2', tenantId: 'contoso' });
  expect(await bench.sync()).toMatchObject({ code: 'policy.elsewhere', detail: 'clientId app-2, tenantId contoso' });
  await bench.connectOutlook();
  expect(await bench.sync()).toBeUndefined();
});

it.each<[string, Record<string, unknown>, string]>([
  ['only kinds that there are not', { allowedEntities: ['Meetings'] }, 'allowedEntities Meetings'],
  ['to sync nothing', { allowedEntities: [] }, 'allowedEntities'],
  ['a default that nobody chose', { locked: { defaultEntity: 'Nope' } }, 'locked defaultEntity Nope'],
  [
    'records of no such kind',
    { locked: { entities: [{ type: 'Nope', label: '' }], defaultEntity: 'Nope' } },
    'locked.entities Nope',
  ],
  ['an impossible day', { locked: { syncSince: '2026-13-01' } }, 'locked.syncSince'],
])('a policy that wants %s is said, and nothing is synced', async (_, policy, detail) => {
  await bench.connected();
  bench.company.graph.control.mailbox('anna').createEvent('default', timed('Talk', soon()));
  await set(policy);
  expect(await bench.sync()).toMatchObject({ code: 'policy.unreadable', detail });
  const { espo } = bench.company;
  expect([espo.control.dump('Meeting'), espo.control.dump('Call')]).toEqual([[], []]);
  fakeBrowser.storage.managed.values.clear();
  expect(await bench.sync()).toBeUndefined();
});

it('locked kinds of records bring the default that is among them', async () => {
  await bench.connected();
  await set({ locked: { entities: [{ type: 'Call', label: '' }] } });
  bench.company.graph.control.mailbox('anna').createEvent('default', timed('Talk', soon()));
  expect(await bench.sync()).toBeUndefined();
  expect(bench.company.espo.control.dump('Call')).toHaveLength(1);
});

it('a day that is none closes nothing: neither by a file, nor by defaults, nor as it was stored before', async () => {
  await bench.connected();
  const file = (await bench.ask('settings.export')).text;
  const text = file.replace(/"syncSince": "[^"]*"/, '"syncSince": "2026-13-01"');
  expect(await bench.refused('settings.import', { text })).toMatchObject({ code: 'settings.invalid' });
  const { pair } = await bench.state();
  const settings = { ...pair?.settings, syncSince: '2026-02-31' };
  expect((await bench.reply('settings.save', { settings })).ok).toBe(false);

  const { database } = await import('../../src/background/app/kept/open-database.ts');
  const db = await database();
  await db.pairs.toCollection().modify((row) => {
    row.settings.syncSince = '2026-13-01';
  });
  expect((await bench.state()).pair?.settings.syncSince).toBe('');
  expect(await bench.sync()).toMatchObject({ code: 'settings.invalid', detail: 'syncSince 2026-13-01' });
  await bench.ask('diagnostics.report');
  await bench.ask('settings.save', { settings: { ...pair?.settings, syncSince: '2026-11-01' } });
  expect(await bench.sync()).toBeUndefined();
});

it('defaults that were wrong when a new user connected leave nothing behind', async () => {
  await set({ defaults: { syncSince: '2026-13-01' } });
  await bench.connected();
  expect(await bench.sync()).toMatchObject({ code: 'policy.unreadable', detail: 'defaults.syncSince' });
  fakeBrowser.storage.managed.values.clear();
  expect(await bench.sync()).toBeUndefined();
});
