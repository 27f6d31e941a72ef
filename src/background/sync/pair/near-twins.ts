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
import type { ItemRef } from '../model/port';
import { CHOICES, type Choice, type Seen } from '../model/store';
import { firstReads } from '../read/first-read';
import { readNow } from '../read/items-now';
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
export async function askAboutNearTwins(engine: Engine, { draft, waiting }: Paired): Promise<void> {
  const { store } = engine;
  const twins = await AskedTwins.of(store);
  await twins.forgetLinked();
  for (const head of draft.heads()) {
    const before = draft.before(head);
    // Two meetings, a person has said.
    if (head.from && before?.state === 'confirmed' && before.reason === 'sameMeeting')
      twins.forget(head.from.side, head.from.ref);
  }
  const away = await twinsAway(engine, draft, twins);
  for (const { from } of away.unknown) if (from) waiting.set(from.ref, from.side);
  const unknown = new Set(away.unknown.map(({ id }) => id));
  draft.drop(({ id }) => unknown.has(id));
  await askAnew(engine, draft, twins, away.gists);
  const changes = twins.changes();
  if (changes) await store.commit(changes);
}

/** What a person may be asked about: new, whatever was said to it for another reason. */
const isOpen = (draft: Draft, head: PlanHead): boolean =>
  head.op === 'create' &&
  head.linkId === undefined &&
  draft.isNew(head) &&
  (head.state === 'ready' || head.reason !== 'sameMeeting');

/** The others of a question about which there is no row now: as they are by now. `unknown`: rows of those whose other one nobody can tell. */
async function twinsAway(
  engine: Engine,
  draft: Draft,
  twins: AskedTwins,
): Promise<{ gists: Record<Side, Gist[]>; unknown: PlanHead[] }> {
  const { store } = engine;
  const heads = draft.heads();
  const asked = heads.filter((head) => isOpen(draft, head) && head.from && twins.has(head.from.side, head.from.ref));
  const found = { gists: { outlook: [] as Gist[], espo: [] as Gist[] }, unknown: [] as PlanHead[] };
  if (asked.length === 0) return found;
  const drafted = new Set(heads.map(({ from }) => from?.ref));
  const wanted: Record<Side, (ItemRef & { head: PlanHead })[]> = { outlook: [], espo: [] };
  for (const head of asked) {
    const { side, ref } = head.from as ItemPlace;
    const other = otherSide(side);
    const away = twins.near(side, ref).filter((one) => !drafted.has(one.ref));
    const refs = away.map((one) => one.ref);
    // It waits itself, and with it what is asked about the two.
    if ((await store.arrivalsByRef(other, refs)).some((arrival) => arrival?.item)) {
      found.unknown.push(head);
      continue;
    }
    for (const one of away) wanted[other].push({ ...one, head });
  }
  for (const side of ['outlook', 'espo'] as const)
    for (const [i, reading] of (await readNow(engine, side, wanted[side])).entries()) {
      const { ref = '', head } = wanted[side][i] ?? {};
      if (reading.kind === 'gone') twins.forget(side, ref);
      else if (reading.kind === 'value') found.gists[side].push(...gistNow(engine, reading.item));
      else if (head) found.unknown.push(head);
    }
  return found;
}

/** `away`: what was asked about before and has no row now. */
async function askAnew(engine: Engine, draft: Draft, twins: AskedTwins, away: Record<Side, Gist[]>): Promise<void> {
  const anew = (await firstReads(engine)).length > 0;
  const isAsked = (head: PlanHead): boolean => {
    const before = draft.before(head);
    const known = before?.reason === 'sameMeeting' || (head.from && twins.has(head.from.side, head.from.ref));
    return before?.state !== 'confirmed' && (anew || known === true);
  };
  const open = draft.heads().filter((head) => isOpen(draft, head));
  const [ofEvents, ofRecords] = [open.filter(isFrom('outlook')), open.filter(isFrom('espo'))];
  const others = await engine.store.seenWithReason('direction', LEFT_OUT);
  const more = others.length + away.outlook.length + away.espo.length;
  // There is nothing that any of them could be.
  if (!open.some(isAsked) || (more === 0 && Math.min(ofEvents.length, ofRecords.length) === 0)) return;
  const hold = (head: PlanHead, own: Gist, met: readonly Gist[]): void => {
    const choices = met.slice(0, CHOICES).map(({ ref, feed, title, createdAt }) => ({ ref, feed, title, createdAt }));
    draft.hold(head, 'sameMeeting', choices);
    if (head.from) twins.add(head.from.side, own, met);
  };
  const events = await gistsOf(engine, ofEvents.filter(isAsked));
  const records = await gistsOf(engine, ofRecords);
  const inEspo = [...records, ...away.espo, ...(await leftOut(engine, events, others, 'espo'))];
  const asked = new Set(ask(hold, events, inEspo));
  // Where nothing may be made in EspoCRM the events have no rows: the records are asked about.
  const rest = records.filter(({ head }) => head && isAsked(head) && !asked.has(head.id));
  const inOutlook = [...away.outlook, ...(await leftOut(engine, rest, others, 'outlook'))];
  for (const id of ask(hold, rest, inOutlook)) asked.add(id);
  draft.drop(({ id, state, reason }) => asked.has(id) && !(state === 'held' && reason === 'sameMeeting'));
}

/** Holds the rows of what has candidates; ids of all rows that nothing is made of for now: these, and those of the candidates. */
function ask(
  hold: (head: PlanHead, own: Gist, met: readonly Gist[]) => void,
  wanted: readonly Gist[],
  candidates: readonly Gist[],
): string[] {
  const bySpan = grouped(candidates, ({ span }) => span);
  const byName = grouped(candidates, ({ name }) => name);
  return wanted.flatMap((gist) => {
    const near = (byName.get(gist.name) ?? []).filter(({ start }) => Math.abs(start - gist.start) <= DAY);
    const all = [...(bySpan.get(gist.span) ?? []), ...(gist.name === '' ? [] : near)];
    const met = [...new Map(all.map((one) => [one.ref, one])).values()];
    if (met.length === 0 || !gist.head) return [];
    hold(gist.head, gist, met);
    return [gist, ...met].flatMap(({ head }) => head?.id ?? []);
  });
}

type ItemPlace = NonNullable<PlanHead['from']>;

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
  const { ports } = engine;
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
  return readings.flatMap((reading) => (reading.kind === 'value' ? gistNow(engine, reading.item) : []));
}

/** Of records only the user's own. */
function gistNow(engine: Engine, item: Item): Gist[] {
  const { policy } = engine;
  if (item.side === 'espo')
    return item.createdById === policy.me.espoUserId ? [gistOfItem(item, visibleFields(item, policy), item.type)] : [];
  const gist = gistOfEvent(engine, item);
  // Rule 9: the title of a private event is not even kept.
  const isSecret = item.event.private && policy.settings.privateEvents !== 'full';
  return [isSecret ? { ...gist, title: '' } : gist];
}

const splitTwin = (twin: string): [span: string, name: string] => {
  const at = twin.indexOf('|');
  return [twin.slice(0, at), twin.slice(at + 1)];
};
