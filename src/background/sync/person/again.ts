/** "Sync this again". */
import { CAUSES } from '../../../shared/causes';
import { logLink } from '../decide/activity-rows';
import { carried, targetIn } from '../model/carried-fields';
import type { Engine } from '../model/engine';
import { assign, type FieldName, type Fields, isOneWay } from '../model/event';
import { type Item, otherSide, refOf, type Side, splitEspoRef } from '../model/item';
import { complete, fieldsNow, type Link, lacking, withBase, withObserved } from '../model/link';
import { parentOrder } from '../model/order';
import type { Reading } from '../model/port';
import type { Activity, Arrival, Changes, Cursor } from '../model/store';
import { ANEW } from '../pair/markers';
import { readNow } from '../read/items-now';
import { seenRow } from '../read/seen-rows';
import { generationOf } from '../write/settle-removed';
import { linkedAgain } from './answer-link';
import { isCarried } from './undo-changes';

/**
 * "Sync this again": what has ended, was discarded or undone is taken up once more, by the rules that hold now. Nothing is written here:
 * two items that are both there are linked again and merged; one that stands alone arrives as if it were new.
 */
export async function takenUp(engine: Engine, link: Link): Promise<Changes | undefined> {
  if (link.state !== 'unlinked') return {};
  const [event] = await read(engine, 'outlook', link.outlookId, link.outlook.calendarId);
  const [record] = await read(engine, 'espo', link.espoRef, link.espo.type);
  // Nobody can say now what is there: the next run asks again.
  if (event?.kind === 'unknown' || record?.kind === 'unknown') return undefined;
  // It may stand there and cannot be seen: a second one is not made beside it.
  if (event?.kind === 'forbidden' || record?.kind === 'forbidden') return {};
  const items = [event, record].flatMap((one) => (one?.kind === 'value' ? [one.item] : []));
  const [first, second] = items;
  if (first && second) return linkedAgain(engine, complete(link), CAUSES.againByYou);
  // Nothing is left of it.
  if (!first) return { links: { put: [lacking(link, 'outlook', 'espo')] } };
  return arrived(engine, link, first);
}

const read = (engine: Engine, side: Side, ref: string, feed: string): Promise<Reading<Item>[]> =>
  ref === '' ? Promise.resolve([]) : readNow(engine, side, [{ ref, feed }]);

/** It stands alone: as new as anything that nobody has linked yet. */
function arrived(engine: Engine, link: Link, item: Item): Changes {
  const row = seenRow(engine, item);
  const arrival: Arrival = {
    pair: link.pair,
    side: item.side,
    ref: refOf(item),
    feed: row.feed,
    item,
  };
  const eligible = row.reason === undefined;
  // An event that is made again for the same record is another transaction (graph.md 3); one that was made for a record is one of its own now.
  const cursor: Cursor =
    item.side === 'espo'
      ? generationOf(link.pair, refOf(item), link.generation + 1)
      : { pair: link.pair, name: ANEW + item.id, value: '' };
  return {
    links: { remove: [link.id] },
    seen: { put: [row] },
    arrivals: eligible ? { put: [arrival] } : {},
    cursors: { put: [cursor] },
    activity: [logLink(engine, link, 'link', CAUSES.againByYou)],
  };
}

/** What was undone is done once more: the value of the other side counts as changed there, and travels by the rules that hold now. */
export async function doneAgain(engine: Engine, id: number): Promise<Changes | undefined> {
  const { store } = engine;
  const [row] = await store.activityById([id]);
  const [link] = await store.linksById([row?.linkId ?? '']);
  if (!row?.undone || !link) return {};
  if (link.state === 'unlinked') return takenUp(engine, link);
  const rows = (await store.activityOfLink(link.id)).filter((one) => one.run === row.run && one.side === row.side);
  return { links: { put: [changedThere(engine, link, row.side, fieldsIn(rows))] }, ...parentAgain(engine, link, rows) };
}

/** The record gets the parent back that an undo took from it, while it still has the one before. */
function parentAgain({ store, now }: Engine, link: Link, rows: readonly Activity[]): Pick<Changes, 'cursors'> {
  const row = rows.find(({ field, undone, newValue }) => field === 'parent' && undone !== undefined && newValue !== '');
  return row ? { cursors: parentOrder(store, link, splitEspoRef(row.newValue), row.oldValue, now()) } : {};
}

const fieldsIn = (rows: readonly Activity[]): FieldName[] =>
  rows.flatMap(({ op, field, undone }) => (op === 'update' && isCarried(field) && undone !== undefined ? [field] : []));

function changedThere(engine: Engine, link: Link, side: Side, fields: readonly FieldName[]): Link {
  const { policy, forms } = engine;
  const from = otherSide(side);
  const now = fieldsNow(link, from);
  const there = fieldsNow(link, side);
  const before: Partial<Fields> = {};
  for (const field of fields) {
    // Who takes part is known from Outlook only: as if nobody had been carried over yet.
    if (isOneWay(field)) before[field] = '';
    else assign(before, field, carried(field, there[field], targetIn(link, from), policy, forms));
  }
  return withObserved(withBase(link, from, before), from, now);
}
