import { holdsWritten } from '../decide/written';
import type { Engine, RunReport } from '../model/engine';
import { type Item, refOf, type Side } from '../model/item';
import type { Policy } from '../model/policy';
import { type CreateIntent, portOf, type Reading } from '../model/port';
import type { JournalEntry } from '../model/store';
import { readNow } from '../read/items-now';
import { readBack } from './lost-answers';
import { settle } from './settle';

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
        await store.commit(await settle(engine, readBack(entry), { kind: 'ok', item: reading.item }, report, true));
      else if (reading.kind === 'value')
        await store.commit(await settle(engine, entry, { kind: 'stale', current: reading.item }, report, true));
      else await store.commit(await settle(engine, entry, { kind: 'stale', current: undefined }, report, true));
    }
  }
}

/** An event that was deleted still answers by its id for a while: whether a removal arrived is to be proven (now.ts). */
async function readLost(engine: Engine, side: Side, entries: readonly JournalEntry[]): Promise<Reading<Item>[]> {
  const links = await engine.store.linksById(entries.map(({ plan }) => plan.linkId ?? ''));
  const refs = entries.map((entry, i) => ({ ref: refOfEntry(entry), feed: entry.plan.feed, link: links[i] }));
  const removals = new Set(refs.filter((_, i) => entries[i]?.plan.op === 'remove'));
  const now = await readNow(engine, side, [...removals]);
  const read = await portOf(engine.ports, side).read(refs.filter((ref) => !removals.has(ref)));
  const [nextNow, nextRead] = [now.values(), read.values()];
  return refs.map((ref) => (removals.has(ref) ? nextNow : nextRead).next().value as Reading<Item>);
}

/** The entity is not synced now: its rights were lost, or the user switched it off (DESIGN 3.7). */
const isPaused = ({ entities }: Policy, { side, plan }: JournalEntry): boolean =>
  side === 'espo' && !(plan.feed in entities);

const refOfEntry = ({ plan }: JournalEntry): string => ('ref' in plan.intent ? plan.intent.ref : '');

async function firstUnlinked(engine: Engine, side: Side, items: readonly Item[]): Promise<Item | undefined> {
  const links = await engine.store.linksByRef(side, items.map(refOf));
  return items.find((_, index) => !links[index]);
}
