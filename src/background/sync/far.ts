import type { Engine } from './engine';
import { DAY } from './guard';
import { fieldsNow, type Link } from './link';
import { takeItems } from './read';
import type { Arrival } from './store';

const NAME = 'far';

/** Linked events outside the window are reported by no delta: once a day they are read by id (DESIGN 3.3). */
export async function readFarLinks(engine: Engine): Promise<void> {
  const { store, ports, feeds } = engine;
  const last = Number((await store.cursor(NAME)) ?? 0);
  if (engine.now() - last < DAY) return;
  for (const feed of feeds.outlook) {
    const far = (await store.linksInFeed('outlook', feed.id)).filter(
      (link) => link.gone === '' && isOutside(link, feed.from, feed.until),
    );
    const readings = await ports.outlook.read(far.map((link) => ({ ref: link.outlookId, feed: feed.id })));
    const items = readings.flatMap((r) => (r.kind === 'value' ? [r.item] : []));
    const gone = far.flatMap((link, i): Arrival[] =>
      readings[i]?.kind === 'gone'
        ? [{ pair: store.pair, side: 'outlook', ref: link.outlookId, feed: feed.id, item: undefined }]
        : [],
    );
    const taken = await takeItems(engine, 'outlook', items);
    if (taken.links.length + gone.length > 0)
      await store.commit({ links: { put: taken.links }, arrivals: { put: gone } });
  }
  await store.commit({ cursors: { put: [{ pair: store.pair, name: NAME, value: String(engine.now()) }] } });
}

function isOutside(link: Link, from: number, until: number): boolean {
  const { when } = fieldsNow(link, 'outlook');
  const start = when.kind === 'timed' ? when.start : Date.parse(when.first);
  const end = when.kind === 'timed' ? when.end : Date.parse(when.last) + DAY;
  return end <= from || start >= until;
}
