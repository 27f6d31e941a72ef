import { until } from '../e2e/popup.ts';
import { Bench, type Counts, pause } from './bench.ts';

export interface KillOptions {
  kills: number;
  items: number;
  chance: () => number;
  say: (line: string) => void;
}

/** When the power goes: so many milliseconds after Sync now, or as the n-th write has reached a server. */
type Moment = { kind: 'time'; ms: number } | { kind: 'write'; nth: number; side: 'graph' | 'espo' };

function moment(chance: () => number): Moment {
  if (chance() < 0.4) return { kind: 'time', ms: Math.floor(chance() * 2500) };
  return { kind: 'write', nth: 1 + Math.floor(chance() * 25), side: chance() < 0.5 ? 'graph' : 'espo' };
}

/** Resolves at the moment, or with false when the run is over before it. */
async function comes(bench: Bench, when: Moment): Promise<boolean> {
  const { graph, espo } = bench.stage;
  const control = espo.control;
  // Slow enough to be hit while it writes.
  control.faults.push({ match: ({ method }) => method === 'POST', delayMs: 25, times: Number.POSITIVE_INFINITY });
  let writes = 0;
  let hit = when.kind === 'time' ? pause(when.ms).then(() => true) : new Promise<boolean>(() => undefined);
  if (when.kind === 'write') {
    let reached: (hit: boolean) => void = () => undefined;
    hit = new Promise<boolean>((resolve) => {
      reached = resolve;
    });
    const count = (): boolean => {
      writes += 1;
      if (writes === when.nth) reached(true);
      return false;
    };
    if (when.side === 'espo') control.faults.unshift({ match: ({ method }) => method === 'POST' && count() });
    else
      graph.control.faults.add({
        match: (request, member) => (member ?? request).method === 'POST' && !!member && count(),
      });
  }
  const over = pause(300).then(async () => {
    await bench.idle();
    return false;
  });
  over.catch(() => undefined);
  return Promise.race([hit, over]);
}

function calm({ stage }: Bench): void {
  stage.espo.control.faults.length = 0;
  stage.graph.control.faults.clear();
}

/** The browser is killed again and again in a first sync; the same profile goes on, until the company is done; then another one. */
export async function soakKills({ kills, items, chance, say }: KillOptions, counts: Counts): Promise<number> {
  let done = 0;
  for (let round = 1; done < kills; round += 1) {
    const bench = await Bench.open(items);
    let killed = 0;
    try {
      await bench.chrome.ask('sync.start');
      while (done < kills) {
        const when = moment(chance);
        if (!(await comes(bench, when))) break;
        await bench.chrome.kill();
        calm(bench);
        done += 1;
        killed += 1;
        await bench.chrome.again();
        const { sync } = await bench.chrome.state();
        say(
          `kill ${done}/${kills} at ${JSON.stringify(when)}: ${bench.names().length}+${bench.subjects().length}, running ${sync.running}`,
        );
        await bench.syncNow();
      }
      calm(bench);
      await until(
        async () => !(await bench.chrome.state()).sync.running,
        () => 'no end of the first sync',
        120_000,
      );
      await bench.settle(`round ${round}, ${killed} kills`, counts);
      say(`round ${round}: ${killed} kills, ${counts.violations.length} violations so far`);
    } catch (error) {
      counts.violations.push(`round ${round}: ${String(error)}`);
      say(String(error));
      if (killed === 0) done += 1;
    } finally {
      await bench.close();
    }
  }
  return done;
}
