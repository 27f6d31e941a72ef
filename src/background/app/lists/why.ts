/**
 * "Why not synced": everything that is known and not kept in step. Never linked, with its reason, a series as one line; waiting; asleep;
 * ended, as long as something of it stands; of a kind of record that is closed; and linked with an edit that stays.
 */
import { Dexie } from 'dexie';
import type { Reason } from '../../../shared/codes';
import type { WhyGroup, WhyList } from '../../../shared/items';
import type { Request } from '../../../shared/messages';
import type { Database } from '../../store/database';
import type { DexieStore } from '../../store/dexie';
import { keptCount } from '../../store/kept-counts';
import { refOf } from '../../sync/model/item';
import type { Link } from '../../sync/model/link';
import type { PlanRow, Seen, Store } from '../../sync/model/store';
import { arrivalLine, type Line, linkLine, linkStanding, remedyFor, seenLine, stands } from './item-views';
import type { Where } from './places';

const { minKey, maxKey } = Dexie;
const CHUNK = 1000;
const SIDES = ['outlook', 'espo'] as const;

export interface WhyInput {
  db: Database;
  store: DexieStore;
  /** Kinds of records with links of which nothing is read now, and why. */
  closed: ReadonlyMap<string, Reason>;
}

export async function listWhy(input: WhyInput, where: Where, ask: Request<'why.list'>): Promise<WhyList> {
  const groups = new Map<string, Line[]>();
  for (const line of await allLines(input)) {
    const key = groupOf(line);
    const lines = groups.get(key);
    if (lines) lines.push(line);
    else groups.set(key, [line]);
  }
  const total = [...groups.values()].reduce((sum, lines) => sum + lines.length, 0);
  const asked = [...groups].filter(([key]) => ask.group === '' || ask.group === key);
  const views = asked.map(([key, lines]) => groupView(key, lines, where, ask));
  return { total, groups: views.sort((a, b) => b.total - a.total) };
}

const groupOf = ({ state, reason }: Line): string => `${state}|${reason}`;

function groupView(group: string, lines: Line[], where: Where, { limit, after }: Request<'why.list'>): WhyGroup {
  lines.sort((a, b) => order(a) - order(b) || a.id.localeCompare(b.id));
  const from = after === '' ? 0 : lines.findIndex(({ id }) => id === after) + 1;
  const rows = lines.slice(from, from + limit).map((line) => line.view(where));
  const { state, reason } = lines[0] as Line;
  const next = from + limit < lines.length ? (lines[from + limit - 1]?.id ?? '') : '';
  return { group, state, reason, remedy: remedyFor(state, reason), rows, total: lines.length, next };
}

/** What is coming first, the nearest first; then what is over, the youngest first. */
function order({ start }: Line): number {
  const ahead = start - Date.now();
  return ahead >= 0 ? ahead : Number.MAX_SAFE_INTEGER / 2 - ahead;
}

/** How many lines there are. Asked for with each state of a page, so what cannot have changed is not counted again. */
export async function countWhy({ db, store, closed }: WhyInput): Promise<number> {
  const [seen, links, waiting, held, shut] = await Promise.all([
    keptCount(db, store.pair, 'seen', 'why', async () => (await seenLines(db, store)).length),
    keptCount(db, store.pair, 'links', 'why', async () => (await endedLinks(store)).length),
    countWaiting(db, store),
    heldLinks(store, closed),
    countClosed(store, closed),
  ]);
  return seen + links + waiting + held.length + shut;
}

async function allLines({ db, store, closed }: WhyInput): Promise<Line[]> {
  const all = await Promise.all([
    seenLines(db, store),
    endedLinks(store),
    waitingLines(store),
    heldLinks(store, closed),
    closedLines(store, closed),
  ]);
  return all.flat();
}

