import { Chrome } from '../e2e/chrome.ts';
import { connectBoth } from '../e2e/popup.ts';
import { EXTENSION, openStage } from '../e2e/stage.ts';
import type { Bench } from './bench.ts';
import type { Way } from './initial.ts';
import { addEvents, addRecords } from './items.ts';
import { Probe } from './probe.ts';

const DIRECTIONS = { o2e: 'Outlook to EspoCRM', e2o: 'EspoCRM to Outlook' } as const;
const LOOK = 2000;
/** Nothing new for so long: it has come to its end, or stands still. */
const PATIENCE = 600_000;

/** The most that the production build's worker holds in Chromium from the first request to the last of a first sync of `n`. */
export async function firstSyncMemory(bench: Bench, n: number): Promise<void> {
  for (const way of ['o2e', 'e2o'] as const) {
    const name = `memory.first_sync_mb.${way}`;
    if (!bench.wants(name)) continue;
    const { held, withGarbage, seconds } = await heldBy(way, n);
    bench.figure(name, 'MiB', [Math.max(...held)], {
      ...{ n, seconds, looks: held.length, first: held[0], last: held.at(-1) },
      with_garbage: Math.max(...withGarbage),
    });
  }
}

interface Held {
  held: number[];
  withGarbage: number[];
  seconds: number;
}

async function heldBy(way: Way, n: number): Promise<Held> {
  const stage = await openStage();
  stage.graph.control.latencyMs = 0;
  stage.graph.control.enforceQuota = false;
  const chrome = await Chrome.launch(stage);
  try {
    await connectBoth(chrome, { direction: DIRECTIONS[way] });
    if (way === 'o2e') addEvents(stage.graph, n, Date.now(), false);
    else addRecords(stage.espo, n, Date.now());
    await chrome.ask('sync.start');
    const carried =
      way === 'o2e'
        ? () => stage.espo.core.table('Meeting').size
        : () => stage.graph.control.mailbox('anna').box.events.size;
    const [held, withGarbage]: [number[], number[]] = [[], []];
    const began = Date.now();
    let [before, since] = [0, began];
    while (carried() < n) {
      await new Promise((resolve) => setTimeout(resolve, LOOK));
      // The worker may be another one by now.
      const probe = await Probe.ofWorker(chrome, EXTENSION);
      withGarbage.push(megabytes(await probe.heap()));
      held.push(megabytes(await probe.live()));
      await probe.close();
      if (carried() !== before) [before, since] = [carried(), Date.now()];
      if (Date.now() - since > PATIENCE) throw new Error(`${before} of ${n} are carried over, and nothing moves`);
    }
    return { held, withGarbage, seconds: Math.round((Date.now() - began) / 1000) };
  } finally {
    await chrome.close();
    await stage.close();
  }
}

const megabytes = (bytes: number): number => Math.round((bytes / 2 ** 20) * 10) / 10;
