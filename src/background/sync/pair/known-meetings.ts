/** Looks for an event of a record's meeting before one is made. */
import { grouped } from '../../../shared/grouped';
import { twinsOf } from '../decide/find';
import { observe } from '../decide/observe';
import type { Engine } from '../model/engine';
import { normalisedTitle, startOf } from '../model/event';
import { type EspoItem, refOf } from '../model/item';
import type { Link } from '../model/link';
import { keysLike } from '../model/meeting-key';
import type { Seen } from '../model/store';
import { readNow } from '../read/items-now';
import { hasGoneApart, isLike } from './second-records';

/** A meeting that has its event already: linked with another record, left as it is by the user, not to be read, or kept when its record was deleted. */
export type KnownMeeting = { kind: 'linked' } | { kind: 'left' } | { kind: 'unread' } | { kind: 'again'; link: Link };

/**
 * The find before a create in Outlook (DESIGN 3.4): one meeting, one event in a mailbox. By the key in the optional field, where the
 * item's ref says what is known of it, and by times and name, among links, tombstones and what was left out.
 */
export async function knownMeetings(
  engine: Engine,
  items: readonly EspoItem[],
  twinOf: (item: EspoItem) => string,
): Promise<Map<string, KnownMeeting>> {
  const { store, ports } = engine;
  const known = new Map<string, KnownMeeting>();
  const ofKey = grouped(
    items.filter((item) => item.key !== ''),
    ({ key }) => key,
  );
  const keys = [...ofKey.keys()];
  const asInRecords = keysLike(keys);
  const bearers = (meetingKey: string): EspoItem[] => asInRecords(meetingKey).flatMap((key) => ofKey.get(key) ?? []);
  for (const link of await store.linksByMeeting(keys))
    for (const item of bearers(link.meetingKey))
      if (isLike(item.event, link, engine) || hasGoneApart(item, link, engine))
        known.set(refOf(item), { kind: 'linked' });
  for (const row of await store.seenByMeeting('outlook', keys))
    if (row.reason !== undefined && row.reason !== 'partUnknown')
      for (const item of bearers(row.meetingKey))
        if (isLikeRow(item, row)) known.set(refOf(item), { kind: row.reason === 'unreadable' ? 'unread' : 'linked' });
  const closed: Link[] = [];
  for (const link of await store.linksByTwin([...new Set(items.map(twinOf))])) {
    if (link.gone === 'outlook') continue;
    if (link.state !== 'unlinked') for (const twin of twinsOf(link)) known.set(twin, { kind: 'linked' });
    else closed.push(link);
  }
  // A tombstone says what was; whether its event still stands, and its record is really gone, the servers say.
  const events = await readNow(
    engine,
    'outlook',
    closed.map((l) => ({ ref: l.outlookId, feed: l.outlook.calendarId })),
  );
  const made = closed.filter((l) => l.espoRef !== '');
  const readings = await ports.espo.read(made.map((l) => ({ ref: l.espoRef, feed: l.espo.type })));
  const deleted = new Set(made.filter((_, i) => readings[i]?.kind === 'gone').map((l) => l.id));
  closed.forEach((link, i) => {
    const event = events[i];
    if (event?.kind !== 'value') return;
    // Nobody followed the event while it had no record: it goes on as it is now.
    const revived = (): Link => observe(engine, { ...link, state: 'active', reason: undefined }, event.item);
    const again = deleted.has(link.id);
    for (const twin of twinsOf(link))
      if (!known.has(twin)) known.set(twin, again ? { kind: 'again', link: revived() } : left(link));
  });
  return known;
}

/** "Duplicate" in EspoCRM copies the key, too: what has another name and another time is another meeting. */
const isLikeRow = ({ event }: EspoItem, { start, title }: Seen): boolean =>
  start < 0 || start === startOf(event.when) || normalisedTitle(title) === normalisedTitle(event.title);

/** Half a link is an event that the user wants left as it is: no record, and no second event for a record of the same meeting. */
const left = ({ espoRef }: Link): KnownMeeting => ({ kind: espoRef === '' ? 'left' : 'linked' });
