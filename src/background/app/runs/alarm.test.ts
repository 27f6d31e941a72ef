import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { AppBench } from '../../../../test/errors/app-bench';
import fakeBrowser from '../../../../test/errors/fake-browser';

vi.mock('webextension-polyfill', () => import('../../../../test/errors/fake-browser'));
vi.mock('../../auth/microsoft', () => import('../../../../test/errors/fake-microsoft'));

let bench: AppBench;
beforeEach(async () => {
  bench = await AppBench.open();
  await bench.connected();
});

const alarm = () => fakeBrowser.alarms.all.get('sync');

it('an alarm set for the run that has ended does not take the place of the one that stands ready for the run under way', async () => {
  const { runAndSetAlarm, setAlarm } = await import('./alarm');
  await bench.ask('sync.start');
  const { isRunning } = await import('./under-way');
  await vi.waitFor(() => expect(isRunning()).toBe(false), { timeout: 5000 });
  await vi.waitFor(() => expect(alarm()?.delayInMinutes).toBeGreaterThan(0));

  // The next run waits for its first answer.
  let answered = () => {};
  const answer = new Promise<void>((resolve) => (answered = resolve));
  const asked = globalThis.fetch;
  vi.stubGlobal('fetch', async (...request: Parameters<typeof fetch>) => {
    await answer;
    return asked(...request);
  });
  const run = runAndSetAlarm();
  await vi.waitFor(() => expect(isRunning()).toBe(true));
  await setAlarm();
  expect([isRunning(), alarm()]).toEqual([true, { periodInMinutes: 1 }]);
  answered();
  await run;
  expect(alarm()?.delayInMinutes).toBeGreaterThan(0);
});
