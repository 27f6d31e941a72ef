/** Orders of the user that are writes: they become rows of the plan, and go through guard, journal and conditions like every other. */
import { CAUSES } from '../../../shared/causes';
import { recordRow, updateRow } from '../decide/plan-rows';
import { visibleFields } from '../model/carried-fields';
import { type Engine, isOut } from '../model/engine';
import type { Fields } from '../model/event';
import type { OutlookItem } from '../model/item';
import type { Link } from '../model/link';
import { type Order, ordersOf, putOrder } from '../model/order';
import { mayWrite, type Policy, saysEnd } from '../model/policy';
import type { PlanRow } from '../model/store';
import { emptyChanges, join, type Paired } from '../pair/join';
import { readNow } from '../read/items-now';
import { remakeRow } from './remake';
import { recordThere } from './wishes';

type Code = NonNullable<Order['failed']>['code'];

async function cannot({ store }: Engine, order: Order, code: Code): Promise<void> {
  await store.commit({ cursors: putOrder(store, { ...order, failed: { code, detail: '' } }) });
}

const done = ({ store }: Engine, { name }: Order) => store.commit({ cursors: { remove: [name] } });

/** Records that the user wants for single events, also for those that a filter leaves out. */
export async function orderedCreates(engine: Engine, paired: Paired): Promise<void> {
  for (const order of await ordersOf(engine.store))
    if (order.act.act === 'create' && !order.failed) await orderedCreate(engine, paired, order, order.act);
}

async function orderedCreate(
  engine: Engine,
  paired: Paired,
  order: Order,
  { type, parent }: Extract<Order['act'], { act: 'create' }>,
): Promise<void> {
  const { store, policy } = engine;
  const [link] = await store.linksByRef('outlook', [order.ref]);
  // Made, or linked by now.
  if (link && link.state !== 'unlinked') return done(engine, order);
  const [record] =
    link && link.espoRef !== '' ? await engine.ports.espo.read([{ ref: link.espoRef, feed: link.espo.type }]) : [];
  // It is still there: the user may link it again, but not make a second one.
  if (record?.kind === 'value') return cannot(engine, order, 'there');
  if (record && record.kind !== 'gone') return undefined;
  const problem = !mayWrite(policy, 'espo') ? 'direction' : policy.entities[type]?.create ? undefined : 'noRight';
  if (problem) return cannot(engine, order, problem);
  const [seen] = await store.seenByRef('outlook', [order.ref]);
  const feed = seen?.feed ?? link?.outlook.calendarId;
  const [reading] = feed ? await readNow(engine, 'outlook', [{ ref: order.ref, feed, link }]) : [];
  // Nobody can say now: the next run asks again.
  if (reading?.kind === 'unknown') return undefined;
  const item = reading?.kind === 'value' && reading.item.side === 'outlook' ? reading.item : undefined;
  if (!item) return cannot(engine, order, 'gone');
  if (!mayBecome(item, type, policy)) return cannot(engine, order, 'cannot');
  const there = await recordThere(engine, item);
  // What could not be read may hold it.
  if (there === 'unsure' || isOut(engine, 'espo', type)) return undefined;
  if (there) {
    const changes = emptyChanges();
    join(engine, changes, item, there, 'outlook', paired, '', true);
    const links = { ...changes.links, ...(link ? { remove: [link.id] } : {}) };
    await store.commit({ ...changes, links, cursors: { remove: [order.name] } });
    return undefined;
  }
  await paired.draft.add([await createRow(engine, order, item, link, type, parent)]);
  return undefined;
}

/** Rule 9, and what EspoCRM cannot hold. */
const mayBecome = ({ event, kind }: OutlookItem, type: string, policy: Policy): boolean =>
  !(event.private && policy.settings.privateEvents === 'leaveOut') &&
  (kind === 'single' || (kind !== 'master' && policy.settings.recurring)) &&
  !(event.when.kind === 'allDay' && !policy.entities[type]?.allDay);

async function createRow(
  engine: Engine,
  { name }: Order,
  item: OutlookItem,
  link: Link | undefined,
  type: string,
  parent: { type: string; id: string } | null,
): Promise<PlanRow> {
  const usual = recordRow(engine, item, type);
  if (usual.intent.op !== 'create') return usual;
  // Who has looked at the card has chosen a parent, or none.
  const { parentBy: _, ...intent } = usual.intent;
  // It was left out by the user before: the record takes its place in what remembers that.
  const row = link
    ? await remakeRow(engine, {
        id: usual.id,
        side: 'espo',
        feed: type,
        link,
        source: item,
        fields: intent.fields,
        settles: visibleFields(item, engine.policy),
        cause: '',
        record: { type, id: '' },
      })
    : { ...usual, intent };
  return {
    ...row,
    state: 'confirmed',
    cause: CAUSES.madeByYou,
    orders: [name],
    intent: { ...row.intent, ...(parent ? { parent } : {}) } as PlanRow['intent'],
  };
}

/** What the user wants changed on a record goes with what the sync writes there, in one request. */
export async function withOrders(engine: Engine, rows: PlanRow[]): Promise<void> {
  for (const order of await ordersOf(engine.store)) {
    const { act } = order;
    if (order.failed || (act.act !== 'parent' && act.act !== 'status')) continue;
    const [link] = await engine.store.linksById([order.linkId]);
    // Nobody can say now: it waits.
    if (link && isOut(engine, 'espo', link.espo.type)) continue;
    const problem = problemOf(link, act, engine.policy);
    if (!link || problem) {
      await cannot(engine, order, problem ?? 'notLinked');
      continue;
    }
    const fields: Partial<Fields> =
      act.act === 'status' ? { status: act.status === 'held' ? 'held' : 'cancelled' } : {};
    const own = act.act === 'parent' ? { parent: { ...act.parent, over: order.over } } : {};
    const at = rows.findIndex(
      (row) => row.op === 'update' && row.side === 'espo' && row.linkId === link.id && row.state !== 'held',
    );
    const row =
      rows[at] ??
      updateRow(link, {
        side: 'espo',
        fields: {},
        settles: {},
        losers: [],
        cause: CAUSES.changedByYou,
        waits: undefined,
      });
    if (row.intent.op !== 'update') continue;
    const next: PlanRow = {
      ...row,
      // With what the guard may hold it waits, too.
      state: at < 0 ? 'confirmed' : row.state,
      orders: [...(row.orders ?? []), order.name],
      intent: { ...row.intent, ...own, fields: { ...row.intent.fields, ...fields } },
    };
    if (at < 0) rows.push(next);
    else rows[at] = next;
  }
}

/** Only the assigned user's browser writes what all colleagues share (DESIGN 3.4). */
function problemOf(link: Link | undefined, act: Order['act'], policy: Policy): Code | undefined {
  if (link?.state !== 'active' || link.gone !== '') return 'notLinked';
  if (!mayWrite(policy, 'espo')) return 'direction';
  if (!link.espo.assignedToMe) return 'notYours';
  if (act.act === 'status' && !saysEnd(policy, link.espo.type, act.status)) return 'noRight';
  return (policy.entities[link.espo.type]?.edit ?? 'no') === 'no' ? 'noRight' : undefined;
}
