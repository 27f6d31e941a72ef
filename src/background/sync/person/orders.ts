/**
 * What a user orders on the card of one event. Like an answer it is only written down; the next run carries it out, under the same rules
 * as everything else: direction, rights, rule 5. What writes a synced record or event becomes a row of the plan (write/ordered.ts).
 */
import type { Act } from '../../../shared/card';
import { CAUSES } from '../../../shared/causes';
import { logLink } from '../decide/activity-rows';
import { mayRemove } from '../decide/permitted';
import type { Engine } from '../model/engine';
import { type EspoItem, espoRef, type OutlookItem, splitEspoRef } from '../model/item';
import type { Link } from '../model/link';
import { type Order, orderName, ordersOf, putOrder } from '../model/order';
import { mayWrite } from '../model/policy';
import type { Activity, Changes, Store } from '../model/store';
import { tombstone } from '../model/tombstone';
import { emptyChanges, join, nothingPaired } from '../pair/join';
import { readNow } from '../read/items-now';
import { noteStranger, strangerAnswered } from '../read/strangers';
import { linkedAgain } from './answer-link';
import { noteTaken, type TakenUp } from './answers';

export async function giveOrder(store: Store, order: Omit<Order, 'name'>, id: string): Promise<void> {
  await store.commit({ cursors: putOrder(store, { ...order, name: orderName(order, id) }) });
}

/** Given once more, after it could not be done. */
export async function repeatOrder(store: Store, name: string): Promise<void> {
  const order = (await ordersOf(store)).find((one) => one.name === name);
  if (order) await store.commit({ cursors: putOrder(store, { ...order, failed: undefined }) });
}

export const forgetOrder = (store: Store, name: string): Promise<void> => store.commit({ cursors: { remove: [name] } });

type Code = NonNullable<Order['failed']>['code'];
/** Done by these changes; impossible for that reason; or, undefined, nobody can say now: it is tried again. */
type Outcome = Changes | { code: Code; detail?: string } | undefined;

/** Each order with its removal is one commit: carried out once, whatever happens. `taken`: what is linked by it is noted there. */
export async function takeOrders(engine: Engine, taken?: TakenUp): Promise<void> {
  const { store } = engine;
  for (const order of await ordersOf(store)) {
    if (order.failed) continue;
    const outcome = await outcomeOf(engine, order);
    if (outcome === undefined) continue;
    if ('code' in outcome) {
      const failed = { code: outcome.code, detail: outcome.detail ?? '' };
      await store.commit({ cursors: putOrder(store, { ...order, failed }) });
    } else {
      const { cursors } = outcome;
      await store.commit({ ...outcome, cursors: { ...cursors, remove: [...(cursors?.remove ?? []), order.name] } });
      if (taken && order.act.act === 'link') noteTaken(taken, outcome);
    }
  }
}

async function outcomeOf(engine: Engine, order: Order): Promise<Outcome> {
  const { act } = order;
  switch (act.act) {
    case 'link':
      return linkTo(engine, order, act.record);
    case 'leaveOut':
      return leaveOut(engine, order);
    case 'unlink':
      return unlink(engine, order, act.remove);
    case 'note':
      return note(engine, order, act.text);
    case 'person':
      return person(engine, order, act);
    default:
      return undefined;
  }
}

const linkOf = async ({ store }: Engine, { linkId, ref }: Order): Promise<Link | undefined> =>
  (linkId === '' ? await store.linksByRef('outlook', [ref]) : await store.linksById([linkId]))[0];

/** The event as it is now; a code where it cannot be had. */
async function eventOf(
  engine: Engine,
  { ref }: Order,
  link: Link | undefined,
): Promise<OutlookItem | Code | undefined> {
  const [seen] = await engine.store.seenByRef('outlook', [ref]);
  const feed = seen?.feed ?? link?.outlook.calendarId;
  if (!feed) return 'gone';
  const [reading] = await readNow(engine, 'outlook', [{ ref, feed, link }]);
  if (reading?.kind === 'unknown') return undefined;
  return reading?.kind === 'value' && reading.item.side === 'outlook' ? reading.item : 'gone';
}

