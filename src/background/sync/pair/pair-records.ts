/** Records without a link find their events, or become rows that make one. */
import { isDue } from '../../../shared/due';
import { espoReason } from '../decide/eligible';
import { eventRow } from '../decide/plan-rows';
import { visibleFields } from '../model/carried-fields';
import type { Engine } from '../model/engine';
import { twinKey } from '../model/event';
import { type EspoItem, refOf } from '../model/item';
import { keysLike } from '../model/meeting-key';
import { CHOICES, type Cursor, GENERATION, generationName, type PlanRow, type Seen } from '../model/store';
import { mayStandUnread } from '../read/failed-parts';
import { guestsOfNew } from '../read/guests';
import { looksLike } from '../read/look-alikes';
import { emptyChanges, join, leaveOut, type Paired } from './join';
import { knownMeetings } from './known-meetings';
import { leftOut, waits } from './left-out';
import { movedTo } from './moved-record';
import { unreadTwins } from './unread-twins';

export async function pairRecords(
  engine: Engine,
  items: EspoItem[],
  paired: Paired,
  unclear: Set<string>,
): Promise<void> {
  const { store, policy, ports } = engine;
  const changes = emptyChanges();
  const rows: PlanRow[] = [];
  const links = await store.linksByRef('espo', items.map(refOf));
  const free = items.filter((item, i) => {
    if (!links[i] && (waits(engine, paired, item) || leftOut(engine, changes, item, espoReason(item, policy))))
      return false;
    if (links[i]) changes.arrivals.remove?.push({ side: 'espo', ref: refOf(item) });
    return !links[i] && !unclear.has(refOf(item));
  });
  // What is due is nobody's meeting.
  const twinOf = (item: EspoItem): string => (isDue(item.type) ? '' : twinKey(visibleFields(item, policy)));
  const seen = await store.seenByTwin('outlook', free.map(twinOf));
  const byTwin = new Map<string, Seen[]>();
  const linked = await store.linksByRef(
    'outlook',
    seen.map((s) => s.ref),
  );
  seen.forEach((row, i) => {
    // What was made for somebody else's record is no half of one of mine.
    if (linked[i] || row.twin === '' || row.reason === 'othersRecord') return;
    const known = byTwin.get(row.twin);
    if (known) known.push(row);
    else byTwin.set(row.twin, [row]);
  });
  const twins = new Map<string, number>();
  for (const item of free) twins.set(twinOf(item), (twins.get(twinOf(item)) ?? 0) + 1);
  const again = new Set(await store.cursorNames(GENERATION));
  // Its event may stand in a calendar that could not be read, or be one that says something strange.
  const unread = mayStandUnread(engine);
  const isTwin = await unreadTwins(engine);
  const create = async (item: EspoItem): Promise<void> => {
    if (unread || isTwin(item)) paired.waiting.set(refOf(item), 'espo');
    else if (hasEvent(item)) leaveOut(engine, changes, item, 'eventElsewhere');
    else rows.push(await rowFor(item));
  };
  const rowFor = async (item: EspoItem) => {
    const name = generationName(refOf(item));
    return eventRow(engine, item, again.has(name) ? Number(await store.cursor(name)) : 0);
  };
  const keys = free.flatMap(({ key }) => (key === '' ? [] : [key]));
  const asInRecords = keysLike(keys);
  const bearers = [...(await store.linksByMeeting(keys)), ...(await store.seenByMeeting('outlook', keys))];
  const here = new Set(bearers.flatMap(({ meetingKey }) => asInRecords(meetingKey)));
  // Its key says that a browser of mine made it from an event: that is where this one does not look, or somebody has deleted it. The key of
  // an event that is here was copied by EspoCRM's "Duplicate".
  const hasEvent = (item: EspoItem): boolean =>
    item.key !== '' &&
    !here.has(item.key) &&
    item.createdById === policy.me.espoUserId &&
    !again.has(generationName(refOf(item)));
  const alike: Cursor[] = [];
  const hits: { item: EspoItem; row: Seen }[] = [];
  const known = await knownMeetings(engine, free, twinOf);
  for (const item of free) {
    const meeting = known.get(refOf(item)) ?? known.get(twinOf(item));
    if (meeting) {
      if (meeting.kind === 'again') {
        known.set(twinOf(item), { kind: 'linked' });
        changes.links.put?.push(movedTo(meeting.link, item, engine));
        changes.seen.remove?.push({ side: 'espo', ref: refOf(item) });
        changes.arrivals.remove?.push({ side: 'espo', ref: refOf(item) });
        paired.linked += 1;
      } else if (meeting.kind === 'left') leaveOut(engine, changes, item, 'unlinked');
      else if (meeting.kind === 'unread') paired.waiting.set(refOf(item), 'espo');
      else if (item.assignedUserId === policy.me.espoUserId)
        rows.push({ ...(await rowFor(item)), state: 'held', reason: 'severalCandidates' });
      else leaveOut(engine, changes, item, 'alreadyLinked');
      continue;
    }
    const candidates = byTwin.get(twinOf(item)) ?? [];
    // It stands in Outlook as one of a series: that finds its record by itself, where series are synced.
    const occurrence = candidates.find((row) => row.series);
    if (occurrence) {
      leaveOut(engine, changes, item, 'recurring');
      alike.push(looksLike(refOf(item), occurrence));
      continue;
    }
    if (candidates.length === 0) await create(item);
    else if (candidates.length === 1 && twins.get(twinOf(item)) === 1) hits.push({ item, row: candidates[0] as Seen });
    else {
      const some = candidates.slice(0, CHOICES);
      const choices = some.map(({ ref, feed, title }) => ({ ref, feed, title, createdAt: 0 }));
      rows.push({ ...(await rowFor(item)), state: 'held', reason: 'severalCandidates', choices });
    }
  }
  const readings = await ports.outlook.read(hits.map(({ row }) => ({ ref: row.ref, feed: row.feed })));
  for (const [i, { item, row }] of hits.entries()) {
    const reading = readings[i];
    if (reading?.kind === 'value') join(engine, changes, reading.item, item, 'outlook', paired);
    // It went away meanwhile: not a twin any more.
    else if (reading?.kind === 'gone') {
      changes.seen.remove?.push({ side: 'outlook', ref: row.ref });
      await create(item);
    } else paired.waiting.set(refOf(item), 'espo');
  }
  await paired.draft.add(await guestsOfNew(engine, rows), { ...changes, cursors: { put: alike } });
}
