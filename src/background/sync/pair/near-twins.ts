/** Nearly the same meeting on both sides: asked about before a second one is made. */
import { isDue } from '../../../shared/due';
import { grouped } from '../../../shared/grouped';
import { DAY } from '../../../shared/time';
import { typeOf } from '../decide/find';
import { carriedFields, visibleFields } from '../model/carried-fields';
import type { Engine } from '../model/engine';
import { normalisedTitle, spanOf, startOf } from '../model/event';
import { type EspoItem, type Item, type OutlookItem, refOf } from '../model/item';
import { CHOICES, type Choice, type PlanRow, type Seen } from '../model/store';
import { firstReads } from '../read/first-read';
import type { Paired } from './join';

/** Items of a direction that nothing may be made of, and that may be what is about to be made again. */
const LEFT_OUT = 10_000;

/** What tells a meeting, and the row that would make it again. */
interface Gist extends Choice {
  span: string;
  name: string;
  start: number;
  row?: PlanRow;
}

/**
 * A browser that remembers nothing, or reads a part for the first time, meets an event and a record of the user's own that agree in time or
 * in name (within a day), and not in both: one of them may have been changed since an earlier installation linked them. A person is asked
 * before either is made again (rule 2), and until there is an answer nothing is made of them.
 */
export async function askAboutNearTwins(engine: Engine, paired: Paired): Promise<void> {
  const { store, policy } = engine;
  const anew = (await firstReads(engine)).length > 0;
  const before = new Map((await store.plan()).map((row) => [row.id, row]));
  const isAsked = (row: PlanRow): boolean => {
    const old = before.get(row.id);
    return old?.state !== 'confirmed' && (anew || old?.reason === 'sameMeeting');
  };
  const rows = paired.rows.filter((row) => row.op === 'create' && row.state === 'ready' && isAsked(row));
  if (rows.length === 0) return;
  const own = rowsOfRecords(paired.rows).filter(
    ({ source }) => source.createdById === policy.me.espoUserId && !isDue(source.type),
  );
  const others = await store.seenWithReason('direction', LEFT_OUT);
  // There is nothing that any of them could be.
  if (own.length + others.length === 0) return;
  const events = rows.flatMap((row) => (row.source?.side === 'outlook' ? [gistOfEvent(engine, row.source, row)] : []));
  const records = own.map(({ source, row }) => gistOfItem(source, source.event, source.type, row));
  const asked = new Set(await ask(events, [...records, ...(await leftOut(engine, events, others, 'espo'))]));
  // Where nothing may be made in EspoCRM the events have no rows: the records are asked about.
  const open = records.filter(({ row }) => row && isAsked(row) && !asked.has(row));
  for (const row of await ask(open, await leftOut(engine, open, others, 'outlook'))) asked.add(row);
  paired.rows = paired.rows.filter((row) => !asked.has(row) || row.state === 'held');
}

/** Holds the rows of what has candidates; all rows that nothing is made of for now: these, and those of the candidates. */
async function ask(wanted: readonly Gist[], candidates: readonly Gist[]): Promise<PlanRow[]> {
  const bySpan = grouped(candidates, ({ span }) => span);
  const byName = grouped(candidates, ({ name }) => name);
  return wanted.flatMap((gist) => {
    const near = (byName.get(gist.name) ?? []).filter(({ start }) => Math.abs(start - gist.start) <= DAY);
    const met = [...new Set([...(bySpan.get(gist.span) ?? []), ...(gist.name === '' ? [] : near)])];
    if (met.length === 0 || !gist.row) return [];
    const choices = met.slice(0, CHOICES).map(({ ref, feed, title, createdAt }) => ({ ref, feed, title, createdAt }));
    Object.assign(gist.row, { state: 'held', reason: 'sameMeeting', choices });
    return [gist.row, ...met.flatMap(({ row }) => row ?? [])];
  });
}

const rowsOfRecords = (rows: readonly PlanRow[]): { source: EspoItem; row: PlanRow }[] =>
  rows.flatMap((row) =>
    row.op === 'create' && row.state === 'ready' && row.source?.side === 'espo' ? [{ source: row.source, row }] : [],
  );

/** Names are compared as EspoCRM would hold them. */
const gistOfEvent = (engine: Engine, item: OutlookItem, row?: PlanRow): Gist =>
  gistOfItem(item, carriedFields(item, typeOf(item, engine.policy), engine.policy, engine.forms), item.calendarId, row);

const gistOfItem = (
  item: Item,
  { title, when }: Pick<Item['event'], 'title' | 'when'>,
  feed: string,
  row?: PlanRow,
): Gist => ({
  ref: refOf(item),
  feed,
  title,
  createdAt: item.createdAt,
  span: spanOf(when),
  name: normalisedTitle(title),
  start: startOf(when),
  ...(row ? { row } : {}),
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
