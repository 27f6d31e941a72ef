/** Markers in the mailbox: which event was made for which record, by this browser or another one. */
import type { Engine } from '../model/engine';
import { type EspoItem, espoRef, type OutlookItem } from '../model/item';
import type { Link } from '../model/link';
import { ownerOf } from '../model/marker';
import type { Policy } from '../model/policy';
import type { ItemRef, Mark } from '../model/port';
import type { Cursor, Store } from '../model/store';
import { closedCalendars } from '../read/feed-pages';
import { readEventsAgain } from '../read/read-events-again';
import { emptyChanges, join, leaveOut, type Paired, relink, withoutRecord } from './join';

/** How often markers and events are read until nothing happened in between. */
const TRIES = 3;

/** So many events are asked about together, and one by one even in a first sync. */
const FEW = 20;
/** Asking about these again takes no longer than remembering them. */
const ONE_ANSWER = 4;

/** Events that a person wants synced anew: for which record one was made counts no more. */
export const ANEW = 'anew|';

/** New events that were found to bear none, some at a time. */
const UNMARKED = 'unmarked|';

/** Calendars whose markers were asked for as a whole. */
const MARKED = 'marked|';

/**
 * Markers in Outlook say which event was made for which record: after a re-install, and when the user's other browser made it
 * (DESIGN 3.4). `arrived` are the events that are about to become records.
 */
export async function relinkMarked(
  engine: Engine,
  arrived: AsyncIterable<OutlookItem[]>,
  paired: Paired,
): Promise<void> {
  const feeds = await opening(engine);
  const unasked = await notAskedFor(engine, arrived);
  // The first time all are asked for at once; later only the few new events, also where a worker was stopped in the first sync.
  const firstSync = engine.policy.firstSync && (feeds.length > 0 || unasked.length > FEW);
  const marks = firstSync ? await allMarks(engine) : await marksOf(engine, unasked, paired);
  // An event that is left out is not asked about, and was made for a record all the same.
  if (!firstSync && feeds.length > 0) {
    const known = new Set(marks.map(({ ref }) => ref));
    const all = await engine.ports.outlook.marks({ feeds });
    marks.push(...all.marks.filter(({ ref }) => !known.has(ref)));
  }
  const unsure = await linkMarks(engine, marks, paired);
  // Without those that told nothing now, or of something that could not be read.
  const opened = (await opening(engine)).filter((id) => feeds.includes(id) && !unsure.has(id));
  const put = opened.map((id): Cursor => ({ pair: engine.store.pair, name: MARKED + id, value: String(engine.now()) }));
  if (put.length > 0) await engine.store.commit({ cursors: { put } });
}

/** Calendars that can be read for the first time: all in the first sync, later what was closed then, or is chosen since. */
async function opening(engine: Engine): Promise<string[]> {
  const { store, feeds, parts } = engine;
  const closed = await closedCalendars(engine);
  const known = new Set(await store.cursorNames(MARKED));
  const ids = feeds.outlook.map(({ id }) => id);
  return ids.filter((id) => !closed.has(id) && !parts.has('outlook', id) && !known.has(MARKED + id));
}

