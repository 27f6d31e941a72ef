/** Tiles of a page have changed: the user, or somebody else, has edited their calendar. One delta of it tells (sync/glance.ts). */
import type { Database } from '../../store/database';
import { currentPair } from '../kept/pairs';
import { askGlance } from '../runs/glances';
import { isOn } from '../runs/standing';
import { findItems, linkedRows } from './find-items';
import { immutableIds } from './translated';

/** Exchange may take a moment until its change feed says what its own page shows already. Milliseconds. */
const AGAIN = 2500;

export async function onTilesChanged(db: Database, ids: readonly string[]): Promise<void> {
  const pair = await currentPair(db);
  if (!pair || !(await isOn())) return;
  const met = await findItems(db, pair, ids, await linkedRows(db, ids), immutableIds());
  const calendars = new Set<string>();
  for (const id of ids) {
    const one = met.get(id);
    const feed = one?.link?.outlook.calendarId ?? one?.seen?.feed;
    // A new event may stand in any of the calendars.
    if (!feed) {
      calendars.clear();
      break;
    }
    calendars.add(feed);
  }
  const wanted = { first: 'outlook', calendars: [...calendars] } as const;
  if (await askGlance(wanted)) return;
  await new Promise((resolve) => setTimeout(resolve, AGAIN));
  await askGlance(wanted);
}
