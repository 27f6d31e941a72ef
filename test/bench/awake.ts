import type { Bench } from './bench.ts';
import type { Figure } from './figures.ts';
import type { Office } from './office.ts';
import { scriptTime } from './probe.ts';

/** Runs without news are short and uneven: this many for each run of other figures. */
const OFTEN = 3;

/** Script of the worker for runs without news. */
export async function idleScript(bench: Bench, office: Office, name: string): Promise<Figure> {
  const probe = await office.probe();
  const all: number[] = [];
  const own: number[] = [];
  // The first runs of a worker also compile.
  for (let run = -2; run < bench.runs * OFTEN; run += 1) {
    const { ms, profile } = await probe.cost(() => office.run());
    if (run < 0) continue;
    all.push(ms);
    own.push(scriptTime(profile, 'chrome-extension://'));
  }
  await probe.close();
  bench.figure(`${name}.with_browser`, 'ms', all, 'with what the browser does inside the calls of its interfaces');
  return bench.figure(name, 'ms', own);
}

const EDITS = 10;

/** What the worker holds after runs in which something changed. */
export async function heapAfterChanges(bench: Bench, office: Office): Promise<void> {
  if (!bench.wants('memory.heap_mb')) return;
  const probe = await office.probe();
  const sizes: number[] = [];
  const mailbox = office.stage.graph.control.mailbox('anna');
  for (let round = 0; round < bench.runs; round += 1) {
    let edited = 0;
    for (const event of mailbox.box.events) {
      if (edited >= EDITS) break;
      edited += 1;
      mailbox.updateEvent(event.id, { subject: `Edited ${round} ${edited}` });
    }
    await office.run();
    sizes.push((await probe.heap()) / 2 ** 20);
  }
  await probe.close();
  bench.figure('memory.heap_mb', 'MiB', sizes, 'not collected before it is read');
}