/** Answers the calendars with markers of which nobody can say now what they stand for. */
async function linkMarks(engine: Engine, marks: readonly Mark[], paired: Paired): Promise<ReadonlySet<string>> {
  const { store, ports, policy } = engine;
  const unsure = new Set<string>();
  if (marks.length === 0) return unsure;
  const list = originals(marks);
  const linked = await store.linksByRef(
    'outlook',
    list.map((m) => m.ref),
  );
  const records = await store.linksByRef(
    'espo',
    list.map((m) => espoRef(m.type, m.id)),
  );
  const unknown = list.filter((_, i) => !linked[i] && !records[i]);
  const others = unknown.filter(({ nonce }) => !mayBeMine(nonce, policy));
  const open = unknown.filter((mark) => !others.includes(mark));
  // The record is not to be carried over, or was given up for another one, and another browser made the event for it.
  await leaveOutAll(
    engine,
    paired,
    list.filter((_, i) => !linked[i] && records[i]?.state === 'unlinked' && records[i].outlookId === ''),
    'alreadyLinked',
  );
  await leaveOutSeconds(
    engine,
    list.flatMap((mark, i) => {
      const link = records[i];
      return !linked[i] && link && link.outlookId !== '' ? [{ mark, link }] : [];
    }),
    paired,
  );
  const events = await ports.outlook.read(open);
  const readings = await ports.espo.read(open.map((m) => ({ ref: espoRef(m.type, m.id), feed: m.type })));
  const changes = emptyChanges();
  open.forEach((mark, i) => {
    const event = events[i];
    const record = readings[i];
    // Nobody can say now what they are: neither gets another half.
    if (event?.kind === 'unknown' || record?.kind === 'unknown') {
      paired.waiting.set(mark.ref, 'outlook').set(espoRef(mark.type, mark.id), 'espo');
      unsure.add(mark.feed);
    } else if (event?.kind !== 'value') return;
    // Its record is somebody else's: another EspoCRM user synced this mailbox, or it was given to a colleague. It is left alone, and named.
    else if (record?.kind === 'value' && !isOwn(record.item, policy)) others.push(mark);
    else if (record?.kind === 'value') join(engine, changes, event.item, record.item, 'espo', paired, mark.nonce);
    else if (record?.kind === 'gone' || record?.kind === 'forbidden')
      withoutRecord(engine, changes, event.item, mark, record.kind);
  });
  await store.commit(changes);
  await leaveOutAll(engine, paired, others, 'othersRecord');
  return unsure;
}

const mayBeMine = (nonce: string, { me }: Policy): boolean => ['', me.espoUserId].includes(ownerOf(nonce));

const isOwn = (record: EspoItem, { me, settings }: Policy): boolean =>
  record.assignedUserId === me.espoUserId || (settings.alsoParticipant && record.mine);

/**
 * A marker whose record has its event already: where that event bears it too it was copied, and the copy is a new event. Where not,
 * the user's other browser made a second event for the record, and nothing is made of it.
 */
async function leaveOutSeconds(
  engine: Engine,
  pairs: readonly { mark: Mark; link: Link }[],
  paired: Paired,
): Promise<void> {
  const { ports } = engine;
  if (pairs.length === 0) return;
  const refs = pairs.map(({ link }) => ({ ref: link.outlookId, feed: link.outlook.calendarId }));
  const theirs = await ports.outlook.marks({ refs });
  const nonces = new Map(theirs.marks.map((mark) => [mark.ref, mark.nonce]));
  // Its event may be gone already: the link knows what was written into it.
  const nonceOf = (link: Link): string => nonces.get(link.outlookId) ?? link.nonce;
  const seconds = pairs.filter(({ mark, link }) => nonceOf(link) !== mark.nonce).map(({ mark }) => mark);
  await leaveOutAll(engine, paired, seconds, 'alreadyLinked');
  await relinkLost(
    engine,
    paired,
    pairs.filter(({ mark, link }) => nonceOf(link) === mark.nonce && isLost(link)),
  );
}

/** Its own event is gone, or stood in a calendar that is. */
const isLost = (link: Link): boolean =>
  link.state !== 'unlinked' && (link.gone === 'outlook' || link.reason === 'calendarGone');

/** Nothing else bears the very marker that was written for the link: the mailbox was moved, and this is the event under its new id. */
async function relinkLost(engine: Engine, paired: Paired, pairs: readonly { mark: Mark; link: Link }[]): Promise<void> {
  if (pairs.length === 0) return;
  const changes = emptyChanges();
  const readings = await engine.ports.outlook.read(pairs.map(({ mark }) => mark));
  for (const [i, { mark, link }] of pairs.entries()) {
    const reading = readings[i];
    if (reading?.kind === 'value') relink(engine, changes, link, reading.item);
    else if (reading?.kind === 'unknown') paired.waiting.set(mark.ref, 'outlook');
  }
  await engine.store.commit(changes);
}

