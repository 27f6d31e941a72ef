/** Items that could not be read are asked for again. */
import type { Engine } from '../model/engine';
import { isOut } from '../model/engine';
import type { Side } from '../model/item';
import { portOf } from '../model/port';
import type { Arrival, Seen } from '../model/store';
import { failsAlone } from './failed-parts';
import { takeItems } from './take-items';

/** Asked for by id in each run: whoever mends one of them need not change it, and this program may have learnt to read it. */
const AGAIN = 50;

export async function readUnreadableAgain(engine: Engine): Promise<void> {
  const rows = await engine.store.seenWithReason('unreadable', AGAIN);
  for (const side of ['outlook', 'espo'] as const)
    for (const { id } of engine.feeds[side])
      if (!isOut(engine, side, id) && rows.some((row) => row.side === side && row.feed === id))
        await ofFeed(engine, side, id, rows);
}

async function ofFeed(engine: Engine, side: Side, feed: string, all: readonly Seen[]): Promise<void> {
  const { store } = engine;
  const mine = all.filter((row) => row.side === side && row.feed === feed);
  const pending = await store.arrivalsByRef(
    side,
    mine.map(({ ref }) => ref),
  );
  // Reported as removed since: what is deleted still answers by id for a while (graph.md 12), and only a proof says that it stands.
  const rows = mine.filter((_, i) => !pending[i] || pending[i].item !== undefined);
  if (rows.length === 0) return;
  try {
    const readings = await portOf(engine.ports, side).read(rows.map(({ ref }) => ({ ref, feed })));
    const links = await store.linksByRef(
      side,
      rows.map(({ ref }) => ref),
    );
    const taken = await takeItems(
      engine,
      side,
      readings.flatMap((reading) => (reading.kind === 'value' ? [reading.item] : [])),
    );
    const gone = rows.filter((_, i) => readings[i]?.kind === 'gone');
    // A linked one is to be proven gone like any other.
    const put = gone.flatMap(({ pair, ref }): Arrival[] =>
      links[rows.findIndex((row) => row.ref === ref)] ? [{ pair, side, ref, feed, item: undefined }] : [],
    );
    const remove = [...taken.readable, ...gone.map(({ ref }) => ({ side, ref }))];
    if (taken.seen.length + remove.length === 0) return;
    await store.commit({
      links: { put: taken.links },
      seen: { put: taken.seen, remove },
      arrivals: { put: [...taken.arrivals, ...put], remove: taken.settled },
    });
  } catch (error) {
    if (!(await failsAlone(engine, side, feed, error))) throw error;
  }
}
