/** Reads anew what is around the sync, because a page wants to see it. */
import { storedSettings } from '../../../shared/settings-versions';
import type { EspoClient } from '../../espo/client';
import type { GraphClient } from '../../outlook/client';
import type { Database, Pair } from '../../store/database';
import { keptSurroundings, refreshSurroundings } from '../kept/around';
import { firstSettings, obeying, storeOf } from '../kept/pairs';

/** Reads calendars, entities and rights, for the settings page; a new user finds the usual entities chosen. */
export async function lookAround(db: Database, pair: Pair, graph: GraphClient, espo: EspoClient): Promise<Pair> {
  const around = await refreshSurroundings(graph, espo, storeOf(db, pair), pair.settings, Date.now());
  // Read again in one transaction: what was saved meanwhile must not be overwritten.
  const known = await db.transaction('rw', db.pairs, async () => {
    const settings = firstSettings((await db.pairs.get(pair.id))?.settings ?? pair.settings, around);
    await db.pairs.update(pair.id, { settings });
    return { ...pair, settings };
  });
  return obeying({ ...known, settings: storedSettings(known.settings, known.settingsVersion).settings });
}

/** The same, should it have failed when the second side was connected: nothing would be synced without a word otherwise. */
export async function lookAroundOnce(db: Database, pair: Pair, graph: GraphClient, espo: EspoClient): Promise<Pair> {
  const kept = await keptSurroundings(storeOf(db, pair), pair.settings, Date.now(), Number.POSITIVE_INFINITY);
  const whole = kept && kept.stale.length === 0;
  return whole || pair.settings.entities.length > 0 ? pair : lookAround(db, pair, graph, espo);
}