/** No record is made of these events. */
async function leaveOutAll(
  engine: Engine,
  paired: Paired,
  marks: readonly Mark[],
  reason: 'alreadyLinked' | 'othersRecord',
): Promise<void> {
  if (marks.length === 0) return;
  const changes = emptyChanges();
  for (const [i, reading] of (await engine.ports.outlook.read(marks)).entries())
    if (reading.kind === 'value') leaveOut(engine, changes, reading.item, reason);
    else if (reading.kind === 'unknown') paired.waiting.set(marks[i]?.ref ?? '', 'outlook');
  await engine.store.commit(changes);
}

/** Of several events with one marker the oldest is the original; the others are copies, and new events. */
function originals(marks: readonly Mark[]): Mark[] {
  const byRecord = new Map<string, Mark>();
  for (const mark of [...marks].sort((a, b) => a.createdAt - b.createdAt)) {
    const key = espoRef(mark.type, mark.id);
    if (!byRecord.has(key)) byRecord.set(key, mark);
  }
  return [...byRecord.values()];
}

/**
 * All markers, and the events as they were then: one that was deleted in between would look like an event without a marker, and its
 * record as if it had been made for it.
 */
async function allMarks(engine: Engine): Promise<Mark[]> {
  let { marks } = await engine.ports.outlook.marks();
  for (let i = 0; i < TRIES && (await readEventsAgain(engine)) > 0; i += 1)
    ({ marks } = await engine.ports.outlook.marks());
  return marks;
}

/** The user's own events that are about to become records; what was planned for in an earlier pass, run or life has been asked for then. */
async function notAskedFor({ store, policy }: Engine, arrived: AsyncIterable<OutlookItem[]>): Promise<ItemRef[]> {
  const known = new Set((await store.planHeads()).map(({ from }) => from?.ref));
  for (const name of await store.cursorNames(ANEW)) known.add(name.slice(ANEW.length));
  const refs: ItemRef[] = [];
  for await (const items of arrived)
    for (const { id, calendarId, isOrganizer } of items)
      if (isOrganizer && policy.calendars[calendarId]?.kind === 'own' && !known.has(id))
        refs.push({ ref: id, feed: calendarId });
  return withoutUnmarked(store, refs);
}

/** What was found to bear no marker never will: it is written only where an event is made. What is planned by now needs no remembering. */
async function withoutUnmarked(store: Store, refs: readonly ItemRef[]): Promise<ItemRef[]> {
  const open = new Set(refs.map(({ ref }) => ref));
  const over: string[] = [];
  for (const name of await store.cursorNames(UNMARKED)) {
    const unmarked = JSON.parse((await store.cursor(name)) ?? '[]') as string[];
    if (!unmarked.some((ref) => open.has(ref))) over.push(name);
    for (const ref of unmarked) open.delete(ref);
  }
  if (over.length > 0) await store.commit({ cursors: { remove: over } });
  return refs.filter(({ ref }) => open.has(ref));
}

/** A worker that is stopped in between knows what it has asked. */
async function marksOf(engine: Engine, refs: readonly ItemRef[], paired: Paired): Promise<Mark[]> {
  const { store, ports } = engine;
  const all: Mark[] = [];
  for (let at = 0; at < refs.length; at += FEW) {
    const part = refs.slice(at, at + FEW);
    const { marks, unsure } = await ports.outlook.marks({ refs: part });
    all.push(...marks);
    // Each may have been made for a record.
    for (const ref of unsure) paired.waiting.set(ref, 'outlook');
    const told = new Set([...unsure, ...marks.map(({ ref }) => ref)]);
    const unmarked = part.flatMap(({ ref }) => (told.has(ref) ? [] : [ref]));
    if (part.length <= ONE_ANSWER || unmarked.length === 0) continue;
    const put = [{ pair: store.pair, name: `${UNMARKED}${unmarked[0]}`, value: JSON.stringify(unmarked) }];
    await store.commit({ cursors: { put } });
  }
  return all;
}
