/** Takes back what the log says that a run or one change did. */
import { type ErrorCode, SyncError } from '../../../shared/codes';
import type { UndoCode } from '../../../shared/undo-codes';
import { type Engine, emptyReport } from '../model/engine';
import { type Item, parentRef, type Side } from '../model/item';
import type { Link } from '../model/link';
import { headOf } from '../model/plan-head';
import type { Reading, WriteResult } from '../model/port';
import type { Activity, PlanRow, Store } from '../model/store';
import { readNow } from '../read/items-now';
import { apply } from '../write/apply';
import { type Marked, markUndone } from './mark-undone';
import { type Change, changesIn } from './undo-changes';
import { type Found, type Step, stepFor } from './undo-steps';

/** What an undo could not do, or not wholly, for one item. */
export interface Skipped {
  title: string;
  code: UndoCode;
  /** Fields that it is about, or what the server said. */
  detail: string;
  /** What stood in the way. */
  error?: ErrorCode;
}
export interface Undone {
  undone: number;
  skipped: Skipped[];
  of: Marked[];
}

/**
 * Puts back what these rows of the log changed: through the journal, conditional like any other write, never across the wall of the
 * direction and never with a mail. What was edited since is not overwritten, but said. Both base halves are settled with each write, so
 * that an undo does not travel.
 */
export async function undo(engine: Engine, rows: readonly Activity[]): Promise<Undone> {
  const changes = changesIn(rows);
  const links = await engine.store.linksById(changes.map((change) => change.linkId));
  const found = await readAll(engine, changes, links);
  const skipped: Skipped[] = [];
  const writes = new Map<string, { row: PlanRow; change: Change }>();
  const done: { change: Change; row?: PlanRow }[] = [];
  for (const [i, change] of changes.entries()) {
    const step: Step = await stepFor(engine, change, found[i] as Found);
    for (const said of step.said) skipped.push({ title: change.title, ...said });
    // Linked or taken apart: nothing is written on either side.
    if (step.changes) {
      await engine.store.commit(step.changes);
      done.push({ change });
    }
    if (step.row) writes.set(step.row.id, { row: step.row, change });
  }
  const results = await written(
    engine,
    [...writes.values()].map((write) => write.row),
  );
  for (const write of writes.values()) {
    const problem = problemOf(results, write.row);
    if (problem) skipped.push({ title: write.change.title, ...problem });
    else done.push(write);
  }
  return { undone: done.length, skipped, of: await markUndone(engine, done) };
}

/** The rows that one button means: of one change, of all changes of its item in that run, or of the whole run. */
export async function rowsToUndo(store: Store, what: 'change' | 'record' | 'run', id: string): Promise<Activity[]> {
  if (what === 'run') return store.activityOfRun(id);
  const [row] = await store.activityById([Number(id)]);
  if (!row) return [];
  const known = row.linkId === '' ? await store.activityOfRun(row.run) : await store.activityOfLink(row.linkId);
  const together = known.filter((one) => one.run === row.run && (row.linkId !== '' || one.ref === row.ref));
  if (what === 'record') return together;
  // A deletion is one change, whatever it took away.
  return row.op === 'remove' ? together.filter((one) => one.op === 'remove' && one.ref === row.ref) : [row];
}

interface Results {
  of: Map<string, WriteResult<Item>>;
  /** Why the rest was not tried any more. */
  stopped: SyncError | undefined;
}

async function written(engine: Engine, rows: readonly PlanRow[]): Promise<Results> {
  const results: Results = { of: new Map(), stopped: undefined };
  try {
    // They stand in no plan.
    const byId = new Map(rows.map((row) => [row.id, row]));
    const heard = (row: PlanRow, result: WriteResult<Item>) => results.of.set(row.id, result);
    await apply(engine, rows.map(headOf), emptyReport(), heard, async (ids) => ids.map((id) => byId.get(id)));
  } catch (thrown) {
    if (!(thrown instanceof SyncError)) throw thrown;
    results.stopped = thrown;
  }
  // What the server refused would wait as a held row: an undo is asked for again, or not.
  await engine.store.commit({ plan: { remove: rows.map((row) => row.id) } });
  return results;
}

