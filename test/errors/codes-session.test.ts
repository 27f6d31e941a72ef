/** Sites that take no passwords: what the open EspoCRM signs in, and how that ends. */
import { dateIn } from '../days.ts';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { OpenTab } from '../sandbox/espo/open-tab.ts';
import { SITE } from '../simulation/company.ts';
import { timed } from '../simulation/scene.ts';
import { soon as eventually } from '../soon.ts';
import { AppBench } from './app-bench.ts';
import fakeBrowser from './fake-browser.ts';

vi.mock('webextension-polyfill', () => import('./fake-browser.ts'));
vi.mock('../../src/background/auth/microsoft', () => import('./fake-microsoft.ts'));

const SESSION = { username: '', password: '', session: true };
let bench: AppBench;
let tab: OpenTab;
/** What was asked of EspoCRM with cookies, and without. */
let asked: { url: string; credentials: RequestCredentials | undefined }[];
beforeEach(async () => {
  bench = await AppBench.open();
  tab = new OpenTab(bench.company.espo);
  asked = [];
  const fetch = tab.around(bench.company.fetch);
  bench.company.fetch = (input, init) => {
    asked.push({ url: String(input), credentials: init?.credentials });
    return fetch(input, init);
  };
});

const control = () => bench.company.espo.control;
const names = () =>
  control()
    .dump('Meeting')
    .map((row) => row['name']);
const event = (name: string) =>
  bench.company.graph.control.mailbox('anna').createEvent('default', timed(name, dateIn(3)));
const ended = async () => {
  const { isRunning } = await import('../../src/background/app/runs/under-way.ts');
  await eventually(() => expect(isRunning()).toBe(false));
};

/** Both sides connected, the one of EspoCRM by its open tab, and started. */
async function started(): Promise<void> {
  control().settings.oidc = true;
  await tab.signIn('anna');
  await bench.connectOutlook();
  await bench.connectEspo(SESSION);
  const { pair } = await bench.state();
  await bench.ask('settings.save', { settings: { ...pair?.settings, enabled: true, direction: 'both' } });
  await bench.ask('sync.start');
  await ended();
}

