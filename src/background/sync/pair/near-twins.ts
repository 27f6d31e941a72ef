/** Nearly the same meeting on both sides: asked about before a second one is made. */
import { isDue } from '../../../shared/due';
import { grouped } from '../../../shared/grouped';
import { DAY } from '../../../shared/time';
import { typeOf } from '../decide/find';
import { carriedFields, visibleFields } from '../model/carried-fields';
import type { Engine } from '../model/engine';
import { normalisedTitle, spanOf, startOf } from '../model/event';
import { type Item, type OutlookItem, otherSide, refOf, type Side } from '../model/item';
import { type PlanHead, rowsOf } from '../model/plan-head';
import { CHOICES, type Choice, type Seen } from '../model/store';
import { firstReads } from '../read/first-read';
import { AskedTwins } from './asked-twins';
import type { Draft } from './draft';
import type { Paired } from './join';

/** Items of a direction that nothing may be made of, and that may be what is about to be made again. */
const LEFT_OUT = 10_000;

/** What tells a meeting, and the row that would make it again. */
interface Gist extends Choice {
  span: string;
  name: string;
  start: number;
  head?: PlanHead;
}

/**
 * A browser that remembers nothing, or reads a part for the first time, meets an event and a record of the user's own that agree in time or
 * in name (within a day), and not in both: one of them may have been changed since an earlier installation linked them. A person is asked
 * before either is made again (rule 2), and until there is an answer nothing is made of them.
 */
export async function askAboutNearTwins(engine: Engine, paired: Paired): Promise<void> {
  const { store } = engine;
  const twins = await AskedTwins.of(store);
  await twins.forgetSettled();
  for (const head of paired.draft.heads()) {
    const before = paired.draft.before(head);
    // Two meetings, a person has said.
    if (head.from && before?.state === 'confirmed' && before.reason === 'sameMeeting')
      twins.forget(head.from.side, head.from.ref);
  }
  await waitForTheirTwins(engine, paired, twins);
  await askAnew(engine, paired.draft, twins);
  const changes = twins.changes();
  if (changes) await store.commit(changes);
}

/** The other one of a question cannot be told now: nothing is made of this one meanwhile. */
async function waitForTheirTwins({ store }: Engine, { draft, waiting }: Paired, twins: AskedTwins): Promise<void> {
  const heads = draft.heads();
  const asked = heads.filter(
    ({ op, state, from }) => op === 'create' && state === 'ready' && from && isIn(twins, from),
  );
  if (asked.length === 0) return;
  const drafted = new Set(heads.map(({ from }) => from?.ref));
  const left = new Set<string>();
  for (const head of asked) {
    const { side, ref } = head.from as ItemPlace;
    const away = twins.near(side, ref).filter((one) => !drafted.has(one.ref));
    if (away.length === 0) continue;
    const arrivals = await store.arrivalsByRef(
      otherSide(side),
      away.map((one) => one.ref),
    );
    if (!arrivals.some((arrival) => arrival?.item)) continue;
    waiting.set(ref, side);
    left.add(head.id);
  }
  draft.drop(({ id }) => left.has(id));
}

async function askAnew(engine: Engine, draft: Draft, twins: AskedTwins): Promise<void> {
  const anew = (await firstReads(engine)).length > 0;
  const isAsked = (head: PlanHead): boolean => {
    const before = draft.before(head);
    const known = before?.reason === 'sameMeeting' || (head.from !== undefined && isIn(twins, head.from));
    return before?.state !== 'confirmed' && (anew || known);
  };
  const ready = draft.heads().filter(({ op, state }) => op === 'create' && state === 'ready');
  const [ofEvents, ofRecords] = [ready.filter(isFrom('outlook')), ready.filter(isFrom('espo'))];
  const others = await engine.store.seenWithReason('direction', LEFT_OUT);
  // There is nothing that any of them could be.
  if (!ready.some(isAsked) || (others.length === 0 && Math.min(ofEvents.length, ofRecords.length) === 0)) return;
  const hold = (head: PlanHead, met: readonly Gist[]): void => {
    const choices = met.slice(0, CHOICES).map(({ ref, feed, title, createdAt }) => ({ ref, feed, title, createdAt }));
    draft.hold(head, 'sameMeeting', choices);
    const refs = met.map(({ ref }) => ref);
    if (head.from) twins.add(head.from.side, head.from.ref, refs);
  };
  const events = await gistsOf(engine, ofEvents.filter(isAsked));
  const records = await gistsOf(engine, ofRecords);
  const asked = new Set(ask(hold, events, [...records, ...(await leftOut(engine, events, others, 'espo'))]));
  // Where nothing may be made in EspoCRM the events have no rows: the records are asked about.
  const open = records.filter(({ head }) => head && isAsked(head) && !asked.has(head.id));
  for (const id of ask(hold, open, await leftOut(engine, open, others, 'outlook'))) asked.add(id);
  draft.drop(({ id, state }) => asked.has(id) && state !== 'held');
}

