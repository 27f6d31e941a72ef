import * as v from 'valibot';
import type { Settings } from '../../../shared/settings';
import type { EspoClient } from '../../espo/client';
import type { GraphClient } from '../../outlook/client';
import type { Store } from '../../sync/model/store';
import { EspoSurroundings, FRESH_FOR, OutlookSurroundings, readEspo, readOutlook } from './surroundings';

const Stored = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ at: v.number(), key: v.string(), outlook: OutlookSurroundings, espo: EspoSurroundings }),
);
/** Both sides as they were last read: kept for a day, so that an idle run asks only for changes. */
export interface Surroundings {
  outlook: OutlookSurroundings;
  espo: EspoSurroundings;
}

/** As they were last read; undefined when that is longer ago than `maxAge`, or the settings ask for other fields. */
export async function keptSurroundings(
  store: Store,
  settings: Settings,
  now: number,
  maxAge = FRESH_FOR,
): Promise<Surroundings | undefined> {
  const parsed = v.safeParse(Stored, await store.cursor('surroundings'));
  if (!parsed.success || parsed.output.key !== keyOf(settings) || Math.abs(now - parsed.output.at) >= maxAge)
    return undefined;
  return parsed.output as Surroundings;
}

export async function refreshSurroundings(
  graph: GraphClient,
  espo: EspoClient,
  store: Store,
  settings: Settings,
  now: number,
): Promise<Surroundings> {
  const around = { outlook: await readOutlook(graph, writesOutlook(settings)), espo: await readEspo(espo, settings) };
  await keepSurroundings(store, settings, around, now);
  return around;
}

export async function keepSurroundings(store: Store, settings: Settings, around: Surroundings, now: number) {
  const value = JSON.stringify({ at: now, key: keyOf(settings), ...around });
  await store.commit({ cursors: { put: [{ pair: store.pair, name: 'surroundings', value }] } });
}

export const writesOutlook = ({ direction }: Settings): boolean => direction !== 'outlookToEspo';

const keyOf = (settings: Settings): string => JSON.stringify([settings.locationField, settings.joinLinkField]);