describe('by the EspoCRM that is open', () => {
  it('espo.noSession: nobody is signed in there; then whoever is gets connected, and no password is asked for', async () => {
    control().settings.oidc = true;
    expect(await bench.refusedEspo()).toMatchObject({ code: 'espo.ssoOnly' });
    expect(await bench.refusedEspo(SESSION)).toMatchObject({ code: 'espo.noSession' });
    await tab.signIn('anna');
    expect((await bench.connectEspo(SESSION)).espo).toMatchObject({
      ...{ state: 'connected', user: 'anna', session: true, error: undefined },
    });
  });

  it('syncs both ways and keeps nothing of the session; the tab stays signed in when it is disconnected', async () => {
    await started();
    event('From Outlook');
    expect(await bench.sync()).toBeUndefined();
    expect(names()).toEqual(['From Outlook']);
    const { database } = await import('../../src/background/app/kept/open-database.ts');
    const db = await database();
    const kept = JSON.stringify([
      [...fakeBrowser.storage.local.values],
      [...fakeBrowser.storage.session.values],
      await Promise.all(db.tables.map((table) => table.toArray())),
    ]);
    for (const value of Object.values(tab.cookies)) expect(kept).not.toContain(value);
    await bench.ask('espo.disconnect');
    const cookie = Object.entries(tab.cookies)
      .map((one) => one.join('='))
      .join('; ');
    expect((await bench.company.fetch(`${SITE}/api/v1/App/user`, { headers: { cookie } })).status).toBe(200);
  });

  it('cookies go to that EspoCRM and nowhere else, and with a password none go at all', async () => {
    await started();
    const included = () => asked.filter(({ credentials }) => credentials === 'include');
    const others = asked.filter(({ url }) => !url.startsWith(`${SITE}/api/v1/`));
    expect(new Set(others.map(({ credentials }) => credentials))).toEqual(new Set(['omit']));
    expect(included().length).toBeGreaterThan(5);
    await bench.ask('espo.disconnect');
    control().settings.oidc = false;
    asked.length = 0;
    await bench.connectEspo();
    expect(await bench.sync()).toBeUndefined();
    expect([included(), new Set(asked.map(({ credentials }) => credentials))]).toEqual([[], new Set(['omit'])]);
  });

  it('that ends: it says so, asks again at the usual time, and goes on by itself when the user comes back to Outlook', async () => {
    await started();
    tab.signOut();
    event('Meanwhile');
    for (let i = 0; i < 3; i += 1) expect(await bench.sync()).toMatchObject({ code: 'espo.noSession' });
    const { espo, status } = await bench.state();
    expect([espo.state, espo.error?.code, espo.session]).toEqual(['signInNeeded', 'espo.noSession', true]);
    expect(status).toEqual({ kind: 'signInNeeded', sides: ['espo'] });
    expect(fakeBrowser.action.badge).toBe('!');
    // Not doubled by failures: nothing is wrong.
    expect(fakeBrowser.alarms.all.get('sync')?.delayInMinutes).toBeLessThanOrEqual(36);
    const { onOutlookSeen } = await import('../../src/background/app/runs/alarm.ts');
    await onOutlookSeen();
    expect(names()).toEqual([]);
    await tab.signIn('anna');
    await onOutlookSeen();
    expect(names()).toEqual(['Meanwhile']);
    const after = await bench.state();
    expect([after.espo.state, after.espo.error, fakeBrowser.action.badge]).toEqual(['connected', undefined, '']);
  });

  it('espo.otherUser: somebody else is signed in there; nothing is read or written as them, and the button does not change that', async () => {
    await started();
    await tab.signIn('ben');
    event('Not for Ben');
    const before = control().log.length;
    expect(await bench.sync()).toMatchObject({ code: 'espo.otherUser', names: { account: 'anna', other: 'ben' } });
    const asBen = control()
      .log.slice(before)
      .filter(({ user }) => user === 'ben');
    expect(new Set(asBen.map(({ path }) => path))).toEqual(new Set(['/api/v1/App/user']));
    expect(await bench.refusedEspo(SESSION)).toMatchObject({ code: 'espo.otherUser' });
    expect((await bench.state()).espo).toMatchObject({ user: 'anna', state: 'signInNeeded' });
    const { pair } = await bench.state();
    await bench.ask('espo.disconnect');
    await bench.connectEspo(SESSION);
    expect((await bench.state()).pair).not.toEqual(pair);
    expect(names()).toEqual([]);
  });

  it('who is signed in to us by a password goes over to it, and that token is destroyed', async () => {
    await bench.connectEspo({ stayConnected: true });
    const token = String(fakeBrowser.storage.session.values.get('espoToken'));
    await tab.signIn('anna');
    expect((await bench.connectEspo({ ...SESSION, stayConnected: true })).espo.session).toBe(true);
    const { database } = await import('../../src/background/app/kept/open-database.ts');
    expect(await (await database()).secrets.toArray()).toEqual([]);
    const headers = { 'Espo-Authorization': btoa(`anna:${token}`), 'Espo-Authorization-By-Token': 'true' };
    expect((await bench.company.fetch(`${SITE}/api/v1/App/user`, { headers })).status).toBe(401);
  });

  it('without Stay connected, too, it outlives the browser: there is nothing of ours to keep', async () => {
    await started();
    fakeBrowser.storage.session.values.clear();
    expect((await bench.state()).espo).toMatchObject({ state: 'connected', error: undefined });
    expect(await bench.sync()).toBeUndefined();
  });
});

it('a site of single sign-on that allows passwords beside it gives its token as ever', async () => {
  Object.assign(control().settings, { oidc: true, oidcAllowRegularUserFallback: true });
  expect((await bench.connectEspo()).espo).toMatchObject({ state: 'connected', session: false });
  expect(String(fakeBrowser.storage.session.values.get('espoToken'))).toMatch(/^[0-9a-f]{32}$/);
  expect(asked.map(({ credentials }) => credentials)).not.toContain('include');
});
