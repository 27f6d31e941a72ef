import type { Paired } from '../pair/join';
import { type Engine, isOut } from '../model/engine';
import { refOf } from '../model/item';
import type { Link } from '../model/link';
import { ordersOf } from '../model/order';
import { rowsOf } from '../model/plan-head';
import type { PlanRow } from '../model/store';
import type { Edited } from './wishes';

/**
 * Rows of the plan before of which nothing could be decided in this pass: a calendar or a kind of record is away, or is not synced now.
 * That none was made anew is no answer: what a person has said to them, or is asked, stands until it can be told.
 */
export async function keepUndecided(engine: Engine, { draft, waiting }: Paired, edited: Edited): Promise<void> {
  const { store } = engine;
  const ids = (await store.planIds()).filter((id) => !draft.has(id));
  if (ids.length === 0) return;
  const planned = new Set(draft.heads().map(({ linkId }) => linkId));
  const orders = new Set((await ordersOf(store)).flatMap(({ name, failed }) => (failed ? [] : [name])));
  for await (const all of rowsOf(store, ids)) {
    const rows = all.filter(isSpokenOf);
    const links = await store.linksById(rows.map(({ linkId }) => linkId ?? ''));
    const here = await arrived(engine, rows);
    const open = rows.filter((row, i) => {
      if (row.orders) return row.orders.some((name) => orders.has(name));
      // What is asked about another one now is no question of its own.
      const isPartOfAnother = row.reason === 'sameMeeting' && draft.wasDropped(row.id);
      if (row.linkId === undefined)
        return here.has(row.id) && (!isPartOfAnother || (row.source !== undefined && waiting.has(refOf(row.source))));
      const link = links[i];
      if (!link || isAway(engine, link)) return link !== undefined;
      const decided = edited.get(link.id);
      return !planned.has(link.id) && decided !== undefined && decided.link === undefined;
    });
    await draft.keep(open);
  }
}

/** What is decided on anew says by itself why it waits. That there were too many, and what a person agreed to, it does not. */
const isSpokenOf = ({ state, reason, broke }: PlanRow): boolean =>
  state === 'confirmed' ||
  (state === 'held' && (reason === 'bulk' || reason === 'sameMeeting')) ||
  broke?.agreed !== undefined;

/** Ids of those whose item is still to be met: it is neither linked nor left out. */
async function arrived({ store }: Engine, rows: readonly PlanRow[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const side of ['outlook', 'espo'] as const) {
    const mine = rows.filter(({ source }) => source?.side === side);
    const arrivals = await store.arrivalsByRef(
      side,
      mine.map(({ source }) => (source ? refOf(source) : '')),
    );
    for (const [i, { id }] of mine.entries()) if (arrivals[i]?.item) found.add(id);
  }
  return found;
}

/** It sleeps, or one of its items stands where nothing can be read or is synced now. */
const isAway = (engine: Engine, { state, outlook, espo }: Link): boolean =>
  state !== 'unlinked' &&
  (state !== 'active' ||
    !(espo.type in engine.policy.entities) ||
    isOut(engine, 'outlook', outlook.calendarId) ||
    isOut(engine, 'espo', espo.type));
