/** Arrivals find their other half, or become a create. */
import type { Engine } from '../model/engine';
import type { EspoItem, OutlookItem, Side } from '../model/item';
import { ordersOf } from '../model/order';
import { nothingPaired, type Paired } from './join';
import { meetLeftBeside } from './left-beside';
import { markWaiting } from './mark-waiting';
import { relinkMarked } from './markers';
import { askAboutNearTwins } from './near-twins';
import { pairEvents } from './pair-events';
import { pairRecords } from './pair-records';
import { goOnSeeking } from './sought';

/** How many unlinked items are looked at together. */
const CHUNK = 500;

/** Every unlinked item finds its other half, or becomes a create. Outlook first: what it links, EspoCRM need not create. */
export async function pairUp(engine: Engine): Promise<Paired> {
  const paired: Paired = { ...nothingPaired(engine), ordered: await orderedEvents(engine) };
  await meetLeftBeside(engine);
  await relinkMarked(engine, chunks<OutlookItem>(engine, 'outlook'), paired);
  // Records that several events could mean: nothing is made of them until a person has chosen.
  const unclear = new Set<string>();
  const sought = await goOnSeeking(engine);
  for await (const items of chunks<OutlookItem>(engine, 'outlook'))
    await pairEvents(engine, items, paired, unclear, sought);
  for await (const items of chunks<EspoItem>(engine, 'espo')) await pairRecords(engine, items, paired, unclear);
  await askAboutNearTwins(engine, paired);
  await markWaiting(engine, paired);
  // A record that came in between the two found its event, for which one was to be made.
  paired.draft.drop(({ from }) => from !== undefined && paired.joined.has(from.ref));
  return paired;
}

async function orderedEvents({ store }: Engine): Promise<ReadonlySet<string>> {
  const orders = (await ordersOf(store)).filter(({ act, failed }) => act.act === 'create' && !failed);
  return new Set(orders.map(({ ref }) => ref));
}

async function* chunks<I>(engine: Engine, side: Side): AsyncIterable<I[]> {
  let after = '';
  for (;;) {
    engine.signal.throwIfAborted();
    const arrivals = await engine.store.arrivals(side, CHUNK, after);
    const last = arrivals.at(-1);
    if (!last) return;
    after = last.ref;
    yield arrivals.flatMap((a) => (a.item ? [a.item as I] : []));
  }
}
