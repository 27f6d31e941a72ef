import type { Engine } from './engine';
import { DAY } from './guard';
import { fieldsNow, type Link } from './link';
import type { Arrival } from './store';

const NAME = 'far';

/** Linked events outside the window are reported by no delta: once a day they are read by id (DESIGN 3.3). */
export async function readFarLinks(engine: Engine): Promise<void> {
  const { store, feeds } = engine;
  const last = Number((await store.cursor(NAME)) ?? 0);
  if (engine.now() - last < DAY) return;
  const put: Arrival[] = [];
  for (const feed of feeds.outlook)
    for (const link of await store.linksInFeed('outlook', feed.id))
      if (link.gone === '' && isOutside(link, feed.from, feed.until))
        put.push({ pair: store.pair, side: 'outlook', ref: link.outlookId, feed: feed.id, item: undefined });
  // Asked for like any item that seems gone: the answer is its value, or the proof.
  await store.commit({
    arrivals: { put },
    cursors: { put: [{ pair: store.pair, name: NAME, value: String(engine.now()) }] },
  });
}

function isOutside(link: Link, from: number, until: number): boolean {
  const { when } = fieldsNow(link, 'outlook');
  const start = when.kind === 'timed' ? when.start : Date.parse(when.first);
  const end = when.kind === 'timed' ? when.end : Date.parse(when.last) + DAY;
  return end <= from || start >= until;
}
