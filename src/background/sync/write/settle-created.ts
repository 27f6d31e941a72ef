/** An item was made: its link begins. */
import { CAUSES } from '../../../shared/causes';
import { invitedRow, logRow } from '../decide/activity-rows';
import { withCategoryDue, withStatusDue } from '../decide/category';
import { inviteRows, toLookAt } from '../decide/invite';
import { observe } from '../decide/observe';
import { visibleFields } from '../model/carried-fields';
import type { Engine, RunReport } from '../model/engine';
import { invitedBy, NO_GUESTS } from '../model/guests';
import { type EspoItem, type Item, isAsMade, isFilledIn, isSameState, type OutlookItem, refOf } from '../model/item';
import type { Link } from '../model/link';
import { addedBy, newLink, withObserved } from '../model/link';
import { labelOf, type Policy } from '../model/policy';
import type { Intent } from '../model/port';
import type { Activity, Changes, JournalEntry, PlanRow } from '../model/store';
import { givenUp } from '../model/tombstone';
import { withLostBase } from '../pair/join';
import { withoutAddress } from '../read/guests';
import { noteLeftOut } from '../read/people-to-add';
import { acknowledged, type Written } from './acknowledged';
import { joinLinkUnfit, leftOutRows, missingInRecord, stillWanted, waitingRow } from './fields-left-out';
import { withJoinLinkToTell } from './given';
import { ordersNotTaken } from './orders-not-taken';
import { madeAgain } from './settle-remade';

const linkOf = async ({ store }: Engine, source: Item): Promise<Link | undefined> =>
  (await store.linksByRef(source.side, [refOf(source)]))[0];

/** Its source has found its other half meanwhile (another browser was faster): what was made for it is given up again. */
async function superfluous(engine: Engine, entry: JournalEntry, item: Item, keeper: Link): Promise<Changes> {
  const [known] = await engine.store.linksByRef(item.side, [refOf(item)]);
  const settled = [{ side: item.side, ref: refOf(item) }];
  // Its answer may have been lost for long enough that somebody has worked on it.
  const touched = item.side === 'espo' && (!isAsMade(item) || isFilledIn(item, item.parent));
  return acknowledged(engine, entry, {
    links: { put: known ? [] : [givenUp(engine.store.pair, item, keeper.id, touched)] },
    seen: { remove: settled },
    arrivals: { remove: settled },
  });
}

export async function created(
  engine: Engine,
  entry: JournalEntry,
  written: Written,
  report: RunReport,
  recovered: boolean,
): Promise<Changes> {
  const { item, attendees, leftOut } = written;
  const { policy } = engine;
  const { linkId, source } = entry.plan;
  if (linkId !== undefined || !source) return again(engine, entry, written, report, recovered);
  const taken = await linkOf(engine, source);
  if (taken) return superfluous(engine, entry, item, taken);
  const outlook = (item.side === 'outlook' ? item : source) as OutlookItem;
  const espo = (item.side === 'espo' ? item : source) as EspoItem;
  const intent = entry.plan.intent;
  const marker = intent.op === 'create' ? intent.marker : undefined;
  const label = source.side === 'espo' ? labelOf(policy, source.type) : '';
  const base = { outlook: visibleFields(outlook, policy), espo: visibleFields(espo, policy) };
  const ids = { id: engine.newId(), nonce: marker?.nonce ?? '' };
  let link = newLink(entry.pair, ids, source.side, outlook, espo, policy.me.espoUserId, base, label);
  link = { ...link, generation: marker?.generation ?? 0, ...addedBy(attendees) };
  const given = intent.op === 'create' ? intent.given : undefined;
  // The user wanted this one, whatever the filters say.
  if (entry.plan.orders) link = { ...link, byPerson: true };
  link =
    item.side === 'espo'
      ? {
          ...link,
          lookAgain: 2,
          espo: {
            ...link.espo,
            countedStart: espo.start,
            ownModifiedAt: espo.modifiedAt,
            touched: false,
            ...givenParent(espo, intent),
          },
        }
      : { ...link, outlook: { ...link.outlook, ownEtag: outlook.etag } };
  const asMade = item.side === 'espo' && isAsMade(item);
  // Somebody was faster than the look-up: the record is not only ours any more.
  if (recovered && item.side === 'espo' && !asMade) link = { ...link, espo: { ...link.espo, touched: true } };
  // Found later by a look-up: what deviates from what was sent is a person's edit since then, and travels like one.
  if (recovered && intent.op === 'create' && !asMade) {
    // Who takes part is never read back: EspoCRM's half says nothing of it.
    const sent = { ...intent.fields, status: link.base[item.side].status, attendees: '', response: '' };
    link = withObserved({ ...link, base: { ...link.base, [item.side]: sent } }, item.side, visibleFields(item, policy));
  }
  if (intent.op === 'create') link = withJoinLinkToTell(link, intent, item, policy);
  if (item.side === 'outlook') link = { ...link, ...guestsOfEvent(engine, entry.plan, link, item) };
  link = given?.category ? { ...link, category: 'given' } : withCategoryDue(link, policy);
  link = withStatusDue(link, policy);
  if (item.side === 'espo') link = withParentQuestion(link, item, intent, policy);
  if (written.earlier) link = withLostBase(engine, link, outlook, espo, label);
  link = stillWanted(link, recovered ? missingInRecord(item, intent) : leftOut);
  if (recovered) link = await asItIsNow(engine, link, source);
  return made(engine, entry, written, report, link, { put: [link], remove: await tombstonesOf(engine, item) });
}

