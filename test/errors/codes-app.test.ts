import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ERRORS } from '../../src/shared/codes.ts';
import { AppBench, newBrowser } from './app-bench.ts';
import fakeBrowser from './fake-browser.ts';

vi.mock('webextension-polyfill', () => import('./fake-browser.ts'));
vi.mock('../../src/background/auth/microsoft.ts', () => import('./fake-microsoft.ts'));

let bench: AppBench;
beforeEach(async () => {
  bench = await AppBench.open();
});

describe('before and around a run', () => {
  it('sync.notConnected: nothing is connected', async () => {
    expect(await bench.refused('sync.now')).toMatchObject({ code: 'sync.notConnected' });
    await bench.connectOutlook();
    expect(await bench.refused('sync.now')).toMatchObject({ code: 'sync.notConnected' });
  });

  it('sync.off: the box is not ticked', async () => {
    await bench.connectOutlook();
    await bench.connectEspo();
    expect(await bench.refused('sync.now')).toMatchObject({ code: 'sync.off' });
    // Start is the one switch.
    expect((await bench.ask('sync.start')).pair).toMatchObject({ started: true, settings: { enabled: true } });
  });

  it('sync.stopped: Pause in the middle of a run, which counts as no failure', async () => {
    await bench.connected();
    const { runNow } = await import('../../src/background/app/runs/runner.ts');
    const { stopRun } = await import('../../src/background/app/runs/under-way.ts');
    const run = runNow();
    stopRun();
    await run;
    expect((await bench.state()).sync.last?.error).toMatchObject({ code: 'sync.stopped' });
    expect(fakeBrowser.storage.local.values.get('failures') ?? 0).toBe(0);
    expect(await bench.sync()).toBeUndefined();
  });

  it('sync.otherBrowser: the alarm of a second browser of the user; Sync now takes over', async () => {
    await bench.connected();
    expect(await bench.sync()).toBeUndefined();
    await newBrowser();
    await bench.connected();
    const { runNow } = await import('../../src/background/app/runs/runner.ts');
    await runNow();
    expect((await bench.state()).sync.last?.error).toMatchObject({ code: 'sync.otherBrowser' });
    expect(fakeBrowser.action.badge).toBe('');
    expect(await bench.sync()).toBeUndefined();
  });

  it('settings.invalid: labels that clash, and what is no setting at all', async () => {
    await bench.connected();
    const settings = (await bench.state()).pair?.settings;
    const twice = { ...settings, entities: [...(settings?.entities ?? []), ...(settings?.entities ?? [])] };
    expect(await bench.refused('settings.save', { settings: twice })).toMatchObject({
      code: 'settings.invalid',
      detail: 'twice',
    });
    expect(await bench.refused('settings.save', { settings: { direction: 'sideways' } })).toMatchObject({
      code: 'settings.invalid',
    });
  });

  it('message.refused: not from a page of ours, and nothing that we know', async () => {
    for (const [name, from] of [
      ['state.get', 'content'],
      ['no.such', 'page'],
    ] as const) {
      const reply = await bench.reply(name, {}, from);
      expect(!reply.ok && reply.error.code).toBe('message.refused');
    }
    expect(await bench.refused('why.list', { limit: 'many' })).toMatchObject({ code: 'message.refused' });
  });

  it('bug: what nobody thought of ends the run with a sentence', async () => {
    await bench.connected();
    const spy = vi.spyOn(crypto, 'randomUUID').mockImplementation(() => {
      throw new RangeError('nobody thought of this');
    });
    expect(await bench.sync()).toMatchObject({ code: 'bug', detail: 'nobody thought of this' });
    spy.mockRestore();
    expect(await bench.sync()).toBeUndefined();
  });
});

describe('every passing error', () => {
  it('is tried again later and later, and never at the same moment everywhere', async () => {
    await bench.connected();
    await bench.ask('sync.start');
    const { runAndSetAlarm } = await import('../../src/background/app/runs/alarm.ts');
    await runAndSetAlarm();
    bench.company.espo.control.faults.push({ status: 500, times: Number.POSITIVE_INFINITY });
    const delays: number[] = [];
    const chance = vi.spyOn(Math, 'random').mockReturnValue(0.5);
    for (let i = 0; i < 4; i += 1) {
      await runAndSetAlarm();
      delays.push(fakeBrowser.alarms.all.get('sync')?.delayInMinutes ?? 0);
    }
    expect(delays).toEqual([66, 132, 264, 264]);
    chance.mockReturnValue(0.1);
    await runAndSetAlarm();
    expect(fakeBrowser.alarms.all.get('sync')?.delayInMinutes).toBeLessThan(264);
    chance.mockRestore();
    bench.company.espo.control.faults.length = 0;
    expect(await bench.sync()).toBeUndefined();
    expect(fakeBrowser.storage.local.values.get('failures')).toBe(0);
  });

  it('shows no exclamation mark: nobody has to do anything', async () => {
    await bench.connected();
    bench.company.espo.control.faults.push({ status: 500, times: 3 });
    expect(ERRORS[(await bench.sync())?.code ?? 'bug']).toBe('passing');
    expect(fakeBrowser.action.badge).toBe('');
  });
});
