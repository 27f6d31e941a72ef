import { dateIn } from '../../../../test/days';
import { HOUR } from '../../../shared/time';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppBench } from '../../../../test/errors/app-bench';
import fakeBrowser from '../../../../test/errors/fake-browser';
import { ANNA } from '../../../../test/simulation/company';
import { timed } from '../../../../test/simulation/scene';
import { pauseEnd } from '../kept/pausing';

vi.mock('webextension-polyfill', () => import('../../../../test/errors/fake-browser'));
vi.mock('../../auth/microsoft', () => import('../../../../test/errors/fake-microsoft'));

let bench: AppBench;
beforeEach(async () => {
  bench = await AppBench.open();
  await bench.connected();
});
afterEach(() => vi.restoreAllMocks());

async function ended(): Promise<void> {
  const { isRunning } = await import('./under-way');
  await vi.waitFor(() => expect(isRunning()).toBe(false), { timeout: 5000 });
}
/** The alarm goes off. */
async function alarm(): Promise<void> {
  const { onAlarm } = await import('./alarm');
  await onAlarm();
}
const when = () => fakeBrowser.alarms.all.get('sync')?.when;
const records = () => bench.company.espo.control.dump('Meeting').length;
function event(name: string) {
  const day = dateIn(3);
  bench.company.graph.control.mailbox(ANNA.oid).createEvent('default', timed(name, day));
}
async function started() {
  await bench.ask('sync.start');
  await ended();
}

describe('the user’s own pause', () => {
  it('is none before the first Start, and Start is not forgotten by it', async () => {
    expect(await bench.state()).toMatchObject({ status: { kind: 'notStarted' }, pair: { started: false } });
    await started();
    expect((await bench.state()).status.kind).toBe('synced');
    const state = await bench.ask('sync.pause', { until: 'resumed' });
    expect(state).toMatchObject({ status: { kind: 'paused', until: 0 }, pair: { started: true, pausedUntil: 0 } });
    expect([state.sync.next, fakeBrowser.alarms.all.size]).toEqual([0, 0]);
  });

  it('for an hour: the alarm wakes it at its end, not before', async () => {
    await started();
    const { sync, pair } = await bench.ask('sync.pause', { until: 'hour' });
    const end = pair?.pausedUntil ?? 0;
    expect(end - Date.now()).toBeGreaterThan(HOUR - 60_000);
    expect([when(), sync.next]).toEqual([end, end]);
    event('Meanwhile');
    // An alarm that was set before it, and a look at Outlook.
    await alarm();
    expect(records()).toBe(0);
    vi.spyOn(Date, 'now').mockReturnValue(end + 1);
    await alarm();
    expect(records()).toBe(1);
    expect((await bench.state()).pair?.pausedUntil).toBeUndefined();
    expect((await bench.state()).sync.next).toBeGreaterThan(end);
  });

  it('lets Sync now run once, and goes on at once when it is resumed', async () => {
    await started();
    await bench.ask('sync.pause', { until: 'resumed' });
    event('By hand');
    await bench.sync();
    expect([records(), (await bench.state()).status.kind, fakeBrowser.alarms.all.size]).toEqual([1, 'paused', 0]);
    event('Later');
    await bench.ask('sync.resume');
    await vi.waitFor(() => expect(records()).toBe(2), { timeout: 5000 });
    await ended();
    expect((await bench.state()).status.kind).toBe('synced');
  });

  it('resumed before the first Start nothing runs', async () => {
    event('Never asked for');
    await bench.ask('sync.pause', { until: 'hour' });
    await bench.ask('sync.resume');
    await ended();
    expect([records(), fakeBrowser.alarms.all.size]).toEqual([0, 0]);
  });

  it('until tomorrow: nothing runs on this day any more, and it goes on by itself at midnight', async () => {
    await started();
    const late = new Date();
    late.setHours(22, 30, 0, 0);
    const clock = vi.spyOn(Date, 'now').mockReturnValue(late.getTime());
    const { sync, pair, status } = await bench.ask('sync.pause', { until: 'tomorrow' });
    const midnight = new Date(late.getFullYear(), late.getMonth(), late.getDate() + 1).getTime();
    expect([pair?.pausedUntil, when(), sync.next]).toEqual([midnight, midnight, midnight]);
    expect(status).toEqual({ kind: 'paused', until: midnight });
    event('Meanwhile');
    clock.mockReturnValue(midnight - 1);
    await alarm();
    expect(records()).toBe(0);
    clock.mockReturnValue(midnight + 1);
    await alarm();
    expect([records(), (await bench.state()).pair?.pausedUntil]).toEqual([1, undefined]);
  });

  it('until tomorrow ends at midnight where the user is', () => {
    const now = new Date(2026, 10, 29, 15, 30).getTime();
    expect(pauseEnd('tomorrow', now)).toBe(new Date(2026, 10, 30).getTime());
    expect([pauseEnd('hour', now), pauseEnd('resumed', now)]).toEqual([now + HOUR, 0]);
  });
});

describe('runs that are remembered', () => {
  it('say when they began and ended and what they did; of idle ones the last', async () => {
    event('One');
    await bench.sync();
    for (let i = 0; i < 3; i += 1) await bench.sync();
    bench.company.espo.control.faults.push({ status: 500, times: Number.POSITIVE_INFINITY });
    await bench.sync();
    bench.company.espo.control.faults.length = 0;
    const runs = await bench.ask('runs.list', { limit: 10 });
    expect(runs.map(({ created, error }) => [created, error?.code])).toEqual([
      [0, 'espo.server'],
      [0, undefined],
      [1, undefined],
    ]);
    for (const { startedAt, at } of runs) expect(at).toBeGreaterThanOrEqual(startedAt);
    const { rows } = await bench.ask('activity.list', {
      ...{ limit: 50, after: '' },
      filter: { text: '', person: '', side: '', op: '', run: runs[2]?.id },
    });
    expect(new Set(rows.map(({ run }) => run))).toEqual(new Set([runs[2]?.id]));
    expect(rows.length).toBeGreaterThan(0);
  });

  it('and the five newest changes are there for the popup', async () => {
    for (let i = 0; i < 7; i += 1) event(`Event ${i}`);
    await bench.sync();
    const { recent } = (await bench.state()).sync;
    expect(recent).toHaveLength(5);
    expect(recent[0]).toMatchObject({ op: 'create', side: 'espo', espo: { there: true }, undone: false });
    expect(recent[0]?.when.start).toBeGreaterThan(Date.now());
  });
});
