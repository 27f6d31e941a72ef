/** Makes one link of an event and a record, or a link without one of them. */
import { CAUSES } from '../../../shared/causes';
import { logRelink } from '../decide/activity-rows';
import { withCategoryDue } from '../decide/category';
import { sleepReason } from '../decide/eligible';
import { observeOutlook, turnedAllDay } from '../decide/observe';
import type { Standing } from '../decide/same-meeting';
import { carriedFields, visibleFields } from '../model/carried-fields';
import type { Engine } from '../model/engine';
import { assign, sameField } from '../model/event';
import { type EspoItem, espoRef, type Item, isAsMade, type OutlookItem, refOf, type Side } from '../model/item';
import { type Link, newLink, withObserved } from '../model/link';
import { judgedWithoutBase, labelled, labelOf } from '../model/policy';
import type { Changes, Seen } from '../model/store';
import { tombstone } from '../model/tombstone';
import { seenRow } from '../read/seen-rows';
import { Draft } from './draft';

export interface Paired {
  /** What is to be made. */
  draft: Draft;
  linked: number;
  /** Refs of what was joined: nothing is made for it any more. */
  joined: Set<string>;
  /** What waits because nobody can say now whether its other half is there already: refs, and their side. */
  waiting: Map<string, Side>;
  /** Events that a person wants a record of: what becomes of them the order says. */
  ordered: ReadonlySet<string>;
  /** Events that are about to become records, by their key: the same meeting may come again in another calendar. */
  ofKey: Map<string, Standing[]>;
}

export const nothingPaired = ({ store }: Engine): Paired => ({
  draft: new Draft(store),
  linked: 0,
  joined: new Set(),
  waiting: new Map(),
  ordered: new Set(),
  ofKey: new Map(),
});

/** One commit under way. */
export type Open = Required<Pick<Changes, 'links' | 'seen' | 'arrivals' | 'activity'>>;
export const emptyChanges = (): Open => ({
  links: { put: [] },
  seen: { put: [], remove: [] },
  arrivals: { put: [], remove: [] },
  activity: [],
});

/** Ids of links that the commit under way gives to an event: nobody else takes their place. */
export const takenIn = ({ links }: Open): Set<string> => new Set(links.put?.map(({ id }) => id));

export function leaveOut(
  engine: Engine,
  changes: Pick<Open, 'seen' | 'arrivals'>,
  item: Item,
  reason: NonNullable<Seen['reason']>,
): void {
  changes.seen.put?.push({ ...seenRow(engine, item), reason });
  changes.arrivals.remove?.push({ side: item.side, ref: refOf(item) });
}

/** A link that lost its event goes on with this one. */
export function relink(engine: Engine, changes: Open, before: Link, item: OutlookItem): void {
  const link = observeOutlook(before, item, engine.policy);
  changes.activity.push(...logRelink(engine, before, link));
  changes.links.put?.push({
    ...link,
    gone: link.gone === 'outlook' ? '' : link.gone,
    outlook: { ...link.outlook, restId: '' },
  });
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
  byPerson = false,
): void {
  const { policy, store } = engine;
  const label = origin === 'espo' ? labelFor(engine, event, record) : '';
  const base = { outlook: visibleFields(event, policy), espo: visibleFields(record, policy) };
  const ids = { id: engine.newId(), nonce };
  paired.joined.add(event.id).add(refOf(record));
  let link = newLink(store.pair, ids, origin, event, record, policy.me.espoUserId, base, label);
  link = withLostBase(engine, link, event, record, label);
  // Its history is unknown after a re-install: only a record that still is as we made it counts as untouched. Later, what is met
  // without a link was made by a person.
  const asMade = policy.firstSync && record.createdById === policy.me.espoUserId && isAsMade(record);
  if (!asMade) link = { ...link, espo: { ...link.espo, touched: true } };
  // Linked, so that nothing is made twice; but what must not be copied is not copied through a link either.
  link = withCategoryDue(link, policy);
  if (byPerson) link = { ...link, byPerson };
  const reason = sleepReason(event, policy, link) ?? turnedAllDay(link, event, policy);
  if (reason) link = { ...link, state: 'asleep', reason };
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
    cause: byPerson ? CAUSES.joinedByYou : CAUSES.sameMeeting,
  });
  paired.linked += 1;
}

/**
 * An event that was made for a record which cannot be read now. Deleted while nothing was remembered: a tombstone, so that it never
 * comes back as a new record. Rights or the entity are missing: the link waits for the record.
 */
export function withoutRecord(
  engine: Engine,
  changes: Open,
  event: OutlookItem,
  { type, id, nonce }: { type: string; id: string; nonce: string },
  why: 'gone' | 'forbidden',
): void {
  const { policy, forms, store } = engine;
  const half: Link = { ...tombstone(store.pair, event.id, event), origin: 'espo', reason: 'deletedByPerson', nonce };
  const label = labelFor(engine, event, { type });
  const link: Link = {
    ...half,
    state: 'lostAccess',
    reason: 'lostAccess',
    espoRef: espoRef(type, id),
    outlook: { ...half.outlook, labelAtCreation: label },
    // Nobody knows whose it is: taken for reassigned, its event would be removed.
    espo: { ...half.espo, type, id, assignedToMe: true },
    base: { outlook: visibleFields(event, policy), espo: carriedFields(event, { feed: type, label }, policy, forms) },
  };
  changes.links.put?.push(why === 'gone' ? half : link);
  changes.seen.remove?.push({ side: 'outlook', ref: event.id });
  changes.arrivals.remove?.push({ side: 'outlook', ref: event.id });
}

const labelFor = (engine: Engine, event: OutlookItem, record: Pick<EspoItem, 'type'>): string => {
  const label = labelOf(engine.policy, record.type);
  return label !== '' && event.event.title.toLowerCase().startsWith(labelled(label, '').trimEnd().toLowerCase())
    ? label
    : '';
};

/** A link of two items of which nobody knows what they were when they were last the same. */
export function withLostBase(engine: Engine, link: Link, event: OutlookItem, record: EspoItem, label: string): Link {
  const { policy } = engine;
  const next = { ...link, base: lostBase(engine, event, record, label) };
  return withObserved(
    withObserved(next, 'outlook', visibleFields(event, policy)),
    'espo',
    visibleFields(record, policy),
  );
}

/**
 * The base of two items whose history is unknown: what agrees is agreed; what differs counts as changed on both sides, so that the
 * merge decides and logs it. The description and the status stay each side's own.
 */
function lostBase(engine: Engine, event: OutlookItem, record: EspoItem, label: string): Link['base'] {
  const { policy, forms } = engine;
  const outlook = visibleFields(event, policy);
  const espo = visibleFields(record, policy);
  const toEspo = carriedFields(event, { feed: record.type, label }, policy, forms);
  const toOutlook = carriedFields(record, { feed: event.calendarId, label }, policy, forms);
  // Who takes part, and the user's response, are not known to stand in the record: they are carried over once.
  const joinLink = espo.joinLink === '' ? '' : outlook.joinLink;
  const base = { outlook: { ...outlook, attendees: '', response: '', joinLink }, espo: { ...espo } };
  // Cancelled while nothing was remembered: where nobody has recorded an outcome, so is the record. That it shows as tentative is no news.
  if (outlook.status !== 'tentative') base.outlook.status = 'planned';
  for (const field of judgedWithoutBase(policy, record.type)) {
    if (sameField(field, toEspo[field], espo[field]) || sameField(field, toOutlook[field], outlook[field])) continue;
    assign(base.outlook, field, toOutlook[field]);
    assign(base.espo, field, toEspo[field]);
  }
  return base;
}