/** Holds the rows of what has candidates; ids of all rows that nothing is made of for now: these, and those of the candidates. */
function ask(
  hold: (head: PlanHead, met: readonly Gist[]) => void,
  wanted: readonly Gist[],
  candidates: readonly Gist[],
): string[] {
  const bySpan = grouped(candidates, ({ span }) => span);
  const byName = grouped(candidates, ({ name }) => name);
  return wanted.flatMap((gist) => {
    const near = (byName.get(gist.name) ?? []).filter(({ start }) => Math.abs(start - gist.start) <= DAY);
    const met = [...new Set([...(bySpan.get(gist.span) ?? []), ...(gist.name === '' ? [] : near)])];
    if (met.length === 0 || !gist.head) return [];
    hold(gist.head, met);
    return [gist, ...met].flatMap(({ head }) => head?.id ?? []);
  });
}

type ItemPlace = NonNullable<PlanHead['from']>;
const isIn = (twins: AskedTwins, { side, ref }: ItemPlace): boolean => twins.has(side, ref);

const isFrom =
  (side: Side) =>
  ({ from }: PlanHead): boolean =>
    from?.side === side;

/** Of records only the user's own, and what is due is nobody's meeting. */
async function gistsOf(engine: Engine, heads: readonly PlanHead[]): Promise<Gist[]> {
  const byId = new Map(heads.map((head) => [head.id, head]));
  const gists: Gist[] = [];
  for await (const rows of rowsOf(engine.store, [...byId.keys()]))
    for (const { id, source } of rows) {
      const head = byId.get(id);
      if (source?.side === 'outlook') gists.push(gistOfEvent(engine, source, head));
      else if (source?.createdById === engine.policy.me.espoUserId && !isDue(source.type))
        gists.push(gistOfItem(source, source.event, source.type, head));
    }
  return gists;
}

/** Names are compared as EspoCRM would hold them. */
const gistOfEvent = (engine: Engine, item: OutlookItem, head?: PlanHead): Gist =>
  gistOfItem(
    item,
    carriedFields(item, typeOf(item, engine.policy), engine.policy, engine.forms),
    item.calendarId,
    head,
  );

const gistOfItem = (
  item: Item,
  { title, when }: Pick<Item['event'], 'title' | 'when'>,
  feed: string,
  head?: PlanHead,
): Gist => ({
  ref: refOf(item),
  feed,
  title,
  createdAt: item.createdAt,
  span: spanOf(when),
  name: normalisedTitle(title),
  start: startOf(when),
  ...(head ? { head } : {}),
});

/** What of that is left out on that side and may be near one of these: only that is read. */
async function leftOut(
  engine: Engine,
  gists: readonly Gist[],
  others: readonly Seen[],
  side: Seen['side'],
): Promise<Gist[]> {
  if (gists.length === 0) return [];
  const { ports, policy } = engine;
  const spans = new Set(gists.map(({ span }) => span));
  const starts = new Set(gists.map(({ start }) => start));
  const names = new Set(gists.map(({ name }) => name));
  const rows = others.filter((row) => {
    const [span = '', name = ''] = splitTwin(row.twin);
    return (
      row.side === side &&
      !isDue(row.feed) &&
      (row.twin === '' ? starts.has(row.start) : spans.has(span) || names.has(name))
    );
  });
  const readings = await (side === 'espo' ? ports.espo : ports.outlook).read(rows);
  return readings.flatMap((reading): Gist[] => {
    if (reading.kind !== 'value') return [];
    const { item } = reading;
    if (item.side === 'outlook') return [gistOfEvent(engine, item)];
    if (item.createdById !== policy.me.espoUserId) return [];
    return [gistOfItem(item, visibleFields(item, policy), item.type)];
  });
}

const splitTwin = (twin: string): [span: string, name: string] => {
  const at = twin.indexOf('|');
  return [twin.slice(0, at), twin.slice(at + 1)];
};
