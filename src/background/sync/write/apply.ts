/** Carries the plan out: journal, conditional write, and what became of it, one commit each. */
import type { SyncError } from '../../../shared/codes';
import { categorizes } from '../decide/category';
import { type Engine, isOut, type RunReport } from '../model/engine';
import type { Item, Side } from '../model/item';
import { together } from '../model/one-commit';
import { type PlanHead, runs } from '../model/plan-head';
import { portOf, type WriteResult } from '../model/port';
import type { Changes, JournalEntry, PlanRow } from '../model/store';
import { closedCalendars } from '../read/feed-pages';
import { BrokenWrites } from './broken-writes';
import { bringsJoinLink, withGiven } from './given';
import { settle } from './settle';

/** The rows themselves, of one wave at a time: of thousands each holds an item. */
type Whole = (ids: readonly string[]) => Promise<(PlanRow | undefined)[]>;
/** Told what became of each write. */
type Heard = (row: PlanRow, result: WriteResult<Item>) => void;

/** Journal -> conditional write -> base moves after the acknowledgement. True when something went stale and wants another pass. */
export async function apply(
  engine: Engine,
  rows: readonly PlanHead[],
  report: RunReport,
  heard: Heard = () => undefined,
  whole: Whole = (ids) => engine.store.planById(ids),
): Promise<boolean> {
  // A write whose answer is still unknown is looked up by the next run before it is decided on again.
  const unknown = new Set((await engine.store.journal()).map((entry) => entry.id));
  const writable = rows.filter(runs);
  const closed = await closedCalendars(engine);
  const open = writable.filter(
    (row) => !unknown.has(row.id) && !isLeftAlone(engine, row) && !(row.op === 'create' && closed.has(row.feed)),
  );
  report.held = rows.length - writable.length;
  const broken = new BrokenWrites();
  let again = false;
  let done = 0;
  for (const side of ['espo', 'outlook'] as const) {
    const mine = open.filter((row) => row.side === side);
    const { wave, skew } = await portOf(engine.ports, side).capabilities();
    for (let at = 0; at < mine.length; at += wave) {
      engine.signal.throwIfAborted();
      // A part may have failed in the wave before.
      const heads = mine.slice(at, at + wave).filter((row) => !isLeftAlone(engine, row));
      const rowsOfWave = (await whole(heads.map(({ id }) => id))).flatMap((row) => (row && runs(row) ? [row] : []));
      const answered = (row: PlanRow, result: WriteResult<Item>): void => {
        heard(row, result);
        done += 1;
        engine.progress({ phase: 'writing', done, total: open.length });
      };
      again = (await writeWave(engine, side, rowsOfWave, skew, report, answered, broken)) || again;
    }
  }
  return again;
}

/** A part that could not be read: nothing is made in it, changed in it, or made from what was known of it. A later run writes it. */
const isLeftAlone = (engine: Engine, { side, feed, from }: PlanHead): boolean =>
  isOut(engine, side, feed) || (from !== undefined && isOut(engine, from.side, from.feed));

async function writeWave(
  engine: Engine,
  side: Side,
  rows: readonly PlanRow[],
  skew: number,
  report: RunReport,
  heard: Heard,
  broken: BrokenWrites,
): Promise<boolean> {
  const entries = new Map<string, JournalEntry>();
  for (const plan of await withGiven(engine, rows)) {
    const entry: JournalEntry = {
      id: plan.id,
      pair: plan.pair,
      side,
      openedAt: engine.now(),
      plan: stamped(plan, engine.now(), skew),
    };
    entries.set(plan.intent.key, entry);
  }
  await engine.store.commit({ journal: { put: [...entries.values()] } });
  let again = false;
  const intents = [...entries.values()].map((e) => e.plan.intent);
  for await (const group of portOf(engine.ports, side).write(intents)) {
    const answers = group.flatMap(({ key, result }): Answered[] => {
      const entry = entries.get(key);
      return entry ? [{ entry, result: result as WriteResult<Item> }] : [];
    });
    await settleAll(engine, answers, report);
    let over: SyncError | undefined;
    for (const { entry, result } of answers) {
      heard(entry.plan, result);
      if (result.kind === 'stale') again = true;
      // What was made again may leave something behind, and the other side may have changed since.
      if (result.kind === 'ok' && entry.plan.op === 'create' && entry.plan.linkId !== undefined) again = true;
      // The record is to have the join link in the same run.
      if (result.kind === 'ok' && bringsJoinLink(entry.plan.intent, result.item)) again = true;
      // Its event is to bear the category in the same run, too: the next one has nothing to write (rule 3).
      if (result.kind === 'ok' && mayBeDue(entry.plan) && categorizes(engine.policy)) again = true;
      const ends = await broken.heard(engine, entry.plan, result);
      over ??= ends;
    }
    if (over) throw over;
  }
  await broken.judge(engine);
  return again;
}

interface Answered {
  entry: JournalEntry;
  result: WriteResult<Item>;
}

/** What was answered at once is stored at once, as far as one does not look at what another changes: a commit costs more than its rows. */
async function settleAll(engine: Engine, answers: readonly Answered[], report: RunReport): Promise<void> {
  let gathered: Changes[] = [];
  const store = async (): Promise<void> => {
    if (gathered.length > 0) await engine.store.commit(together(gathered));
    gathered = [];
  };
  for (const { entry, result } of answers) {
    const free = standsAlone(entry, result);
    if (!free) await store();
    const changes = await settle(engine, entry, result, report);
    // Its journal entry stays open.
    if (result.kind !== 'lost') gathered.push(changes);
    if (!free) await store();
  }
  await store();
}

/** Touches nothing that another write of the same answer looks at: its own link, item and journal entry. */
const standsAlone = ({ plan }: JournalEntry, result: WriteResult<Item>): boolean =>
  result.kind === 'removed' ||
  (result.kind === 'ok' &&
    (result.attendees?.unknown.length ?? 0) === 0 &&
    (plan.op !== 'create' || (plan.linkId === undefined && plan.source !== undefined)));

function stamped(plan: PlanRow, now: number, skew: number): PlanRow {
  return plan.intent.op === 'create' ? { ...plan, intent: { ...plan.intent, openedAt: now, skew } } : plan;
}

const mayBeDue = ({ intent }: PlanRow): boolean =>
  intent.op === 'create' || (intent.op === 'update' && ('status' in intent.fields || intent.category !== undefined));
