/** Makes an item again that was deleted. */
import { observeEspo, observeOutlook } from '../decide/observe';
import { mayRemove } from '../decide/permitted';
import { blank } from '../decide/plan-rows';
import { visibleFields } from '../model/carried-fields';
import type { Engine } from '../model/engine';
import { type Fields, isStillPlanned } from '../model/event';
import { NO_GUESTS } from '../model/guests';
import { type Item, type OutlookItem, otherSide, refOf, type Side } from '../model/item';
import { addedBy, complete, espoHalf, having, type Link, outlookHalf, withBase, withObserved } from '../model/link';
import { newNonce } from '../model/marker';
import { labelOf, type Policy } from '../model/policy';
import type { AttendeesWritten, CreateIntent } from '../model/port';
import { generationName, type PlanRow } from '../model/store';

export interface Remake {
  id: string;
  side: Side;
  feed: string;
  /** The link in which the new item takes its place. */
  link: Link | undefined;
  /** The other item of the pair, as it is now; undefined where there is none. */
  source: Item | undefined;
  fields: Fields;
  /** Halves of the other side that hold then: what differs there does not travel. */
  settles: Partial<Fields>;
  cause: string;
  /** The record that an Outlook event is made for. */
  record: { type: string; id: string };
}

/** An item is made again because a person said so, through the create path of every other one: journal, marker, look-up. */
export async function remakeRow(engine: Engine, what: Remake): Promise<PlanRow> {
  const { link, source, side, id, feed, record } = what;
  const generation = await nextGeneration(engine, what);
  return {
    ...blank,
    id,
    pair: engine.store.pair,
    state: 'confirmed',
    op: 'create',
    side,
    feed,
    // None is known: one begins with the new item.
    linkId: link?.id ?? '',
    source,
    intent: {
      op: 'create',
      key: id,
      feed,
      fields: what.fields,
      private: false,
      meetingKey: side === 'espo' ? (link?.meetingKey ?? '') : '',
      marker: side === 'outlook' ? { ...record, nonce: newNonce(engine), generation } : undefined,
      openedAt: engine.now(),
    },
    cause: what.cause,
    title: what.fields.title,
    settles: what.settles,
  };
}

/** The same record's event is another transaction each time it is made. */
async function nextGeneration({ store }: Engine, { link, record }: Remake): Promise<number> {
  const kept = Number((await store.cursor(generationName(`${record.type}/${record.id}`))) ?? 0);
  return Math.max(kept, (link?.generation ?? 0) + 1);
}

/** The new item takes its side's place in the link. What its server returned is that half of the base. Pure. */
export function placed(
  link: Link,
  item: Item,
  intent: CreateIntent,
  policy: Policy,
  attendees?: AttendeesWritten,
): Link {
  const now = visibleFields(item, policy);
  const half = { ...link, base: { ...link.base, [item.side]: now }, observed: { ...link.observed, [item.side]: {} } };
  return item.side === 'outlook'
    ? placedEvent(half, item, intent, policy)
    : {
        ...half,
        espoRef: refOf(item),
        ...addedBy(attendees),
        lookAgain: 2,
        espo: {
          ...espoHalf(item, policy.me.espoUserId),
          countedStart: item.start,
          ownModifiedAt: item.modifiedAt,
          touched: false,
        },
      };
}

function placedEvent(link: Link, item: OutlookItem, { marker }: CreateIntent, policy: Policy): Link {
  const label = link.outlook.labelAtCreation === '' ? '' : labelOf(policy, link.espo.type);
  return {
    ...link,
    outlookId: item.id,
    meetingKey: item.meetingKey,
    generation: marker?.generation ?? link.generation,
    nonce: marker?.nonce ?? link.nonce,
    outlook: { ...outlookHalf(item, '', label), ownEtag: item.etag },
    // Nobody is invited to the new one yet.
    ...(link.guests ? { guests: { ...NO_GUESTS, look: true } } : {}),
  };
}

/** The two belong together again: the link lives on, and what `settles` does not cover goes through the merge. Pure. */
export function rejoined(link: Link, other: Item, settles: Partial<Fields>, policy: Policy): Link {
  const awake: Link = { ...complete(link), state: 'active', reason: undefined, gone: '', quiet: false, wish: '' };
  const seen = other.side === 'outlook' ? observeOutlook(awake, other, policy) : observeEspo(awake, other, policy);
  return withBase(seen, other.side, settles);
}

/** The item stands alone: the other one is gone, and nothing is to be made of this one. Pure. */
export const alone = (link: Link, side: Side): Link => ({
  ...having(link, side),
  state: 'unlinked',
  reason: 'deletedByPerson',
  gone: otherSide(side),
  quiet: true,
  wish: '',
  lookAgain: 0,
});

/** What a look-up found may have been edited since it was made: that is a person's edit, and travels like one. Pure. */
export function asSent(link: Link, item: Item, intent: CreateIntent, policy: Policy): Link {
  const { status } = link.base[item.side];
  const sent: Fields = { ...intent.fields, status, attendees: '', response: '' };
  return withObserved({ ...link, base: { ...link.base, [item.side]: sent } }, item.side, visibleFields(item, policy));
}

/** A record that a Meeting took the place of: kept as a tombstone, and taken away if nobody has worked on it. Pure. */
export function leftBehind(link: Link, id: string, policy: Policy): Link {
  const untouched = !link.espo.touched && isStillPlanned(link.base.espo.status) && !('status' in link.observed.espo);
  return {
    ...link,
    id: `tombstone|${id}`,
    state: 'unlinked',
    reason: 'unlinked',
    outlookId: '',
    meetingKey: '',
    gone: '',
    quiet: true,
    wish: untouched && mayRemove(link, 'espo', policy) ? 'remove' : '',
    lookAgain: 0,
  };
}