function problemOf({ of, stopped }: Results, row: PlanRow): Omit<Skipped, 'title'> | undefined {
  const result = of.get(row.id);
  switch (result?.kind) {
    case 'ok':
      if (result.leftOut) return { code: 'refused', detail: result.leftOut.map(({ detail }) => detail).join(' ') };
      if (parentStays(row, result.item)) return { code: 'edited', detail: '' };
      return statusStays(row, result.item) ? { code: 'cannot', detail: 'status' } : undefined;
    case 'removed':
      return undefined;
    case 'stale':
      return { code: result.current ? 'edited' : 'gone', detail: '' };
    case 'refused':
      return { code: 'refused', detail: result.detail };
    case 'failed':
    case 'lost':
      return { code: result.kind === 'lost' ? 'lost' : 'notTried', detail: '', error: result.error.code };
    case undefined:
      return { code: 'notTried', detail: '', ...(stopped ? { error: stopped.code } : {}) };
  }
}

/** An entity without a first status keeps the one it has. */
const statusStays = ({ intent }: PlanRow, item: Item): boolean =>
  intent.op === 'update' && intent.fields.status !== undefined && item.event.status !== intent.fields.status;

/** Somebody has chosen another one in that very moment. */
const parentStays = ({ intent }: PlanRow, item: Item): boolean =>
  intent.op === 'update' &&
  intent.parent !== undefined &&
  item.side === 'espo' &&
  (item.parent ?? '') !== parentRef(intent.parent);

/** What both items of each change are now. */
async function readAll(engine: Engine, changes: readonly Change[], links: (Link | undefined)[]): Promise<Found[]> {
  const asked: Record<Side, { ref: string; feed: string }[]> = { outlook: [], espo: [] };
  const feeds = await feedsOfForgotten(engine, changes);
  const ask = (side: Side, ref: string, link: Link | undefined): number => {
    if (ref === '') return -1;
    const feed =
      side === 'outlook'
        ? (link?.outlook.calendarId ?? feeds.get(ref) ?? engine.policy.mainCalendar)
        : ref.slice(0, ref.indexOf('/'));
    return asked[side].push({ ref, feed }) - 1;
  };
  const places = changes.map((change, i) => {
    const link = links[i];
    const other: Side = change.side === 'outlook' ? 'espo' : 'outlook';
    // Only what is made again needs its other half.
    const otherRef = change.kind !== 'remove' ? '' : link ? refIn(link, other) : change.other;
    const touched = change.kind === 'link' || change.kind === 'unlink' ? '' : change.ref;
    return { own: ask(change.side, touched, link), other: ask(other, otherRef, link), otherSide: other };
  });
  const read: Record<Side, Reading<Item>[]> = {
    outlook: await readNow(engine, 'outlook', asked.outlook),
    espo: await readNow(engine, 'espo', asked.espo),
  };
  return changes.map((change, i) => {
    const place = places[i] as (typeof places)[number];
    return { link: links[i], own: read[change.side][place.own], other: read[place.otherSide][place.other] };
  });
}

/** Events whose link is forgotten are left out, and known as that. */
async function feedsOfForgotten({ store }: Engine, changes: readonly Change[]): Promise<Map<string, string>> {
  const refs = changes.flatMap(({ side, other }) => (side === 'espo' && other !== '' ? [other] : []));
  const seen = await store.seenByRef('outlook', refs);
  return new Map(seen.flatMap((row) => (row ? [[row.ref, row.feed] as const] : [])));
}

const refIn = (link: Link, side: Side): string => (side === 'outlook' ? link.outlookId : link.espoRef);
