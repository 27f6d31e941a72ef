import type { SyncError } from '../../shared/codes';
import type { Engine, RunReport } from './engine';
import { type Item, refOf, type Side } from './item';
import { readNow } from './now';
import type { Policy } from './policy';
import { type CreateIntent, portOf, type Reading, type WriteResult } from './port';
import { closedCalendars } from './read';
import { holdsWritten, readBack } from './read-back';
import { settle } from './settle';
import type { Changes, JournalEntry, PlanRow } from './store';
import { together } from './together';

const runs = (row: PlanRow): boolean => row.state !== 'held';

/** Told what became of each write. */
type Heard = (row: PlanRow, result: WriteResult<Item>) => void;

/** Journal -> conditional write -> base moves after the acknowledgement. True when something went stale and wants another pass. */
export async function apply(
  engine: Engine,
  rows: readonly PlanRow[],
  report: RunReport,
  heard: Heard = () => undefined,
): Promise<boolean> {
  // A write whose answer is still unknown is looked up by the next run before it is decided on again.
  const unknown = new Set((await engine.store.journal()).map((entry) => entry.id));
  const writable = rows.filter(runs);
  const closed = await closedCalendars(engine);
  const open = writable.filter((row) => !unknown.has(row.id) && !(row.op === 'create' && closed.has(row.feed)));
  report.held = rows.length - writable.length;
  let again = false;
  let done = 0;
  for (const side of ['espo', 'outlook'] as const) {
    const mine = open.filter((row) => row.side === side);
    const { wave, skew } = await portOf(engine.ports, side).capabilities();
    for (let at = 0; at < mine.length; at += wave) {
      engine.signal.throwIfAborted();
      const rowsOfWave = mine.slice(at, at + wave);
      again = (await writeWave(engine, side, rowsOfWave, skew, report, heard)) || again;
      done += rowsOfWave.length;
      engine.progress({ phase: 'writing', done, total: open.length });
    }
  }
  return again;
}

async function writeWave(
  engine: Engine,
  side: Side,
  rows: readonly PlanRow[],
  skew: number,
  report: RunReport,
  heard: Heard,
): Promise<boolean> {
  const entries = new Map<string, JournalEntry>();
  for (const plan of rows) {
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
      // A server that does not answer, or asks to wait, is not asked again in this run.
      if ((result.kind === 'failed' || result.kind === 'lost') && result.error.family === 'passing')
        over ??= result.error;
      if (result.kind === 'failed' && result.error.family === 'user') over ??= result.error;
    }
    if (over) throw over;
  }
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

/** Writes whose answer was lost: creates are looked up, never repeated; everything else is read again and decided again. */
export async function recover(engine: Engine, report: RunReport): Promise<void> {
  const { store } = engine;
  const entries = await store.journal();
  for (const side of ['outlook', 'espo'] as const) {
    const port = portOf(engine.ports, side);
    const creates = entries.filter((e) => e.side === side && e.plan.op === 'create');
    const found = await port.recover(creates.map((e) => e.plan.intent as CreateIntent));
    for (const [index, entry] of creates.entries()) {
      const items = found[index];
      // Whether it arrived shows when access comes back; until then it is not sent again.
      if (!items || isPaused(engine.policy, entry)) continue;
      const item = await firstUnlinked(engine, side, items);
      if (item) await store.commit(await settle(engine, entry, { kind: 'ok', item }, report, true));
      // It never arrived: the item is still unlinked, and the plan makes it again, with the same transactionId.
      else await store.commit({ journal: { remove: [entry.id] } });
    }
    const others = entries.filter((e) => e.side === side && e.plan.op !== 'create');
    const readings = await readLost(engine, side, others);
    for (const [index, entry] of others.entries()) {
      const reading = readings[index];
      if (!reading || reading.kind === 'unknown') continue;
      // Access is lost for now: whether it took effect, and what it overwrote, shows when it comes back (rule 1).
      if (reading.kind === 'forbidden' && entry.plan.op === 'update') continue;
      // 403 after our own DELETE in Outlook is done (DESIGN 3.5); in EspoCRM it is lost access.
      const deleted =
        entry.plan.op === 'remove' && (reading.kind === 'gone' || (side === 'outlook' && reading.kind === 'forbidden'));
      if (deleted) await store.commit(await settle(engine, entry, { kind: 'removed' }, report));
      // It took effect: what it overwrote is logged as if the answer had come (rule 1).
      else if (reading.kind === 'value' && holdsWritten(entry.plan.intent, reading.item))
        await store.commit(await settle(engine, readBack(entry), { kind: 'ok', item: reading.item }, report));
      else if (reading.kind === 'value')
        await store.commit(await settle(engine, entry, { kind: 'stale', current: reading.item }, report, true));
      else await store.commit(await settle(engine, entry, { kind: 'stale', current: undefined }, report, true));
    }
  }
}

/** An event that was deleted still answers by its id for a while: whether a removal arrived is to be proven (now.ts). */
async function readLost(engine: Engine, side: Side, entries: readonly JournalEntry[]): Promise<Reading<Item>[]> {
  const links = await engine.store.linksById(entries.map(({ plan }) => plan.linkId ?? ''));
  const refs = entries.map((entry, i) => {
    const { iCalUId = '', originalStart = '' } = links[i]?.outlook ?? {};
    return { ref: refOfEntry(entry), feed: entry.plan.feed, iCalUId, originalStart };
  });
  const removals = refs.filter((_, i) => entries[i]?.plan.op === 'remove');
  const now = await readNow(engine, side, removals);
  const read = await portOf(engine.ports, side).read(refs.filter((ref) => !removals.includes(ref)));
  return refs.map((ref) => (removals.includes(ref) ? now : read).shift() as Reading<Item>);
}

/** The entity is not synced now: its rights were lost, or the user switched it off (DESIGN 3.7). */
const isPaused = ({ entities }: Policy, { side, plan }: JournalEntry): boolean =>
  side === 'espo' && !(plan.feed in entities);

const refOfEntry = ({ plan }: JournalEntry): string => ('ref' in plan.intent ? plan.intent.ref : '');

async function firstUnlinked(engine: Engine, side: Side, items: readonly Item[]): Promise<Item | undefined> {
  const links = await engine.store.linksByRef(side, items.map(refOf));
  return items.find((_, index) => !links[index]);
}
