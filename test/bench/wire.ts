/** Requests and bytes of a run, for each side. */
import type { Bench } from './bench.ts';
import type { Cost, Desk } from './desk.ts';
import { editEvents, editRecords, settled, synced } from './growth.ts';
import { filled, realFilled } from './initial.ts';

const N = 1000;

/** First syncs of plain and of real payloads, and with 1,000 links a run that finds nothing and one with ten edits on either side. */
export async function wire(bench: Bench): Promise<void> {
  if (!bench.wants('wire')) return;
  for (const way of ['o2e', 'e2o'] as const) {
    say(bench, `first.${way}`, await packed(await filled(way, N, { quota: false })));
    say(bench, `first.real.${way}`, await packed(await realFilled(way, N, { quota: false })));
  }
  const { desk } = await synced(N);
  desk.traffic.packs = true;
  for (let i = 0; i < 3; i += 1) await settled(desk);
  say(bench, 'idle', await settled(desk));
  editEvents(desk, 0);
  say(bench, 'change10.events', await settled(desk));
  await settled(desk);
  editRecords(desk, 0);
  say(bench, 'change10.records', await settled(desk));
}

function packed(desk: Desk): Promise<Cost> {
  desk.traffic.packs = true;
  return desk.run();
}

/** Kilobytes both ways with both sides, each by itself in the detail. */
function say(bench: Bench, name: string, { bytes, counts }: Cost): void {
  const { graph, espo } = bytes;
  const kb = (graph.sent + graph.received + espo.sent + espo.received) / 1000;
  bench.figure(`wire.${name}`, 'kB', [kb], { graph, espo, lease: counts.lease });
  const line = (side: string, { requests, sent, received, packed }: typeof graph) =>
    `${side} ${requests} requests, ${sent} bytes sent, ${received} received (${packed} where the server packs)`;
  bench.say(`  ${line('Graph', graph)}; ${line('EspoCRM', espo)}`);
}
