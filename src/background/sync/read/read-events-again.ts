import type { Engine } from '../model/engine';
import { readFeed } from './read-feed';

/** How many events were spoken of since the calendars were read. */
export async function readEventsAgain(engine: Engine): Promise<number> {
  let met = 0;
  for (const feed of engine.feeds.outlook) met += await readFeed(engine, 'outlook', feed);
  return met;
}
