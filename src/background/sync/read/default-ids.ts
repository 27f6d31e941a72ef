/** The ids that Outlook's own pages name events by, for the badges. */
import type { Engine } from '../model/engine';
import type { Link } from '../model/link';

/** Ids in one request (graph.md 2). */
const TOGETHER = 1000;

/** Outlook on the web may name a tile by the default id: both forms are kept, so that a badge is found by either. */
export async function translateIds(engine: Engine): Promise<void> {
  const { store, ports } = engine;
  for (;;) {
    engine.signal.throwIfAborted();
    const links = await store.linksWithoutRestId(TOGETHER);
    if (links.length === 0) return;
    const ids = await ports.outlook.translate(links.map((link) => link.outlookId));
    const put = links.flatMap((link, i): Link[] =>
      ids[i] ? [{ ...link, outlook: { ...link.outlook, restId: ids[i] } }] : [],
    );
    if (put.length > 0) await store.commit({ links: { put } });
    // What the server could not translate is tried again in the next run, not in a loop.
    if (put.length < links.length || links.length < TOGETHER) return;
  }
}
