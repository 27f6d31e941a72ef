import { dateIn } from '../days.ts';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { timed } from '../simulation/scene.ts';
import { AppBench } from './app-bench.ts';
import fakeBrowser from './fake-browser.ts';
import { microsoft } from './fake-microsoft.ts';

vi.mock('webextension-polyfill', () => import('./fake-browser.ts'));
vi.mock('../../src/background/auth/microsoft.ts', () => import('./fake-microsoft.ts'));

let bench: AppBench;
beforeEach(async () => {
  bench = await AppBench.open();
  await bench.connected();
});

const ALWAYS = Number.POSITIVE_INFINITY;
const delta = { method: 'GET', path: 'calendarView/delta' };
/** All that the only calendar could be read by. */
const view = { method: 'GET', path: 'calendarView' };
const faults = () => bench.company.graph.control.faults;

/** How it ends with the trouble, that it waits for nobody or for the user, and that all is well without it. */
async function ends(code: string, forUser: boolean): Promise<void> {
  expect(await bench.sync()).toMatchObject({ code });
  const { outlook } = await bench.state();
  expect([outlook.error?.code, fakeBrowser.action.badge]).toEqual(forUser ? [code, '!'] : [undefined, '']);
  faults().clear();
  expect(await bench.sync()).toBeUndefined();
  expect((await bench.state()).outlook.error).toBeUndefined();
}

describe('Outlook', () => {
  it('ms.unreachable: no answer', async () => {
    faults().add({ match: delta });
    await ends('ms.unreachable', false);
  });

  it('ms.throttled: asked to wait longer than a run may take; the alarm obeys', async () => {
    await bench.ask('sync.start');
    await (await import('../../src/background/app/runs/runner.ts')).runNow();
    faults().add({ match: delta, status: 429, code: 'ApplicationThrottled', retryAfter: 20_000 });
    const { runAndSetAlarm } = await import('../../src/background/app/runs/alarm.ts');
    await runAndSetAlarm();
    expect((await bench.state()).sync.last?.error).toMatchObject({ code: 'ms.throttled' });
    expect(fakeBrowser.alarms.all.get('sync')?.delayInMinutes).toBeGreaterThan(239);
    faults().clear();
    expect(await bench.sync()).toBeUndefined();
  });

  it('ms.server: broken for longer than it is asked again', async () => {
    faults().add({ match: view, status: 503, times: ALWAYS });
    await ends('ms.server', false);
  });

  it('ms.mailboxFull: a write is refused', async () => {
    const anna = bench.company.espo.control.act('anna');
    const at = dateIn(3);
    const dates = { dateStart: `${at} 10:00:00`, dateEnd: `${at} 11:00:00` };
    anna.create('Meeting', { name: 'From Espo', ...dates, assignedUserId: anna.id });
    faults().add({
      match: { method: 'POST', path: '/events$' },
      status: 403,
      code: 'ErrorQuotaExceeded',
      times: ALWAYS,
    });
    await ends('ms.mailboxFull', true);
    expect(bench.company.graph.control.mailbox('anna').events()).toHaveLength(1);
  });

  it('ms.noMailbox: the account has none, or it is being moved', async () => {
    faults().add({ match: delta, status: 404, code: 'MailboxNotEnabledForRESTAPI', times: ALWAYS });
    await ends('ms.noMailbox', true);
  });

  it('ms.refused: a request that Graph does not understand', async () => {
    faults().add({ match: view, status: 400, code: 'ErrorInvalidRequest', times: ALWAYS });
    await ends('ms.refused', false);
  });

  it('ms.unreadable: an answer that is no JSON', async () => {
    const { fetch } = bench.company;
    bench.company.fetch = async (input, init) =>
      String(input).includes('calendarView/delta') ? new Response('<html>') : fetch(input, init);
    expect(await bench.sync()).toMatchObject({ code: 'ms.unreadable' });
    bench.company.fetch = fetch;
    expect(await bench.sync()).toBeUndefined();
  });

  it('ms.signInNeeded: a token that is refused even when it is new', async () => {
    faults().add({ match: delta, status: 401, code: 'InvalidAuthenticationToken', times: ALWAYS });
    expect(await bench.sync()).toMatchObject({ code: 'ms.signInNeeded' });
    expect((await bench.state()).outlook.state).toBe('signInNeeded');
    faults().clear();
    expect(await bench.sync()).toBeUndefined();
    expect((await bench.state()).outlook.state).toBe('connected');
  });

  it('ms.scopeMissing: the right to the calendar was taken back', async () => {
    faults().add({ match: delta, status: 403, code: 'ErrorAccessDenied', times: ALWAYS });
    await ends('ms.scopeMissing', true);
  });

  it('ms.otherAccount: more rights, given by somebody else', async () => {
    bench = await AppBench.open();
    await bench.connectOutlook();
    await bench.connectEspo();
    const { pair } = await bench.state();
    const settings = { ...pair?.settings, enabled: true, direction: 'both' };
    bench.company.graph.control.addMailbox({
      oid: 'alex',
      address: 'alex@contoso.example',
      name: 'Alex',
      timeZone: 'UTC',
    });
    microsoft.token = async () => 'test-alex';
    expect(await bench.refused('settings.save', { settings })).toMatchObject({ code: 'ms.otherAccount' });
    expect((await bench.state()).pair?.settings.direction).toBe('outlookToEspo');
  });

  it('whatever it was, what was new meanwhile is carried over once it is gone, once', async () => {
    const at = dateIn(3);
    bench.company.graph.control.mailbox('anna').createEvent('default', timed('New', at));
    for (const status of [400, 401, 403, 404, 429, 500, 503]) {
      faults().add({ match: view, status, retryAfter: 100, times: ALWAYS });
      expect(await bench.sync()).toBeDefined();
      faults().clear();
    }
    expect(await bench.sync()).toBeUndefined();
    expect(bench.company.espo.control.dump('Meeting').map((row) => row['name'])).toEqual(['New']);
  });
});
