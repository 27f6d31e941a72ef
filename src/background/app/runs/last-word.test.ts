import { dateIn } from '../../../../test/days';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AppBench } from '../../../../test/errors/app-bench';
import { ANNA } from '../../../../test/simulation/company';
import { timed } from '../../../../test/simulation/scene';

vi.mock('webextension-polyfill', () => import('../../../../test/errors/fake-browser'));
vi.mock('../../auth/microsoft', () => import('../../../../test/errors/fake-microsoft'));

/** A pause that is pressed while something is about to begin. */
let bench: AppBench;
beforeEach(async () => {
  bench = await AppBench.open();
  await bench.connected();
  await bench.ask('sync.start');
  await idle();
});

/** Nothing is under way, and nothing that waited begins. */
async function idle(): Promise<void> {
  const { isBusy } = await import('./under-way');
  for (let turns = 0; turns < 20; turns += 1) {
    await vi.waitFor(() => expect(isBusy()).toBe(false), { timeout: 5000 });
    await new Promise((resolve) => setImmediate(resolve));
  }
}
const pause = () => bench.ask('sync.pause', { until: 'resumed' });
const records = () => bench.company.espo.control.dump('Meeting').length;
const event = (name: string) =>
  bench.company.graph.control.mailbox(ANNA.oid).createEvent('default', timed(name, dateIn(3)));
const status = async () => (await bench.state()).status.kind;
async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) await Promise.resolve();
}
const running = async () => (await import('./under-way')).isRunning();
/** As many turns after it was wanted. */
const MOMENTS = [0, 1, 2, 3, 4, 5, 6, 8, 10, 15];

describe('a pause', () => {
  it('while the next run waits for the one under way', async () => {
    await bench.ask('sync.now');
    await bench.ask('sync.resume');
    expect(await running()).toBe(true);
    await pause();
    event('Meanwhile');
    await idle();
    expect([records(), await status()]).toEqual([0, 'paused']);
  });

  it('between an alarm and its run', async () => {
    const { onAlarm } = await import('./alarm');
    for (const moment of MOMENTS) {
      await bench.ask('sync.resume');
      await idle();
      const before = records();
      event(`After ${moment} turns`);
      const going = onAlarm();
      await turns(moment);
      const begun = await running();
      await pause();
      await going;
      await idle();
      if (!begun) expect([moment, records()]).toEqual([moment, before]);
    }
  });

  it('between “Sync now” and its run; pressed in the pause it runs', async () => {
    for (const moment of MOMENTS) {
      await bench.ask('sync.resume');
      await idle();
      const before = records();
      event(`After ${moment} turns`);
      const pressed = bench.ask('sync.now');
      await turns(moment);
      const begun = await running();
      await Promise.all([pressed, pause()]);
      await idle();
      if (!begun) expect([moment, records()]).toEqual([moment, before]);
    }
    const before = records();
    event('By hand');
    await bench.sync();
    expect(records()).toBeGreaterThan(before);
  });

  it('while a short look waits for the run under way, or for its turn', async () => {
    const { askGlance } = await import('./glances');
    await bench.ask('sync.now');
    const looking = askGlance({ first: 'both', calendars: [] });
    await turns(5);
    await pause();
    event('Meanwhile');
    await looking;
    await idle();
    expect(records()).toBe(0);
    await askGlance({ first: 'both', calendars: [] });
    expect([records(), await status()]).toEqual([0, 'paused']);
  });

  it('while an order waits for the run under way: it alone is carried out', async () => {
    const { glanceForOrder } = await import('./glances');
    await bench.ask('sync.now');
    const ordered = glanceForOrder();
    await turns(5);
    await pause();
    event('Meanwhile');
    await ordered;
    await idle();
    expect([records(), await status()]).toEqual([0, 'paused']);
  });
});

describe('a run that is stopped by other settings', () => {
  const save = async (filterFree: boolean) => {
    const { pair } = await bench.state();
    await bench.ask('settings.save', { settings: { ...pair?.settings, filterFree } });
  };

  it('begins again, also where it was pressed in a pause', async () => {
    await pause();
    await bench.ask('sync.now');
    event('By hand');
    expect(await running()).toBe(true);
    await save(true);
    await idle();
    expect([records(), await status()]).toEqual([1, 'paused']);
  });

  it('does not begin again where a pause came after it', async () => {
    await bench.ask('sync.now');
    expect(await running()).toBe(true);
    const saved = save(true);
    await vi.waitFor(async () => expect((await bench.state()).pair?.settings.filterFree).toBe(true));
    await Promise.all([saved, pause()]);
    event('Meanwhile');
    await idle();
    expect([records(), await status()]).toEqual([0, 'paused']);
  });
});