/** A series is one line for each reason, under the name of the series itself. */
async function seenLines(db: Database, { pair }: Store): Promise<Line[]> {
  const rows = await db.seen.where('[pair+reason]').between([pair, minKey], [pair, maxKey]).toArray();
  const lines = new Map<string, { row: Seen; reason: Reason; count: number; title: string }>();
  for (const row of rows) {
    const { reason, side, ref, series, title, start } = row;
    if (reason === undefined) continue;
    const key = `${reason}|${side}|${series || ref}`;
    const known = lines.get(key);
    if (!known) lines.set(key, { row, reason, count: series === '' ? 0 : 1, title });
    else {
      // The series itself has the name; the occurrences are what is counted.
      known.count += series === '' ? 0 : 1;
      known.title = (series === '' ? title : known.title) || title;
      if (start >= Date.now() && (known.row.start < Date.now() || start < known.row.start)) known.row = row;
    }
  }
  return [...lines.values()].map(({ row, reason, count, title }) => seenLine(row, reason, Math.max(1, count), title));
}

async function endedLinks(store: Store): Promise<Line[]> {
  const links = [
    ...(await store.linksInState('asleep')),
    ...(await store.linksInState('lostAccess')),
    ...(await store.linksInState('unlinked')).filter(stands),
  ];
  return links.map((link) => linkLine(link, linkStanding(link)));
}

/** What waits for the next run, or for an answer. */
async function waitingLines(store: Store): Promise<Line[]> {
  const rows = rowsByRef(await store.planHeld());
  const lines: Line[] = [];
  for (const side of SIDES)
    for (let after = ''; ; ) {
      const arrivals = await store.arrivals(side, CHUNK, after);
      const last = arrivals.at(-1);
      if (!last) break;
      after = last.ref;
      for (const arrival of arrivals) lines.push(arrivalLine(arrival, rows.get(`${side}|${arrival.ref}`)));
    }
  return lines;
}

/** The question about what is not linked yet, or the one that names it as one of several. */
export function rowsByRef(held: readonly PlanRow[]): Map<string, PlanRow> {
  const rows = new Map<string, PlanRow>();
  for (const row of held) for (const { ref } of row.choices) rows.set(`${row.side}|${ref}`, row);
  for (const row of held) if (row.source && !row.linkId) rows.set(`${row.source.side}|${refOf(row.source)}`, row);
  return rows;
}

const countWaiting = async ({ arrivals }: Database, { pair }: Store): Promise<number> => {
  const counts = SIDES.map((side) =>
    arrivals.where('[pair+side+suspect+ref]').between([pair, side, 0, minKey], [pair, side, 0, maxKey]).count(),
  );
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
};

/** Linked, and a write of it waits for an answer, or an edit stays where it was made. */
async function heldLinks(store: Store, closed: WhyInput['closed']): Promise<Line[]> {
  const held = new Map((await store.planHeld()).flatMap((row) => (row.linkId ? [[row.linkId, row]] : [])));
  const isOpen = (link: Link | undefined): link is Link => link?.state === 'active' && !closed.has(link.espo.type);
  const asked = (await store.linksById([...held.keys()])).filter(isOpen);
  const dirty = (await store.linksDirty()).filter(isOpen);
  const planned = new Set(dirty.length > 0 ? (await store.planHeads()).map(({ linkId }) => linkId) : []);
  const differing = dirty.filter((link) => !planned.has(link.id));
  return [
    ...asked.map((link) => linkLine(link, linkStanding(link, held.get(link.id)), held.get(link.id))),
    ...differing.map((link) => linkLine(link, { state: 'linked', reason: 'differs' })),
  ];
}

async function closedLines(store: Store, closed: WhyInput['closed']): Promise<Line[]> {
  const each = [...closed].map(async ([type, reason]) =>
    (await store.linksInFeed('espo', type))
      .filter((link) => link.state === 'active')
      .map((link) => linkLine(link, { state: 'asleep', reason })),
  );
  return (await Promise.all(each)).flat();
}

export async function countClosed(store: Store, closed: WhyInput['closed']): Promise<number> {
  const counts = await store.countLinks();
  return [...closed.keys()].reduce((sum, type) => sum + (counts[`espo|${type}`] ?? 0), 0);
}
