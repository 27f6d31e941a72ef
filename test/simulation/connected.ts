import { refreshSurroundings, SURROUNDINGS, writesOutlook } from '../../src/background/app/kept/around.ts';
import { LAST_SEEN } from '../../src/background/app/kept/last-seen.ts';
import type { EspoClient } from '../../src/background/espo/client.ts';
import type { GraphClient } from '../../src/background/outlook/client.ts';
import type { Store } from '../../src/background/sync/model/store.ts';
import type { Settings } from '../../src/shared/settings.ts';
import { rightsOf } from '../sandbox/espo/acl.ts';
import type { EspoServer } from '../sandbox/espo/server.ts';
import type { GraphServer } from '../sandbox/graph/server.ts';
import type { SeededWorld } from './company.ts';
import { MemoryStore } from './memory-store.ts';
import { unnoted } from './trace.ts';

/** Who connects, where. */
export interface Place {
  world: SeededWorld;
  graph: GraphServer;
  espo: EspoServer;
  oid: string;
  userName: string;
}

/** What a look around leaves behind. */
const NAMES = [SURROUNDINGS, LAST_SEEN];
const templates = new Map<string, string>();

/**
 * What the page does when a user connects: calendars, entities and rights are read and stored, so that the first run finds them
 * kept. A third of a small history's requests; so companies that are alike but for their ids are read once and remembered.
 */
export async function connect(
  place: Place,
  clients: { graph: GraphClient; espo: EspoClient },
  store: Store,
  settings: Settings,
): Promise<void> {
  const kind = kindOf(place, settings);
  const ids = idsOf(place);
  let template = templates.get(kind);
  if (template === undefined) {
    template = withoutIds(await readAside(place, clients, settings), ids);
    templates.set(kind, template);
  }
  const kept = JSON.parse(withIds(template, ids)) as Record<string, object>;
  const put = NAMES.map((name) => ({
    pair: store.pair,
    name,
    value: JSON.stringify({ ...kept[name], ...(name === SURROUNDINGS ? { at: place.world.now() } : {}) }),
  }));
  await store.commit({ cursors: { put } });
}

/** Read for real, but so that a history goes the same way whether or not one like it was played before. */
async function readAside(
  { world, graph, espo }: Place,
  clients: { graph: GraphClient; espo: EspoClient },
  settings: Settings,
): Promise<string> {
  const logs = [graph.control.log, espo.control.log].map((log) => ({ log, length: log.length }));
  const store = new MemoryStore('aside');
  await unnoted(() =>
    world.aside(() => refreshSurroundings(clients.graph, clients.espo, store, settings, world.now())),
  );
  for (const { log, length } of logs) log.length = length;
  const kept = NAMES.map(async (name) => [name, JSON.parse((await store.cursor(name)) ?? '{}')] as const);
  return JSON.stringify(Object.fromEntries(await Promise.all(kept)));
}

const HOLE = '\u0001';
const withoutIds = (text: string, ids: readonly string[]): string =>
  ids.reduce((known, id, index) => known.replaceAll(JSON.stringify(id), `"${HOLE}${index}${HOLE}"`), text);
const withIds = (text: string, ids: readonly string[]): string =>
  text.replaceAll(new RegExp(`${HOLE}(\\d+)${HOLE}`, 'g'), (_, index) => ids[Number(index)] ?? '');

const boxOf = ({ graph, oid }: Place) => graph.control.mailbox(oid).box;

const idsOf = (place: Place): string[] => [
  place.espo.control.user(place.userName).id,
  ...boxOf(place).calendars.map((calendar) => calendar.id),
];

/** Everything that decides what is read, but for ids. */
function kindOf(place: Place, settings: Settings): string {
  const { core, control } = place.espo;
  const box = boxOf(place);
  const user = control.user(place.userName);
  const shown = Object.entries(user).filter(([key]) => key !== 'id' && !/At$|Id$|Ids$|lastAccess/.test(key));
  core.rights.clear();
  return JSON.stringify([
    place.oid,
    [box.address, box.aliases, box.otherMails, box.name, box.timeZone, box.locale, box.enabled],
    box.calendars.map((one) => [one.name, one.isDefault, one.canEdit, one.owner, one.source !== undefined]),
    place.graph.control.variants,
    shown,
    [core.version, control.settings.recordListMaxSizeLimit, control.settings.timeZone],
    numberOf(core.schema.state),
    numberOf(rightsOf(core, user)),
    settings.locationField,
    writesOutlook(settings),
    settings.joinLinkField,
  ]);
}

const numbers = new WeakMap<object, number>();
let last = 0;

function numberOf(value: object): number {
  const known = numbers.get(value) ?? ++last;
  numbers.set(value, known);
  return known;
}
