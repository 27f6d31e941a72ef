import * as v from 'valibot';
import type { Settings } from '../../../shared/settings';
import type { EspoClient } from '../../espo/client';
import type { GraphClient } from '../../outlook/client';
import type { Store } from '../../sync/model/store';
import { fieldsToUse, type LastSeen, lastSeen, lastSeenCursor, seenNow } from './last-seen';
import { EspoSurroundings, FRESH_FOR, OutlookSurroundings, readEspo, readOutlook } from './surroundings';

export const SURROUNDINGS = 'surroundings';
const Stored = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ at: v.number(), key: v.string(), outlook: OutlookSurroundings, espo: EspoSurroundings }),
);
interface Around {
  outlook: OutlookSurroundings;
  espo: EspoSurroundings;
}
/** Both sides as they were last read: kept for a day, so that an idle run asks only for changes. */
export interface Surroundings extends Around {
  lastSeen?: LastSeen;
}

/** As they were last read; undefined when that is longer ago than `maxAge`, or the settings ask for other fields. */
export async function keptSurroundings(
  store: Store,
  settings: Settings,
  now: number,
  maxAge = FRESH_FOR,
): Promise<Surroundings | undefined> {
  const parsed = v.safeParse(Stored, await store.cursor(SURROUNDINGS));
  if (!parsed.success || parsed.output.key !== keyOf(settings) || Math.abs(now - parsed.output.at) >= maxAge)
    return undefined;
  const { outlook, espo } = parsed.output;
  return { outlook, espo, lastSeen: await lastSeen(store) };
}

export async function refreshSurroundings(
  graph: GraphClient,
  espo: EspoClient,
  store: Store,
  settings: Settings,
  now: number,
): Promise<Surroundings> {
  const chosen = fieldsToUse(settings, await lastSeen(store));
  const around = { outlook: await readOutlook(graph, writesOutlook(settings)), espo: await readEspo(espo, chosen) };
  return keepSurroundings(store, settings, around, now);
}

export async function keepSurroundings(
  store: Store,
  settings: Settings,
  around: Around,
  now: number,
): Promise<Surroundings> {
  const value = JSON.stringify({ at: now, key: keyOf(settings), ...around });
  const seen = seenNow(await lastSeen(store), settings, around.espo);
  const surroundings = { pair: store.pair, name: SURROUNDINGS, value };
  await store.commit({ cursors: { put: [surroundings, lastSeenCursor(store, seen)] } });
  return { ...around, lastSeen: seen };
}

export const writesOutlook = ({ direction }: Settings): boolean => direction !== 'outlookToEspo';

const keyOf = (settings: Settings): string => JSON.stringify([settings.locationField, settings.joinLinkField]);
