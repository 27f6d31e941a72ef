import { carriedFields, visibleFields } from './carry';
import type { Engine } from './engine';
import { twinKey } from './event';
import { judgeRecords } from './find';
import { type EspoItem, espoRef, type OutlookItem, refOf, type Side } from './item';
import { emptyChanges, join, leaveOut, type Open, type Paired, relink, withoutRecord } from './join';
import { fieldsNow, type Link } from './link';
import { calendarRank } from './policy';
import { observeOutlook } from './reconcile';
import { eventRow, recordRow } from './rows';
import { GENERATION, generationName, type Seen } from './store';

/** How many unlinked items are looked at together. */
const CHUNK = 500;

/** Every unlinked item finds its other half, or becomes a create. Outlook first: what it links, EspoCRM need not create. */
export async function pairUp(engine: Engine): Promise<Paired> {
  const paired: Paired = { rows: [], linked: 0 };
  if (engine.policy.firstSync) await relinkMarked(engine, paired);
  // Records that several events could mean: nothing is made of them until a person has chosen.
  const unclear = new Set<string>();
  for await (const items of chunks<OutlookItem>(engine, 'outlook')) await pairEvents(engine, items, paired, unclear);
  for await (const items of chunks<EspoItem>(engine, 'espo')) await pairRecords(engine, items, paired, unclear);
  return paired;
}

async function* chunks<I>(engine: Engine, side: Side): AsyncIterable<I[]> {
  let after = '';
  for (;;) {
    engine.signal.throwIfAborted();
    const arrivals = await engine.store.arrivals(side, CHUNK, after);
    const last = arrivals.at(-1);
    if (!last) return;
    after = last.ref;
    yield arrivals.flatMap((a) => (a.item ? [a.item as I] : []));
  }
}

/** After a re-install the markers in Outlook say which event was made for which record (DESIGN 3.4). */
async function relinkMarked(engine: Engine, paired: Paired): Promise<void> {
  const { store, ports } = engine;
  const marks = await ports.outlook.marks();
  if (marks.length === 0) return;
  // Of several events with one marker the oldest is the original; the others are copies, and new events.
  const originals = new Map<string, (typeof marks)[number]>();
  for (const mark of [...marks].sort((a, b) => a.createdAt - b.createdAt)) {
    const key = espoRef(mark.type, mark.id);
    if (!originals.has(key)) originals.set(key, mark);
  }
  const list = [...originals.values()];
  const linked = await store.linksByRef(
    'outlook',
    list.map((m) => m.ref),
  );
  const records = await store.linksByRef(
    'espo',
    list.map((m) => espoRef(m.type, m.id)),
  );
  const open = list.filter((_, i) => !linked[i] && !records[i]);
  const events = await ports.outlook.read(open);
  const readings = await ports.espo.read(open.map((m) => ({ ref: espoRef(m.type, m.id), feed: m.type })));
  const changes = emptyChanges();
  open.forEach((mark, i) => {
    const event = events[i];
    const record = readings[i];
    if (event?.kind !== 'value') return;
    if (record?.kind === 'value') join(engine, changes, event.item, record.item, 'espo', paired, mark.nonce);
    else if (record?.kind === 'gone' || record?.kind === 'forbidden')
      withoutRecord(engine, changes, event.item, mark, record.kind);
  });
  await store.commit(changes);
}

async function pairEvents(engine: Engine, items: OutlookItem[], paired: Paired, unclear: Set<string>): Promise<void> {
  const { store, policy, forms, ports } = engine;
  const changes = emptyChanges();
  const open = await withoutKnownMeetings(engine, items, changes, paired);
  const gone = await goneTwins(engine);
  const twinOf = (item: OutlookItem): string => twinKey(carriedFields(item, '', policy, forms));
  const toFind: OutlookItem[] = [];
  for (const item of open) {
    // Deleted and made anew with the same times and name: accepting does that on some mailboxes (graph.md 12).
    const link = gone.get(twinOf(item));
    if (link) {
      gone.delete(twinOf(item));
      relink(changes, observeOutlook(link, item, policy), item);
    } else toFind.push(item);
  }
  const found = await ports.espo.find(
    toFind.map((item) => ({ meetingKey: item.meetingKey, fields: carriedFields(item, '', policy, forms) })),
  );
  const refs = [...new Set(found.flat().map(refOf))];
  const known = await store.linksByRef('espo', refs);
  const taken = new Set(refs.filter((_, i) => known[i]));
  toFind.forEach((item, i) => {
    const judged = judgeRecords(found[i] ?? [], item.meetingKey, twinOf(item), taken, policy);
    if (judged.kind === 'one') {
      taken.add(refOf(judged.item));
      join(engine, changes, item, judged.item, 'outlook', paired);
      return;
    }
    const row = recordRow(engine, item);
    if (judged.kind === 'none') paired.rows.push(row);
    else {
      for (const candidate of judged.items) unclear.add(refOf(candidate));
      paired.rows.push({ ...row, state: 'held', reason: 'severalCandidates' });
    }
  });
  await store.commit(changes);
}

