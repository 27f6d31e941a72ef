/** Answers about rows of the plan that are held, alone or many at once. */
import { SyncError } from '../../../shared/codes';
import { groupOf } from '../decide/guard';
import { updateRow } from '../decide/plan-rows';
import { reconcile } from '../decide/reconcile';
import type { Engine } from '../model/engine';
import type { FieldName } from '../model/event';
import { leftUninvited } from '../model/guests';
import { refOf, type Side } from '../model/item';
import { fieldsNow, type Link, withBase } from '../model/link';
import type { Changes, PlanRow, Store } from '../model/store';
import { tombstone } from '../model/tombstone';
import { HOLD } from './ids';

/** A held row, or a held group (`hold:` and its id), gets the user's answer. The next run writes what was applied. */
export async function applyHeld(store: Store, id: string): Promise<void> {
  await store.commit(confirmed(id, await heldRows(store, id)));
}

/** Discarded: nothing is written, both sides stay as they are, and the same question does not come again. */
export async function discardHeld(store: Store, id: string): Promise<void> {
  await store.commit(await discarded(store, id, await heldRows(store, id)));
}

export const holdId = (group: string): string => `${HOLD}${group}`;
export const isHold = (id: string): boolean => id.startsWith(HOLD);
const holdIds = (id: string): string[] => (isHold(id) ? [id.slice(HOLD.length)] : []);

export const belongsTo = (row: PlanRow, id: string): boolean =>
  row.state === 'held' &&
  (isHold(id) ? row.reason === 'bulk' && groupOf(row) === id.slice(HOLD.length) : row.id === id);

/** What a bulk goes on holding when only a part of it was answered: nothing of the rest is written because it is few enough now. */
export async function unanswered(
  store: Store,
  id: string,
  answered: readonly PlanRow[],
): Promise<Pick<Changes, 'holds'>> {
  const left = (await store.planHeld()).filter((row) => belongsTo(row, id)).length - answered.length;
  const hold = (await store.holds()).find((one) => holdId(one.id) === id);
  return hold && left > 0 ? { holds: { put: [{ ...hold, count: left, inParts: true }] } } : {};
}

async function heldRows(store: Store, id: string): Promise<PlanRow[]> {
  const rows = (await store.planHeld()).filter((row) => belongsTo(row, id));
  if (rows.length === 0) throw new SyncError('message.refused', 'nothing waits under this name any more');
  return rows;
}

export const confirmed = (id: string, rows: readonly PlanRow[]): Changes => ({
  plan: { put: rows.map((row): PlanRow => ({ ...row, state: 'confirmed' })) },
  holds: { remove: holdIds(id) },
});

export async function discarded(store: Store, id: string, rows: readonly PlanRow[]): Promise<Changes> {
  const links = await store.linksById(rows.map((row) => row.linkId ?? ''));
  const changes: Required<Pick<Changes, 'links' | 'arrivals' | 'seen'>> = {
    links: { put: [] },
    arrivals: { remove: [] },
    seen: { remove: [] },
  };
  rows.forEach((row, i) => {
    const link = links[i];
    if (link) changes.links.put?.push(leftAsItIs(link, row));
    else if (row.source) {
      changes.links.put?.push(tombstone(store.pair, row.id, row.source));
      changes.arrivals.remove?.push({ side: row.source.side, ref: refOf(row.source) });
      changes.seen.remove?.push({ side: row.source.side, ref: refOf(row.source) });
    }
  });
  const orders = rows.flatMap((row) => row.orders ?? []);
  return {
    ...changes,
    plan: { remove: rows.map((row) => row.id) },
    holds: { remove: holdIds(id) },
    cursors: { remove: orders },
  };
}

function leftAsItIs(link: Link, row: PlanRow): Link {
  // What the user had decided could not be written: it stays as it was before.
  if (link.wish !== '' && link.state !== 'active') return { ...link, wish: '', quiet: true };
  // One item is gone, and the other stays.
  if (row.op === 'remove' || link.gone !== '')
    return { ...link, state: 'unlinked', reason: 'deletedByPerson', quiet: true, wish: '', lookAgain: 0 };
  // Who was not to be invited, or is to stay, is not asked about again.
  if (row.intent.op === 'update' && row.intent.invite && link.guests)
    return { ...link, guests: leftUninvited(link.guests, row.intent.invite) };
  let next = link;
  const settled = [...fieldsOfRow(row), ...(Object.keys(row.settles) as FieldName[])];
  for (const side of ['outlook', 'espo'] as const) next = withBase(next, side, pick(link, side, settled));
  // That it is over, or declined, goes on being so: that its status stays is the user's own word about the record.
  return row.intent.op === 'update' && row.intent.fields.status !== undefined
    ? { ...next, espo: { ...next.espo, touched: true } }
    : next;
}

/**
 * A conflict is decided, field by field: the other side's change is none any more, and the merge carries the chosen value over it. A
 * field for which no side was chosen stays as it is on both.
 */
export function decided(
  engine: Engine,
  link: Link,
  row: PlanRow,
  winnerOf: (field: FieldName) => Side | undefined,
): Changes {
  const { policy, forms } = engine;
  const fields = fieldsOfRow(row).filter((field) => field in link.observed.outlook && field in link.observed.espo);
  let next = link;
  for (const side of ['outlook', 'espo'] as const)
    next = withBase(
      next,
      side,
      pick(
        link,
        side,
        fields.filter((field) => winnerOf(field) !== side),
      ),
    );
  const result = reconcile(next, policy, forms);
  // What waits for its own reason now, like people who would be mailed, is another question.
  const rows = result.updates.map((update) => updateRow(result.link, update)).filter((one) => one.state === 'ready');
  return {
    links: { put: [next] },
    plan: { remove: [row.id], put: rows.map((one): PlanRow => ({ ...one, state: 'confirmed' })) },
  };
}

const fieldsOfRow = ({ intent }: PlanRow): FieldName[] =>
  intent.op === 'update' ? (Object.keys(intent.fields) as FieldName[]) : [];

function pick(link: Link, side: Side, fields: readonly FieldName[]) {
  const now = fieldsNow(link, side);
  return Object.fromEntries(fields.map((field) => [field, now[field]]));
}
