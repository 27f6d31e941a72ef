/** The calendars' changes once more: what happened in Outlook since they were read. */
import type { Engine } from '../model/engine';
import { failsAlone } from './failed-parts';
import { readFeed } from './read-feed';

/** How many events were spoken of since the calendars were read. */
export async function readEventsAgain(engine: Engine): Promise<number> {
  let met = 0;
  for (const feed of engine.feeds.outlook) {
    if (engine.parts.has('outlook', feed.id)) continue;
    try {
      met += await readFeed(engine, 'outlook', feed);
    } catch (error) {
      if (!(await failsAlone(engine, 'outlook', feed.id, error))) throw error;
    }
  }
  return met;
}