/** Takes out the events whose meeting has a link already: a second calendar, a tombstone, or a new id of the same event. */
async function withoutKnownMeetings(
  engine: Engine,
  items: OutlookItem[],
  changes: Pick<Open, 'links' | 'seen' | 'arrivals'>,
  paired: Paired,
): Promise<OutlookItem[]> {
  const { store, policy } = engine;
  const ranked = [...items].sort((a, b) => calendarRank(policy, a.calendarId) - calendarRank(policy, b.calendarId));
  const links = new Map((await store.linksByMeeting(ranked.map((i) => i.meetingKey))).map((l) => [l.meetingKey, l]));
  const linkedNow = await store.linksByRef(
    'outlook',
    ranked.map((i) => i.id),
  );
  const first = new Map<string, string>();
  const open: OutlookItem[] = [];
  ranked.forEach((item, index) => {
    if (linkedNow[index]) {
      changes.arrivals.remove?.push({ side: 'outlook', ref: item.id });
      return;
    }
    const link = links.get(item.meetingKey);
    if (link) {
      // A tombstone: a person unlinked or deleted it, and it stays so.
      if (link.state === 'unlinked') leaveOut(engine, changes, item, 'unlinked');
      // The old event is gone and this is its new body, or it stands in a better calendar now.
      else if (
        link.gone === 'outlook' ||
        calendarRank(policy, item.calendarId) < calendarRank(policy, link.outlook.calendarId)
      ) {
        relink(changes, observeOutlook(link, item, policy), item);
        paired.linked += 1;
      } else leaveOut(engine, changes, item, 'alreadyLinked');
    } else if (first.has(item.meetingKey)) leaveOut(engine, changes, item, 'alreadyLinked');
    else {
      first.set(item.meetingKey, item.id);
      open.push(item);
    }
  });
  return open;
}

async function goneTwins(engine: Engine): Promise<Map<string, Link>> {
  const gone = (await engine.store.linksGone()).filter((l) => l.gone === 'outlook');
  return new Map(gone.map((l) => [twinKey(fieldsNow(l, 'espo')), l]));
}

async function pairRecords(engine: Engine, items: EspoItem[], paired: Paired, unclear: Set<string>): Promise<void> {
  const { store, policy, ports } = engine;
  const changes = emptyChanges();
  const links = await store.linksByRef('espo', items.map(refOf));
  const free = items.filter((item, i) => {
    if (links[i]) changes.arrivals.remove?.push({ side: 'espo', ref: refOf(item) });
    return !links[i] && !unclear.has(refOf(item));
  });
  const twinOf = (item: EspoItem): string => twinKey(visibleFields(item, policy));
  const seen = await store.seenByTwin('outlook', free.map(twinOf));
  const byTwin = new Map<string, Seen[]>();
  const linked = await store.linksByRef(
    'outlook',
    seen.map((s) => s.ref),
  );
  seen.forEach((row, i) => {
    if (!linked[i] && row.twin !== '') byTwin.set(row.twin, [...(byTwin.get(row.twin) ?? []), row]);
  });
  const twins = new Map<string, number>();
  for (const item of free) twins.set(twinOf(item), (twins.get(twinOf(item)) ?? 0) + 1);
  const again = new Set(await store.cursorNames(GENERATION));
  const rowFor = async (item: EspoItem) => {
    const name = generationName(refOf(item));
    return eventRow(engine, item, again.has(name) ? Number(await store.cursor(name)) : 0);
  };
  const hits: { item: EspoItem; row: Seen }[] = [];
  for (const item of free) {
    const candidates = byTwin.get(twinOf(item)) ?? [];
    if (candidates.length === 0) paired.rows.push(await rowFor(item));
    else if (candidates.length === 1 && twins.get(twinOf(item)) === 1) hits.push({ item, row: candidates[0] as Seen });
    else paired.rows.push({ ...(await rowFor(item)), state: 'held', reason: 'severalCandidates' });
  }
  const readings = await ports.outlook.read(hits.map(({ row }) => ({ ref: row.ref, feed: row.feed })));
  for (const [i, { item, row }] of hits.entries()) {
    const reading = readings[i];
    if (reading?.kind === 'value') join(engine, changes, reading.item, item, 'outlook', paired);
    // It went away meanwhile: not a twin any more.
    else if (reading?.kind === 'gone') {
      changes.seen.remove?.push({ side: 'outlook', ref: row.ref });
      paired.rows.push(await rowFor(item));
    }
  }
  await store.commit(changes);
}