/** Where nobody could say for a while whether it was made, what it was made for may have been changed since: that waits, and is said once. */
async function asItIsNow(engine: Engine, link: Link, source: Item): Promise<Link> {
  const [waiting] = await engine.store.arrivalsByRef(source.side, [refOf(source)]);
  return waiting?.item && !isSameState(waiting.item, source) ? observe(engine, link, waiting.item) : link;
}

/** What the record belongs to since we made it, by our own choice or a script of the server's: no person's work, unless one has chosen it. */
export const givenParent = (item: EspoItem, intent: Intent): Pick<Link['espo'], 'parentGiven'> =>
  item.parent && isAsMade(item) && !('parent' in intent && intent.parent) ? { parentGiven: item.parent } : {};

/** None was certain: what it may be is looked up at the end of the run. */
function withParentQuestion(link: Link, { parent }: EspoItem, intent: Intent, { settings }: Policy): Link {
  const by = intent.op === 'create' ? intent.parentBy : undefined;
  const asks = settings.setParent === 'ask' && by !== undefined && by.people.length + by.named.length > 0;
  return asks && !parent ? { ...link, belongs: { by } } : link;
}

/** Whom the new event has invited; the others are asked about. What was found before may have been made without them. */
function guestsOfEvent(
  { policy }: Engine,
  { guests, intent }: PlanRow,
  link: Link,
  item: OutlookItem,
): Pick<Link, 'guests'> {
  if (!guests) return toLookAt(link, policy);
  const there = new Set(item.event.invited.map(({ address }) => address.toLowerCase()));
  const add = intent.op === 'create' ? (intent.invite?.add ?? []).filter(({ address }) => there.has(address)) : [];
  return { guests: invitedBy(guests, { add, remove: [] }) };
}

/** A person had it made again: it takes its place in a link that is there already. */
async function again(
  engine: Engine,
  entry: JournalEntry,
  written: Written,
  report: RunReport,
  recovered: boolean,
): Promise<Changes> {
  const { link, links } = await madeAgain(engine, entry, written, recovered);
  return made(engine, entry, written, report, link, links);
}

/** What a new item changes besides its link: it waits no longer, nor does what it was made for, and the log has it. */
async function made(
  engine: Engine,
  entry: JournalEntry,
  written: Written,
  report: RunReport,
  link: Link,
  links: NonNullable<Changes['links']>,
): Promise<Changes> {
  const { plan } = entry;
  const { item, attendees, leftOut } = written;
  report.created += 1;
  const settled = [item, ...(plan.source ? [plan.source] : [])].map((i) => ({ side: i.side, ref: refOf(i) }));
  const changes = {
    links,
    seen: { remove: settled },
    arrivals: { remove: settled },
    activity: [
      logRow(engine, plan, link.id, refOf(item), 'create', '', '', link.base[item.side].title),
      ...leftOutRows(engine, plan, link.id, refOf(item), written),
      ...joinLinkUnfit(engine, plan, link, item),
      ...guestRows(engine, plan, link),
    ],
    cursors: await noteLeftOut(engine, link.id, attendees, plan.source),
  };
  const waits = [...waitingRow(engine, link, leftOut), ...questionsOf(engine, plan, link)];
  return acknowledged(engine, entry, changes, waits, await ordersNotTaken(engine, plan, item, link.id));
}

function guestRows(engine: Engine, plan: PlanRow, link: Link): Activity[] {
  if (!plan.guests) return [];
  const { invited } = link.guests ?? NO_GUESTS;
  const text = invited.map(({ address }) => address).join(', ');
  const row = { ...invitedRow(engine, plan, link.id, link.outlookId, '', text), cause: CAUSES.guestsAdded };
  return [...(text === '' ? [] : [row]), ...withoutAddress(engine, link, plan.guests.without)];
}

/** Asked at once, with the event standing there without them. */
const questionsOf = ({ policy }: Engine, { guests }: PlanRow, link: Link): PlanRow[] =>
  guests ? inviteRows(link, policy).filter(({ state }) => state === 'held') : [];

/**
 * A create was answered with an item that stands there already (its own transaction of before, graph.md 4) and was left as it is when its
 * other half was deleted: now it has one again.
 */
async function tombstonesOf({ store }: Engine, item: Item): Promise<string[]> {
  const [known] = await store.linksByRef(item.side, [refOf(item)]);
  return known?.state === 'unlinked' ? [known.id] : [];
}
