import { saveSettings, until } from '../e2e/popup.ts';
import { EXTENSION } from '../e2e/stage.ts';
import type { Bench, Counts } from './bench.ts';

const ORIGIN = `chrome-extension://${EXTENSION}`;

/** DevTools leaves the extension's own origin so many bytes more, until they are given back: to the browser its disk is full. */
async function fillDisk(bench: Bench, left: number): Promise<() => Promise<void>> {
  const session = await bench.chrome.context.newCDPSession(await bench.chrome.page());
  const { usage } = await session.send('Storage.getUsageAndQuota', { origin: ORIGIN });
  await session.send('Storage.overrideQuotaForOrigin', { origin: ORIGIN, quotaSize: usage + left });
  return async () => {
    await session.send('Storage.overrideQuotaForOrigin', { origin: ORIGIN });
    await session.detach();
  };
}

/** Bytes an item: it is read, and the room ends while it is written. */
const ROOM = 6_000;

/** The room runs out while new items are carried over: a named error, nothing lost, and it goes on when there is room again. */
export async function soakQuota(bench: Bench, items: number, counts: Counts): Promise<void> {
  await bench.chrome.ask('sync.start');
  await bench.idle();
  // Chromium asks once and counts down for a while: the room is made small before the first write of a new process.
  await bench.chrome.restart();
  const free = await fillDisk(bench, items * ROOM);
  bench.addMany(items);
  const code = await bench.run();
  if (code !== 'store.full') counts.violations.push(`quota: the run ends with ${code || 'no error'}`);
  const { error } = (await bench.chrome.state()).sync.last ?? {};
  if (error?.code !== 'store.full') counts.violations.push('quota: it is not said');
  await free();
  // What it counted is forgotten with the process, as when the user has made room and comes back.
  await bench.chrome.restart();
  await bench.settle('quota', counts);
}

/** The browser throws the store away, under a run and between runs: as after installing anew, everything finds its other half. */
export async function soakLost(bench: Bench, items: number, counts: Counts): Promise<void> {
  const clear = async (): Promise<void> => {
    await bench.chrome.protocol((session) =>
      session.send('Storage.clearDataForOrigin', { origin: ORIGIN, storageTypes: 'indexeddb' }),
    );
    // Whoever was reading just then is told that the store was closed; the next one finds an empty one.
    await until(
      () =>
        bench.chrome.state().then(
          () => true,
          () => false,
        ),
      () => 'the store stays closed',
      10_000,
    );
  };
  const begunAnew = async (): Promise<void> => {
    await saveSettings(bench.chrome, { direction: 'Two-way' });
    await bench.chrome.ask('sync.start');
    await bench.idle();
  };
  await bench.chrome.ask('sync.start');
  await bench.settle('before the loss', counts);
  const before = bench.writes();
  await clear();
  await begunAnew();
  if (bench.writes() !== before) counts.violations.push(`lost store: ${bench.writes() - before} writes to link again`);
  await bench.settle('lost store', counts);
  bench.addMany(items);
  await bench.syncNow();
  await until(
    async () => bench.writes() > before + 3,
    () => 'nothing was written',
  );
  await clear();
  await bench.idle();
  await begunAnew();
  await bench.settle('store lost under a run', counts);
}
