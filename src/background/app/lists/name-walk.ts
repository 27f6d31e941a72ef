/**
 * A walk through names: they stand in the indexes by which twins meet, as `<times>|<name>`, so no row is read that does not match. What is
 * coming first, then back from today. IndexedDB takes some forty millionths of a second for each step, two seconds for fifty thousand links:
 * so it goes in stretches, and says where it stopped.
 */
import type { Collection, IndexableType, Table } from 'dexie';
import type { Database } from '../../store/database';
import { twinFlag } from '../../store/rows';

export interface Found {
  links: string[];
  seen: string[];
}

export interface Walked extends Found {
  /** Where the next stretch begins; '' when all names were looked at. */
  next: string;
}

interface Road {
  of: keyof Found;
  table: Table;
  index: string;
  /** What stands before the times, in the key. */
  keyOf(times: string): IndexableType;
  timesOf(key: IndexableType): string;
}

/** Everything that begins with a time, a date included, lies between these. */
const FIRST = '0';
const LAST = '\uffff';

function roads({ links, seen }: Database, pair: string): Road[] {
  const prefix = `${pair}|${twinFlag('')}`;
  const ofSeen = (side: string): Road => ({
    of: 'seen',
    table: seen,
    index: '[pair+side+twin]',
    keyOf: (times) => [pair, side, times],
    timesOf: (key) => (key as string[])[2] ?? '',
  });
  const ofLinks: Road = {
    of: 'links',
    table: links,
    index: 'flags',
    keyOf: (times) => prefix + times,
    timesOf: (key) => (key as string).slice(prefix.length),
  };
  return [ofLinks, ofSeen('outlook'), ofSeen('espo')];
}

/** One stretch: until enough is found, or its time is over. `from` is what the stretch before it called `next`. */
export async function walkNames(
  db: Database,
  pair: string,
  matches: (name: string) => boolean,
  { from, limit, patience, now }: { from: string; limit: number; patience: number; now: number },
): Promise<Walked> {
  const all = roads(db, pair);
  const legs = [...all.map((road) => ({ road, back: false })), ...all.map((road) => ({ road, back: true }))];
  const start = readPlace(from, now);
  const found: Found = { links: [], seen: [] };
  const until = performance.now() + patience;
  const enough = (): boolean => found.links.length + found.seen.length >= limit || performance.now() > until;
  for (const [i, { road, back }] of legs.entries()) {
    if (i < start.leg) continue;
    const begun = i === start.leg ? start : undefined;
    let place: Place = begun ?? { leg: i, times: '', primary: '', today: start.today };
    const keys = stretch(road, back, start.today, begun?.times);
    let stopped = false;
    await keys
      .until(() => (stopped = enough()))
      .eachKey((key, cursor) => {
        const times = road.timesOf(key);
        const primary = String(cursor.primaryKey);
        if (begun && times === begun.times && (back ? primary >= begun.primary : primary <= begun.primary)) return;
        place = { leg: i, times, primary, today: start.today };
        if (matches(nameIn(times)) && !found[road.of].includes(primary)) found[road.of].push(primary);
      });
    if (stopped) return { ...found, next: JSON.stringify(place) };
  }
  return { ...found, next: '' };
}

function stretch({ table, index, keyOf }: Road, back: boolean, today: string, times = ''): Collection {
  const where = table.where(index);
  if (back) return where.between(keyOf(FIRST), keyOf(times || today), true, times !== '').reverse();
  return where.between(keyOf(times || today), keyOf(LAST), true, true);
}

/** A name begins with a line break where it is a text instead of a name. */
const nameIn = (twin: string): string => twin.slice(twin.indexOf('|') + 1);

interface Place {
  leg: number;
  times: string;
  primary: string;
  /** The walk goes on from the same today, however long it takes. */
  today: string;
}

function readPlace(text: string, now: number): Place {
  const begin: Place = { leg: 0, times: '', primary: '', today: String(now) };
  if (text === '') return begin;
  try {
    return { ...begin, ...(JSON.parse(text) as Partial<Place>) };
  } catch {
    return begin;
  }
}