/** The user has chosen the record that is the same meeting. */
async function linkTo(engine: Engine, order: Order, chosen: { type: string; id: string }): Promise<Outcome> {
  const { store, ports, policy } = engine;
  const ref = espoRef(chosen.type, chosen.id);
  const [mine, [other]] = [await linkOf(engine, order), await store.linksByRef('espo', [ref])];
  if (mine && mine.state !== 'unlinked') return mine.espoRef === ref ? {} : { code: 'there' };
  if (mine && mine.id === other?.id) return linkedAgain(engine, mine, CAUSES.linkedByYou);
  if (other && other.state !== 'unlinked') return { code: 'there' };
  if (!(chosen.type in policy.entities)) return { code: 'noRight' };
  const event = await eventOf(engine, order, mine);
  if (event === undefined || typeof event === 'string') return event && { code: event };
  if (event.event.private && policy.settings.privateEvents === 'leaveOut') return { code: 'cannot' };
  const [reading] = await ports.espo.read([{ ref, feed: chosen.type }]);
  if (reading?.kind === 'unknown') return undefined;
  if (reading?.kind !== 'value') return { code: 'gone' };
  const changes = emptyChanges();
  join(engine, changes, event, reading.item as EspoItem, 'outlook', nothingPaired(engine), '', true);
  // What remembers that either was left out is over; the other half of it is still to be left out.
  const halves = other ? [{ ...other, espoRef: '' }] : [];
  const put = [...(changes.links.put ?? []), ...halves.filter(({ outlookId }) => outlookId !== '')];
  const remove = [mine, ...halves.filter(({ outlookId }) => outlookId === '')].flatMap((link) => link?.id ?? []);
  return { ...changes, links: { put, remove } };
}

/** An event that is not to be synced, whatever the settings say. */
async function leaveOut(engine: Engine, order: Order): Promise<Outcome> {
  const { store } = engine;
  const link = await linkOf(engine, order);
  if (link)
    return link.state === 'unlinked' ? { links: { put: [{ ...link, quiet: true }] } } : unlink(engine, order, '');
  const event = await eventOf(engine, order, undefined);
  if (event === undefined || typeof event === 'string') return event && { code: event };
  const of = [{ side: 'outlook' as const, ref: event.id }];
  return {
    links: { put: [tombstone(store.pair, event.id, event)] },
    arrivals: { remove: of },
    seen: { remove: of },
  };
}

/** The two are taken apart; one of them goes, where the user said so and may. */
async function unlink(engine: Engine, order: Order, remove: 'espo' | 'outlook' | ''): Promise<Outcome> {
  const link = await linkOf(engine, order);
  if (!link || link.state === 'unlinked') return { code: 'notLinked' };
  if (remove === '') {
    const apart: Link = { ...link, state: 'unlinked', reason: 'unlinked', gone: '', quiet: true, wish: '' };
    return { links: { put: [apart] }, activity: [logLink(engine, link, 'unlink', CAUSES.unlinkedByYou)] };
  }
  if (link.state !== 'active') return { code: 'notLinked' };
  if (!mayWrite(engine.policy, remove)) return { code: 'direction' };
  if (remove === 'outlook' && !link.outlook.isOrganizer) return { code: 'notOrganizer' };
  if (!mayRemove(link, remove, engine.policy)) return { code: 'noRight' };
  return { links: { put: [{ ...link, wish: remove === 'espo' ? 'unlinkRecord' : 'unlinkEvent' }] } };
}

/** EspoCRM has no key that would make it repeatable: what was perhaps sent before is looked for first. */
async function note(engine: Engine, order: Order, text: string): Promise<Outcome> {
  const { store, notes, policy, now } = engine;
  const link = await linkOf(engine, order);
  if (!link || link.espoRef === '' || link.state === 'unlinked') return { code: 'notLinked' };
  if (!mayWrite(policy, 'espo')) return { code: 'direction' };
  const record = splitEspoRef(link.espoRef);
  if (order.sentAt !== undefined) {
    const there = await notes.has(record, text, order.sentAt);
    if (there === undefined) return undefined;
    if (there) return { activity: [noteRow(engine, link, text)] };
  }
  await store.commit({ cursors: putOrder(store, { ...order, sentAt: order.sentAt ?? now() }) });
  const written = await notes.write(record, text);
  if (written.kind === 'refused') return { code: 'refused', detail: written.detail };
  return { activity: [noteRow(engine, link, text)] };
}

const noteRow = (engine: Engine, link: Link, text: string): Activity => ({
  ...logLink(engine, link, 'link', CAUSES.writtenByYou),
  op: 'update',
  field: 'note',
  newValue: text,
});

async function person(
  engine: Engine,
  order: Order,
  { address, kind }: Extract<Act, { act: 'person' }>,
): Promise<Outcome> {
  const link = await linkOf(engine, order);
  if (!mayWrite(engine.policy, 'espo')) return { code: 'direction' };
  const name = await noteStranger(engine, link?.id ?? '', address);
  const changes = await strangerAnswered(engine, address, kind === 'Contact' ? 'addContact' : 'addLead');
  const refused = changes.cursors?.put?.find((cursor) => cursor.name === name);
  if (!refused) return changes;
  // It is said here; whoever wants strangers listed finds it there, too.
  const listed = engine.policy.settings.unknownAttendees === 'list';
  await engine.store.commit({ cursors: listed ? { put: [refused] } : { remove: [name] } });
  const { refused: detail = '' } = JSON.parse(refused.value) as { refused?: string };
  return { code: detail === '403' ? 'noRight' : 'refused', detail };
}
