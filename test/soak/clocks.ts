import { DAY, HOUR } from '../../src/shared/time.ts';
import { until } from '../e2e/popup.ts';
import { type Bench, type Counts } from './bench.ts';

/**
 * The computer's clock as the worker sees it. Chromium has no switch for it that reaches a worker, and an outer tool would set the
 * clock of the whole browser, with its certificates and cookies; so the worker's own `Date` is moved, from outside, until it stops.
 */
async function setClock(bench: Bench, by: number): Promise<void> {
  // Awake, so that there is one to be moved.
  await bench.chrome.state();
  const [worker] = bench.chrome.context.serviceWorkers();
  if (!worker) throw new Error('no worker');
  await worker.evaluate(`{
    const Real = Date;
    globalThis.Date = class extends Real {
      constructor(...args) {
        if (args.length === 0) super(Real.now() + ${by});
        else super(...args);
      }
      static now() {
        return Real.now() + ${by};
      }
    };
  }`);
}

function edits(bench: Bench, word: string): void {
  const [one = 1, two = 2] = bench.expected.keys();
  bench.rename(one, 'outlook', `#${one} ${word}`);
  bench.rename(two, 'espo', `#${two} ${word}`);
  bench.add('outlook');
  bench.add('espo');
}

/** The clock is set back by a day, and put right again: what was stored in between lies in the future for a while. */
export async function soakClock(bench: Bench, counts: Counts): Promise<void> {
  await bench.chrome.ask('sync.start');
  await bench.settle('before the clock', counts);
  await setClock(bench, -DAY);
  edits(bench, 'a day back');
  await bench.settle('clock set back', counts);
  await bench.chrome.stopWorker();
  edits(bench, 'right again');
  await bench.settle('clock put right', counts);
}

/** Asleep for a day: the alarm is overdue, every token is over, the servers' clocks are a day on. It wakes and goes on by itself. */
export async function soakAsleep(bench: Bench, counts: Counts): Promise<void> {
  await bench.chrome.ask('sync.start');
  await bench.settle('before the night', counts);
  const page = await bench.chrome.page();
  await bench.chrome.stopWorker();
  bench.world.shift += DAY + HOUR;
  bench.stage.entra.control.expireAccessTokens();
  bench.stage.entra.control.expireRefreshTokens();
  edits(bench, 'during the night');
  const before = bench.writes();
  await page.evaluate("chrome.alarms.create('sync', { when: Date.now() - 86400000 })");
  await until(
    async () => bench.writes() > before,
    () => 'the overdue alarm wakes nobody',
    45_000,
  );
  await bench.settle('asleep for a day', counts);
  if ((await bench.chrome.state()).outlook.state !== 'connected')
    counts.violations.push('asleep: Microsoft asks to sign in again');
}
