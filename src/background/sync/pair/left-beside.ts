import type { Engine } from '../model/engine';
import type { Link } from '../model/link';
import type { Arrival, Cursor, Seen } from '../model/store';
import { STOOD_BESIDE } from '../read/stood-beside';

/**
 * Events that were left out because another one of their key is linked, or waits: once that one says something else, or is gone, they may
 * be meetings of their own (graph.md 22), and are met anew.
 */
export async function meetLeftBeside({ store, ports }: Engine): Promise<void> {
  const hasChanged = ({ gone, observed }: Link): boolean =>
    gone === 'outlook' || observed.outlook.title !== undefined || observed.outlook.when !== undefined;
  const links = [...(await store.linksDirty()), ...(await store.linksGone())].filter(hasChanged);
  const noted = await store.cursorNames(STOOD_BESIDE);
  const keys = new Set([
    ...links.map(({ meetingKey }) => meetingKey),
    ...noted.map((name) => name.slice(STOOD_BESIDE.length)),
  ]);
  keys.delete('');
  if (keys.size === 0) return;
  const left = (await store.seenByMeeting('outlook', [...keys])).filter(({ reason }) => reason === 'alreadyLinked');
  const readings = await ports.outlook.read(left);
  const put: Arrival[] = [];
  const open: Seen[] = [];
  // Of which nobody can say now whether they stand: the next run asks again.
  const again = new Set<string>();
  for (const [i, reading] of readings.entries()) {
    const row = left[i];
    if (row && reading.kind === 'unknown') again.add(row.meetingKey);
    if (!row || reading.kind !== 'value') continue;
    const { item } = reading;
    put.push({ pair: store.pair, side: 'outlook', ref: item.id, feed: item.calendarId, item, beside: true });
    // It may have to wait, or be asked about: it is left out no more.
    open.push({ ...row, reason: undefined });
  }
  const wait = [...again].map((key): Cursor => ({ pair: store.pair, name: STOOD_BESIDE + key, value: '' }));
  const over = noted.filter((name) => !again.has(name.slice(STOOD_BESIDE.length)));
  if (put.length + over.length + wait.length > 0)
    await store.commit({ arrivals: { put }, seen: { put: open }, cursors: { put: wait, remove: over } });
}
