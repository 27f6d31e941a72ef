import { dateIn } from '../../../../test/days';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AppBench } from '../../../../test/errors/app-bench';
import fakeBrowser from '../../../../test/errors/fake-browser';
import { microsoft } from '../../../../test/errors/fake-microsoft';
import { timed } from '../../../../test/simulation/scene';
import { soon as eventually } from '../../../../test/soon';
import { SyncError } from '../../../shared/codes';

vi.mock('webextension-polyfill', () => import('../../../../test/errors/fake-browser'));
vi.mock('../../auth/microsoft', () => import('../../../../test/errors/fake-microsoft'));

let bench: AppBench;
beforeEach(async () => {
  bench = await AppBench.open();
});

const control = () => bench.company.espo.control;
const badge = () => fakeBrowser.action.badge;
const soon = () => dateIn(3);
/** As the browser does when it ends: what was in memory is gone, and what the toolbar said. */
async function restart(): Promise<void> {
  fakeBrowser.storage.session.values.clear();
  fakeBrowser.action.badge = '';
  const { onBrowserStart } = await import('../runs/alarm');
  await onBrowserStart();
}
async function ended(): Promise<void> {
  const { isRunning } = await import('../runs/under-way');
  await eventually(() => expect(isRunning()).toBe(false));
}
/** A run of the alarm. */
async function alarm() {
  const { runAndSetAlarm } = await import('../runs/alarm');
  await runAndSetAlarm();
  return (await bench.state()).sync.last?.error?.code;
}

describe('after a sign-in', () => {
  it('what waited goes on at once, and nothing says any more that it is needed', async () => {
    await bench.connected();
    await bench.ask('sync.start');
    await ended();
    control().killTokens('anna');
    expect(await alarm()).toBe('espo.signInNeeded');
    expect(badge()).toBe('!');
    bench.company.graph.control.mailbox('anna').createEvent('default', timed('While it was over', soon()));
    const { sync } = await bench.connectEspo();
    expect([sync.last?.error, badge()]).toEqual([undefined, '']);
    await eventually(() => expect(control().dump('Meeting')).toHaveLength(1));
    await ended();
    expect((await bench.state()).sync.last).toMatchObject({ created: 1, error: undefined });
  });

  it('nothing runs before Start; the error is gone all the same, and "Synced" is not said instead', async () => {
    await bench.connected();
    microsoft.token = async () => Promise.reject(new SyncError('ms.conditionalAccess', 'AADSTS53003'));
    expect(await bench.sync()).toMatchObject({ code: 'ms.conditionalAccess', detail: 'AADSTS53003' });
    expect((await bench.state()).outlook).toMatchObject({
      state: 'signInNeeded',
      error: { code: 'ms.conditionalAccess' },
    });
    expect(badge()).toBe('!');
    microsoft.token = async () => 'test-anna';
    await bench.connectOutlook();
    const { outlook, sync } = await bench.state();
    expect([outlook.state, outlook.error, sync.running, badge()]).toEqual(['connected', undefined, false, '']);
    expect(sync.last).toMatchObject({ error: undefined, mended: true });
  });

  it('is not asked for of the other side, whose error stays', async () => {
    await bench.connected();
    control().killTokens('anna');
    await bench.sync();
    await bench.connectOutlook();
    expect((await bench.state()).sync.last?.error?.code).toBe('espo.signInNeeded');
    expect(badge()).toBe('!');
  });

  it('whose mailbox is closed all the same, nobody is sent in a circle, and nothing is kept of it', async () => {
    bench.company.graph.control.faults.add({
      match: { method: 'GET', path: '/me/calendars' },
      status: 403,
      code: 'ErrorAccessDenied',
    });
    expect(await bench.refusedOutlook()).toMatchObject({ code: 'ms.noAccess' });
    expect((await bench.state()).outlook).toMatchObject({ state: 'disconnected', error: { code: 'ms.noAccess' } });
  });
});

it('Disconnect takes the error away, too', async () => {
  await bench.connected();
  control().killTokens('anna');
  expect(await bench.sync()).toMatchObject({ code: 'espo.signInNeeded' });
  const { espo, sync } = await bench.ask('espo.disconnect');
  expect([espo.state, espo.error, sync.last?.error, badge()]).toEqual(['disconnected', undefined, undefined, '']);
});

describe('a restart of the browser', () => {
  it('without Stay connected: EspoCRM is asked for again, by its own sentence, and nothing runs until then', async () => {
    await bench.connected();
    await bench.ask('sync.start');
    await ended();
    await restart();
    expect(badge()).toBe('!');
    const { espo } = await bench.state();
    expect(espo).toMatchObject({ state: 'signInNeeded', user: 'anna', error: { code: 'espo.notKept' } });
    expect(await alarm()).toBe('espo.notKept');
    await bench.connectEspo();
    await ended();
    expect((await bench.state()).sync.last?.error).toBeUndefined();
    expect(badge()).toBe('');
  });

  it('with Stay connected: it goes on', async () => {
    await bench.connectOutlook();
    await bench.connectEspo({ stayConnected: true });
    await restart();
    expect((await bench.state()).espo.state).toBe('connected');
    expect(badge()).toBe('');
  });

  it('with it, but what was kept cannot be read any more: it is not said that nobody wanted it', async () => {
    await bench.connectEspo({ stayConnected: true });
    const { database } = await import('../kept/open-database');
    const { Vault } = await import('../../auth/vault');
    await new Vault(await database()).forget();
    await restart();
    expect((await bench.state()).espo).toMatchObject({ state: 'signInNeeded', error: { code: 'espo.signInNeeded' } });
  });

  it('with something that waits: the toolbar says so again', async () => {
    await bench.connected();
    control().killTokens('anna');
    await bench.sync();
    await restart();
    expect(badge()).toBe('!');
  });
});

