import { carriedFields, visibleFields } from './carry';
import type { Engine } from './engine';
import { type Fields, sameField } from './event';
import { type EspoItem, type OutlookItem, refOf, type Side } from './item';
import { type Link, newLink, withObserved } from './link';
import { labelled, labelOf } from './policy';
import { seenRow } from './read';
import type { Changes, PlanRow, Seen } from './store';

export interface Paired {
  rows: PlanRow[];
  linked: number;
}

/** One commit under way. */
export type Open = Required<Pick<Changes, 'links' | 'seen' | 'arrivals' | 'activity'>>;
export const emptyChanges = (): Open => ({
  links: { put: [] },
  seen: { put: [], remove: [] },
  arrivals: { put: [], remove: [] },
  activity: [],
});

export function leaveOut(
  engine: Engine,
  changes: Pick<Open, 'seen' | 'arrivals'>,
  item: OutlookItem,
  reason: NonNullable<Seen['reason']>,
): void {
  changes.seen.put?.push({ ...seenRow(engine, item), reason });
  changes.arrivals.remove?.push({ side: 'outlook', ref: item.id });
}

/** A link that lost its event goes on with this one. */
export function relink(changes: Pick<Open, 'links' | 'seen' | 'arrivals'>, link: Link, item: OutlookItem): void {
  changes.links.put?.push({ ...link, gone: '', outlook: { ...link.outlook, restId: '' } });
  changes.seen.remove?.push({ side: 'outlook', ref: item.id });
  changes.arrivals.remove?.push({ side: 'outlook', ref: item.id });
}

/** Two items are the same meeting: from now on they are linked, and whatever differs goes through the merge. */
export function join(
  engine: Engine,
  changes: Open,
  event: OutlookItem,
  record: EspoItem,
  origin: Side,
  paired: Paired,
  nonce = '',
): void {
  const { policy, store } = engine;
  const label = origin === 'espo' ? labelFor(engine, event, record) : '';
  const base = lostBase(engine, event, record, label);
  const ids = { id: engine.newId(), nonce };
  let link = newLink(store.pair, ids, origin, event, record, policy.me.espoUserId, base, label);
  link = withObserved(link, 'outlook', visibleFields(event, policy));
  link = withObserved(link, 'espo', visibleFields(record, policy));
  changes.links.put?.push(link);
  for (const item of [event, record]) {
    changes.seen.remove?.push({ side: item.side, ref: refOf(item) });
    changes.arrivals.remove?.push({ side: item.side, ref: refOf(item) });
  }
  changes.activity.push({
    pair: store.pair,
    run: engine.runId,
    at: engine.now(),
    side: 'espo',
    ref: refOf(record),
    linkId: link.id,
    title: visibleFields(event, policy).title,
    op: 'link',
    field: '',
    oldValue: '',
    newValue: event.id,
    cause: 'the same meeting on both sides',
  });
  paired.linked += 1;
}

const labelFor = (engine: Engine, event: OutlookItem, record: EspoItem): string => {
  const label = labelOf(engine.policy, record.type);
  return label !== '' && event.event.title.toLowerCase().startsWith(labelled(label, '').trimEnd().toLowerCase())
    ? label
    : '';
};

/**
 * The base of two items whose history is unknown: what agrees is agreed; what differs counts as changed on both sides, so that the
 * merge decides and logs it. The description and the status stay each side's own.
 */
function lostBase(engine: Engine, event: OutlookItem, record: EspoItem, label: string): Link['base'] {
  const { policy, forms } = engine;
  const outlook = visibleFields(event, policy);
  const espo = visibleFields(record, policy);
  const toEspo = carriedFields(event, label, policy, forms);
  const toOutlook = carriedFields(record, label, policy, forms);
  const base = { outlook: { ...outlook }, espo: { ...espo } };
  for (const field of ['title', 'when', 'location'] as const) {
    if (sameField(field, toEspo[field], espo[field]) || sameField(field, toOutlook[field], outlook[field])) continue;
    put(base.outlook, field, toOutlook[field]);
    put(base.espo, field, toEspo[field]);
  }
  return base;
}

function put<F extends keyof Fields>(target: Fields, field: F, value: Fields[F]): void {
  target[field] = value;
}
