/** The card of one event, from what is stored: it is there at once, and while EspoCRM cannot be reached. */
import type { CardView, Differing, NamedRecord } from '../../../shared/card';
import type { Reason } from '../../../shared/codes';
import type { NeedsItem } from '../../../shared/needs';
import type { Database, Pair } from '../../store/database';
import { type FieldName, fieldText, isOneWay } from '../../sync/model/event';
import { fieldsNow, type Link } from '../../sync/model/link';
import { ordersOf } from '../../sync/model/order';
import type { Activity, Store } from '../../sync/model/store';
import { LINK, PARENT, SEEN } from '../../sync/person/ids';
import { keptSurroundings } from '../kept/around';
import { storeOf } from '../kept/pairs';
import { policyNow } from '../kept/policy-now';
import type { Surroundings } from '../kept/surroundings';
import { needsOf } from '../pages/needs';
import { isBusy } from '../runs/under-way';
import { besideOf } from './beside';
import type { Met } from './find-items';
import { kindOf, named } from './named-record';
import { offersOf } from './offers';
import { stateOf } from './tile-state';

export async function cardOf(db: Database, pair: Pair, met: Met): Promise<CardView> {
  const store = storeOf(db, pair);
  const { ref, link, seen } = met;
  const [around, beside, needs, orders] = await Promise.all([
    keptSurroundings(store, pair.settings, Date.now(), Number.POSITIVE_INFINITY),
    besideOf(db, pair, link ? [link] : []),
    needsOf(store, pair),
    ordersOf(store),
  ]);
  const policy = around && policyNow(pair, around);
  const rows = beside.rows.get(link?.id ?? ref) ?? [];
  const asked = new Set([
    ...rows.map(({ id }) => id),
    link ? LINK + link.id : '',
    link ? PARENT + link.id : '',
    SEEN + ref,
  ]);
  const waits = needs.filter(({ id }) => asked.has(id));
  const state = stateOf(met, beside);
  return {
    state,
    title: link ? fieldsNow(link, 'outlook').title : (seen?.title ?? ''),
    reason: reasonOf(met, waits),
    record: link && link.espoRef !== '' && link.gone !== 'espo' ? recordOf(pair, link, around) : null,
    differs: link ? differing(link, beside.reconciled(link)?.differs ?? []) : [],
    synced: link ? await lastSynced(store, link) : null,
    waits,
    orders: orders
      .filter((order) => (link && order.linkId === link.id) || order.ref === ref)
      .map(({ name, act, failed }) => ({
        id: name,
        act: act.act,
        failed: failed ?? null,
        waits: !failed && !isBusy(),
      })),
    offers: policy
      ? offersOf(met, policy, (type) => kindOf(around, type))
      : { create: [], link: false, leaveOut: false, unlink: undefined, status: [], edit: false },
  };
}

/** Why it is as it is, where nothing waits that says so itself. */
function reasonOf({ link, seen }: Met, waits: readonly NeedsItem[]): Reason | '' {
  const reason = link ? (link.state === 'active' ? undefined : link.reason) : seen?.reason;
  return reason === undefined || waits.some((item) => item.reason === reason) ? '' : reason;
}

const recordOf = (pair: Pair, link: Link, around: Surroundings | undefined): NamedRecord =>
  named(pair, around, link.espo.type, link.espo.id, fieldsNow(link, 'espo').title);

/** Who takes part is known from Outlook only: that is no difference. */
function differing(link: Link, fields: readonly FieldName[]): Differing[] {
  const [outlook, espo] = [fieldsNow(link, 'outlook'), fieldsNow(link, 'espo')];
  return fields
    .filter((field) => !isOneWay(field))
    .map((field) => ({ field, outlook: fieldText(field, outlook), espo: fieldText(field, espo) }));
}

async function lastSynced(store: Store, link: Link): Promise<CardView['synced']> {
  const told = (row: Activity): boolean => row.op !== 'lose' && row.op !== 'unlink';
  const last = (await store.activityOfLink(link.id)).findLast(told);
  return last ? { at: last.at, to: last.op === 'link' ? 'both' : last.side } : null;
}
