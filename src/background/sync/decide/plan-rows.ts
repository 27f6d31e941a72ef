/** Rows of the plan, one maker for each kind of write. Pure. */
import { CAUSES } from '../../../shared/causes';
import { carriedFields, visibleFields } from '../model/carried-fields';
import type { Engine } from '../model/engine';
import type { Fields } from '../model/event';
import { type EspoItem, type Item, type OutlookItem, otherSide, refOf, type Side } from '../model/item';
import { fieldsNow, type Link } from '../model/link';
import { newNonce } from '../model/marker';
import { parentHints } from '../model/parent-hints';
import { entityFor, labelOf } from '../model/policy';
import type { UpdateIntent, Version } from '../model/port';
import type { PlanRow } from '../model/store';
import type { WantedUpdate } from './reconcile';
import type { Removal } from './removal';

/** Spread behind what it does not name: adding to a spread object costs the engine fifty times as much as spreading into one. */
export const blank: Pick<
  PlanRow,
  'reason' | 'source' | 'losers' | 'settles' | 'mails' | 'choices' | 'after' | 'detail'
> = {
  reason: undefined,
  source: undefined,
  losers: [],
  settles: {},
  mails: [],
  choices: [],
  after: 'tombstone',
  detail: '',
};

/** A record for an Outlook event that has none. */
export function recordRow(
  engine: Engine,
  item: OutlookItem,
  type = entityFor(engine.policy, item.event.title, item.categories),
): PlanRow {
  const row = createRow(engine, item, type, undefined, CAUSES.newInOutlook);
  if (engine.policy.settings.setParent === 'never' || row.intent.op !== 'create') return row;
  return { ...row, intent: { ...row.intent, parentBy: parentHints(item, engine.policy) } };
}

/** An event for a record that has none. The marker and the transactionId make it findable and repeatable. */
export function eventRow(engine: Engine, item: EspoItem, generation: number): PlanRow {
  const nonce = newNonce(engine);
  return createRow(
    engine,
    item,
    engine.policy.mainCalendar,
    { type: item.type, id: item.id, nonce, generation },
    CAUSES.newInEspo,
  );
}

function createRow(
  engine: Engine,
  source: Item,
  feed: string,
  marker: { type: string; id: string; nonce: string; generation: number } | undefined,
  cause: string,
): PlanRow {
  const { policy, forms, store } = engine;
  const side = otherSide(source.side);
  const label = source.side === 'espo' ? labelOf(policy, source.type) : '';
  const id = `create|${side}|${refOf(source)}`;
  return {
    id,
    pair: store.pair,
    state: 'ready',
    op: 'create',
    side,
    feed,
    linkId: undefined,
    cause,
    title: visibleFields(source, policy).title,
    intent: {
      op: 'create',
      key: id,
      feed,
      fields: carriedFields(source, { feed, label }, policy, forms),
      private: source.event.private,
      meetingKey: source.side === 'outlook' ? source.meetingKey : '',
      marker,
      openedAt: engine.now(),
    },
    ...blank,
    source,
  };
}

/** What a conditional write on that side is decided on. */
export function versionOf(link: Link, side: Side): Version {
  return side === 'outlook'
    ? { side, etag: link.outlook.etag, hasAttendees: link.outlook.hasAttendees }
    : {
        side,
        modifiedAt: link.espo.modifiedAt,
        versionNumber: link.espo.versionNumber,
        fields: fieldsNow(link, 'espo'),
      };
}

/** Who would be mailed, when that is why it waits. */
const mailed = ({ outlook }: Link, waits: PlanRow['reason']): string[] => (waits === 'wouldMail' ? outlook.mails : []);

const feedOf = (link: Link, side: Side): string => (side === 'outlook' ? link.outlook.calendarId : link.espo.type);
const refOn = (link: Link, side: Side): string => (side === 'outlook' ? link.outlookId : link.espoRef);

export function updateRow(link: Link, wanted: WantedUpdate): PlanRow {
  const { side } = wanted;
  // Beside what is written of the same link.
  const id = `update|${side}|${link.id}${wanted.waits === 'endBeforeStart' ? '|when' : ''}`;
  return {
    id,
    pair: link.pair,
    state: wanted.waits ? 'held' : 'ready',
    op: 'update',
    side,
    feed: feedOf(link, side),
    linkId: link.id,
    cause: wanted.cause,
    title: fieldsNow(link, otherSide(side)).title,
    intent: {
      op: 'update',
      key: id,
      ref: refOn(link, side),
      feed: feedOf(link, side),
      fields: wanted.fields,
      expect: versionOf(link, side),
      ...(side === 'espo' ? ofTheMeeting(link) : {}),
      ...(wanted.untouched ? { untouched: link.espo.parentGiven ? { parent: link.espo.parentGiven } : true } : {}),
      ...(wanted.category === undefined ? {} : { category: { added: wanted.category } }),
    },
    ...blank,
    reason: wanted.waits,
    losers: wanted.losers,
    settles: wanted.settles,
    mails: mailed(link, wanted.waits),
  };
}

/** The user took somebody else's meeting off their calendar: in the record they are not coming, and the link closes. */
export function declineRow(link: Link, cause: string, says: { response: boolean; status: boolean }): PlanRow {
  const answer = { response: 'declined' };
  const fields: Partial<Fields> = {
    ...(says.response ? answer : {}),
    ...(says.status ? { status: 'cancelled' } : {}),
  };
  return updateRow(link, { side: 'espo', fields, settles: answer, losers: [], cause, waits: undefined });
}

/** The other item of a link goes, or waits for a person to say so. */
export function removeRow(
  link: Link,
  side: Side,
  removal: Extract<Removal, { kind: 'remove' | 'ask' }>,
  after: PlanRow['after'] = 'tombstone',
): PlanRow {
  const id = `remove|${side}|${link.id}`;
  return {
    id,
    pair: link.pair,
    state: removal.kind === 'ask' ? 'held' : 'ready',
    op: 'remove',
    side,
    feed: feedOf(link, side),
    linkId: link.id,
    cause: removal.cause,
    title: fieldsNow(link, side).title,
    intent: { op: 'remove', key: id, ref: refOn(link, side), feed: feedOf(link, side), expect: versionOf(link, side) },
    ...blank,
    reason: removal.kind === 'ask' ? removal.reason : undefined,
    mails: mailed(link, removal.kind === 'ask' ? removal.reason : undefined),
    after,
  };
}

const ofTheMeeting = (
  link: Link,
): Pick<UpdateIntent, 'attendeesAdded' | 'attendeeAddresses' | 'keepsResponses' | 'meetingKey'> => ({
  attendeesAdded: link.attendeesAdded,
  attendeeAddresses: link.attendeeAddresses,
  keepsResponses: !link.outlook.isOrganizer,
  meetingKey: link.meetingKey,
});

/**
 * A second item of a meeting, given up for the keeper; somebody has worked on it, or the keeper is gone meanwhile: a person decides
 * (DESIGN 3.4).
 */
export function secondRow(link: Link, stands: boolean): PlanRow {
  const cause = CAUSES.otherRecordKept;
  const side = link.espoRef === '' ? 'outlook' : 'espo';
  if (link.espo.touched || (link.keeper !== undefined && !stands))
    return removeRow(link, side, { kind: 'ask', reason: 'touchedRecord', cause });
  return { ...removeRow(link, side, { kind: 'remove', cause }), takesBack: stands };
}
