/** Reads linked items that no feed reports because they lie outside the window. */
import { DAY } from '../../../shared/time';
import type { Engine } from '../model/engine';
import { startOf } from '../model/event';
import { fieldsNow, type Link } from '../model/link';
import type { Feed } from '../model/port';
import type { Arrival } from '../model/store';
import { positions } from './feed-pages';
import { askAgainWhoIsKnown } from './look-up-again';
import { meetStrangers } from './strangers';

const NAME = 'far';
const WINDOW = 'windowEnd';

/**
 * Linked events outside the window are reported by no delta, and the deletion of a record that is not among those counted shows in no
 * count: once a day they are read by id (DESIGN 3.3).
 */
export async function readFarLinks(engine: Engine): Promise<void> {
  const { store, feeds } = engine;
  const last = Number((await store.cursor(NAME)) ?? 0);
  if (engine.now() - last < DAY) return;
  const put: Arrival[] = [];
  for (const feed of feeds.outlook)
    for (const link of await store.linksInFeed('outlook', feed.id))
      if (link.gone === '' && link.reason !== 'beforeSince' && isOutside(link, feed.from, feed.until))
        put.push({ pair: store.pair, side: 'outlook', ref: link.outlookId, feed: feed.id, item: undefined });
  for (const feed of feeds.espo)
    for (const link of await store.linksInFeed('espo', feed.id))
      if (link.gone === '' && isUncounted(link, feed))
        put.push({ pair: store.pair, side: 'espo', ref: link.espoRef, feed: feed.id, item: undefined });
  await askAgainWhoIsKnown(engine);
  await meetStrangers(engine);
  // Asked for like any item that seems gone: the answer is its value, or the proof.
  await store.commit({
    arrivals: { put },
    cursors: { put: [{ pair: store.pair, name: NAME, value: String(engine.now()) }] },
  });
}

/** Calendars that were read once and are not any more: unticked, closed, or under a new id since the mailbox was moved. */
export async function readStrayLinks(
  { store, feeds, policy }: Engine,
  linksAtStart: Record<string, number>,
): Promise<void> {
  // A calendar that is there and waits to be chosen again keeps its links.
  const known = [...feeds.outlook.map((feed) => feed.id), ...Object.keys(policy.calendars)];
  const read = new Set(known.map((id) => `outlook|${id}`));
  const stray = Object.keys(linksAtStart).filter(
    (key) => key.startsWith('outlook|') && !read.has(key) && (linksAtStart[key] ?? 0) > 0,
  );
  const put: Arrival[] = [];
  // Asked once: the answer puts the link to sleep, or shows where its event is.
  for (const key of stray)
    for (const link of await store.linksInFeed('outlook', key.slice('outlook|'.length)))
      if (link.state === 'active' && link.gone === '')
        put.push({
          pair: store.pair,
          side: 'outlook',
          ref: link.outlookId,
          feed: link.outlook.calendarId,
          item: undefined,
        });
  if (put.length > 0) await store.commit({ arrivals: { put } });
}

/** What was left out beyond the window may lie inside a later one; EspoCRM reports only what was changed (DESIGN 3.7). */
export async function lookInsideWindow({ store, policy }: Engine): Promise<void> {
  const value = String(policy.windowEnd);
  const before = await store.cursor(WINDOW);
  if (before === value) return;
  const names = before === undefined ? [] : await store.cursorNames(positions('espo'));
  await store.commit({ cursors: { put: [{ pair: store.pair, name: WINDOW, value }], remove: names } });
}

/** Moved out of the range that is counted, not mine any more, or not readable. */
const isUncounted = ({ espo }: Link, { from, until }: Feed): boolean =>
  espo.countedStart < from || espo.countedStart >= until;

function isOutside(link: Link, from: number, until: number): boolean {
  const { when } = fieldsNow(link, 'outlook');
  const end = when.kind === 'timed' ? when.end : Date.parse(when.last) + DAY;
  return end <= from || startOf(when) >= until;
}