describe('the sign-in at Microsoft, given up', () => {
  const press: { answer: () => void } = { answer: () => undefined };
  const waiting = () => new Promise<void>((resolve) => (press.answer = resolve));

  it('state and error go back, and a late answer changes nothing', async () => {
    microsoft.signIn = async () => Promise.reject(new SyncError('ms.declined'));
    await bench.refusedOutlook();
    microsoft.signIn = waiting;
    const asked = bench.refusedOutlook();
    await eventually(async () => expect((await bench.state()).outlook.asking).toBe(true));
    expect((await bench.state()).outlook.state).toBe('connecting');
    const { outlook } = await bench.ask('outlook.cancel');
    expect(outlook).toMatchObject({ state: 'disconnected', asking: false, error: { code: 'ms.declined' } });
    expect(await asked).toMatchObject({ code: 'ms.cancelled' });
    press.answer();
    await new Promise((resolve) => setImmediate(resolve));
    expect((await bench.state()).outlook).toMatchObject({ state: 'disconnected', error: { code: 'ms.declined' } });
  });

  it('by a second one: that one counts', async () => {
    microsoft.signIn = waiting;
    const first = bench.refusedOutlook();
    await eventually(async () => expect((await bench.state()).outlook.asking).toBe(true));
    microsoft.signIn = async () => undefined;
    expect((await bench.connectOutlook()).outlook).toMatchObject({ state: 'connected', asking: false });
    expect(await first).toMatchObject({ code: 'ms.cancelled' });
  });

  it('while more rights are asked for: the old direction stays, and the connection', async () => {
    await bench.connectOutlook();
    await bench.connectEspo();
    microsoft.signIn = waiting;
    const { pair } = await bench.state();
    const settings = { ...pair?.settings, enabled: true, direction: 'both' };
    const saved = bench.refused('settings.save', { settings });
    await eventually(async () => expect((await bench.state()).outlook.asking).toBe(true));
    expect((await bench.state()).outlook.state).toBe('connected');
    await bench.ask('outlook.cancel');
    expect(await saved).toMatchObject({ code: 'ms.cancelled' });
    const after = await bench.state();
    expect([after.outlook.state, after.outlook.error, after.pair?.settings.direction]).toEqual([
      'connected',
      undefined,
      'outlookToEspo',
    ]);
  });
});

describe('what was typed', () => {
  it('is there until it was used, each side for itself', async () => {
    await bench.ask('draft.keep', { draft: { clientId: 'a', espoAddress: 'crm.exam' } });
    await bench.ask('draft.keep', { draft: { clientId: 'app', espoUser: 'anna' } });
    expect((await bench.state()).draft).toEqual({ clientId: 'app', espoAddress: 'crm.exam', espoUser: 'anna' });
    await bench.connectEspo();
    expect((await bench.state()).draft).toEqual({ clientId: 'app' });
    await bench.connectOutlook();
    expect((await bench.state()).draft).toEqual({});
  });

  it('is never a password', async () => {
    await bench.ask('draft.keep', { draft: { espoUser: 'anna', password: 'Anna12345' } });
    expect(JSON.stringify([...fakeBrowser.storage.session.values])).not.toContain('Anna12345');
  });

  it('of another application does not take the place of the one that is connected before it was signed in to', async () => {
    await bench.connectOutlook();
    const before = (await bench.state()).connection;
    microsoft.signIn = async () => Promise.reject(new SyncError('ms.wrongClient'));
    await bench.refused('outlook.connect', { clientId: 'other', tenantId: 'elsewhere.example' });
    expect((await bench.state()).connection).toEqual(before);
  });
});

it('a site that the browser may not reach any more is not said to be down: the access is asked for again', async () => {
  await bench.connected();
  const { fetch } = bench.company;
  bench.company.fetch = async (input, init) => {
    if (String(input).includes('crm.example.test')) throw new TypeError('Failed to fetch');
    return fetch(input, init);
  };
  expect(await bench.sync()).toMatchObject({ code: 'espo.unreachable' });
  expect((await bench.state()).espo.state).toBe('connected');
  const asked: string[] = [];
  fakeBrowser.permissions.contains = async ({ origins = [] }) => {
    asked.push(...origins);
    return origins.length === 0;
  };
  expect(await bench.sync()).toMatchObject({ code: 'espo.permissionDeclined' });
  // Another run may have begun meanwhile, and asks the same.
  expect(new Set(asked)).toEqual(new Set(['https://crm.example.test/*']));
  expect((await bench.state()).espo.state).toBe('signInNeeded');
});

describe('a second factor of EspoCRM', () => {
  it.each([
    ['totp', ''],
    ['email', 'email'],
    ['sms', 'sms'],
  ] as const)('by %s is a question, no error', async (by, codeBy) => {
    control().setTwoFactor('anna', '123456', by);
    expect(await bench.refusedEspo()).toMatchObject({ code: 'espo.codeNeeded' });
    expect((await bench.state()).espo).toMatchObject({ error: undefined, codeNeeded: true, codeBy });
    expect(await bench.refusedEspo({ code: '000000' })).toMatchObject({ code: 'espo.codeWrong' });
    expect((await bench.connectEspo({ code: '123456' })).espo).toMatchObject({ state: 'connected', codeNeeded: false });
  });
});
