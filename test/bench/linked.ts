import { keptSurroundings } from '../../src/background/app/kept/around.ts';
import { espoTime } from '../../src/background/espo/dates.ts';
import { toItem } from '../../src/background/espo/mapping.ts';
import { EspoRecord, parse } from '../../src/background/espo/schema.ts';
import { carriedFields, visibleFields } from '../../src/background/sync/model/carried-fields.ts';
import type { Engine } from '../../src/background/sync/model/engine.ts';
import type { EspoItem, OutlookItem } from '../../src/background/sync/model/item.ts';
import { type Link, newLink } from '../../src/background/sync/model/link.ts';
import { run } from '../../src/background/sync/run.ts';
import type { EspoServer } from '../sandbox/espo/server.ts';
import type { GraphServer } from '../sandbox/graph/server.ts';
import { addEvents } from './items.ts';

export interface Place {
  graph: GraphServer;
  espo: EspoServer;
  engine(): Promise<Engine>;
}

const CHUNK = 1000;

/**
 * `n` meetings on both sides and their links in the store, as a first sync leaves them. Fifty thousand of those would take minutes,
 * nearly all of them the stand-ins'; here each record is made by its server and each link by the engine's own function.
 */
export async function linkMany(n: number, { graph, espo, engine: assembled }: Place): Promise<void> {
  // On an empty company: window, positions and everything else that a first run keeps.
  await run(await assembled());
  const engine = await assembled();
  const { store, policy } = engine;
  addEvents(graph, n, engine.now(), false);
  const made = new Map<string, Link>();
  const make = await recordMaker(espo, engine);
  for (const feed of engine.feeds.outlook) {
    const name = `at|outlook|${feed.id}`;
    for await (const page of engine.ports.outlook.changes(feed, await store.cursor(name))) {
      // One event may stand on a page several times.
      for (const event of page.items)
        if (!made.has(event.id)) made.set(event.id, linkOf(event, make(event), engine, graph));
      if (page.last) await store.commit({ cursors: { put: [{ pair: store.pair, name, value: page.cursor }] } });
    }
  }
  const links = [...made.values()];
  for (let at = 0; at < links.length; at += CHUNK) await store.commit({ links: { put: links.slice(at, at + CHUNK) } });
  const [feed] = engine.feeds.espo;
  const value = JSON.stringify({ from: feed?.from, at: espoTime(engine.now() + 1000), id: '~', whole: false });
  await store.commit({ cursors: { put: [{ pair: store.pair, name: 'at|espo|Meeting', value }] } });
  if (links.length !== n || policy.firstSync) throw new Error(`${links.length} of ${n} are linked`);
}

async function recordMaker(
  espo: EspoServer,
  { store, policy, now, forms }: Engine,
): Promise<(event: OutlookItem) => EspoItem> {
  const around = await keptSurroundings(store, policy.settings, now());
  const entity = around?.espo.entities.find(({ type }) => type === 'Meeting');
  if (!entity) throw new Error('no Meeting');
  const anna = espo.control.act('anna');
  return (event) => {
    const fields = carriedFields(event, { feed: 'Meeting', label: '' }, policy, forms);
    if (fields.when.kind !== 'timed') throw new Error('only timed ones are made here');
    const row = anna.create('Meeting', {
      name: fields.title,
      description: fields.description,
      dateStart: espoTime(fields.when.start),
      dateEnd: espoTime(fields.when.end),
      assignedUserId: anna.id,
    });
    return toItem(parse(EspoRecord, row, 'Meeting'), entity, anna.id, true);
  };
}

function linkOf(event: OutlookItem, record: EspoItem, engine: Engine, graph: GraphServer): Link {
  const { policy, store, newId } = engine;
  const base = { outlook: visibleFields(event, policy), espo: visibleFields(record, policy) };
  const link = newLink(store.pair, { id: newId(), nonce: '' }, 'outlook', event, record, policy.me.espoUserId, base);
  const { id } = graph.control.mailbox('anna').find(event.id).event;
  return {
    ...link,
    outlook: { ...link.outlook, restId: id },
    espo: { ...link.espo, ownModifiedAt: record.modifiedAt, touched: false },
  };
}
