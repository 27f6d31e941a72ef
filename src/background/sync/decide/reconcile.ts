/** What a link's two sides and the policy make of it: writes, or none. Pure. */
import { CAUSES, joinCauses } from '../../../shared/causes';
import type { Reason } from '../../../shared/codes';
import { carried, type Forms, targetIn } from '../model/carried-fields';
import { assign, endsBeforeStart, type FieldName, type Fields, sameWhen } from '../model/event';
import { withoutLeavers } from '../model/guests';
import { otherSide, type Side } from '../model/item';
import { fieldsNow, type Link, withBase } from '../model/link';
import type { Policy } from '../model/policy';
import { withCategory } from './category';
import { isForOthers, mayTravel } from './may-travel';
import { type FieldOutcome, merge } from './merge';
import { withOutcome } from './outcome';
import { youngerOf } from './younger';

/** A write that the merge wants, before the guard has looked at it. */
export interface WantedUpdate {
  side: Side;
  fields: Partial<Fields>;
  /** Base halves of the source side that hold once the write is acknowledged. */
  settles: Partial<Fields>;
  losers: { field: FieldName; side: Side; value: string }[];
  cause: string;
  /** Why it must wait for a person; undefined when it may be written. */
  waits: Reason | undefined;
  /** It says something of a record that nobody has worked on, or it is not written. */
  untouched?: boolean;
  /** What the event is to bear besides, beside its other categories. */
  category?: string;
}

export interface Reconciled {
  /** The link with everything that needs no write: versions, agreed fields, sleep. */
  link: Link;
  updates: WantedUpdate[];
  /** Fields that stay different, because the rules want it so. */
  differs: FieldName[];
}

/** One live link, as far as both sides have been read, becomes writes. Pure. */
export function reconcile(before: Link, policy: Policy, forms: Forms): Reconciled {
  // An entity that is switched off, or whose rights were lost, pauses.
  if (before.state !== 'active' || !(before.espo.type in policy.entities))
    return { link: before, updates: [], differs: [] };
  const now: Record<Side, Fields> = { outlook: movedFields(before, 'outlook'), espo: movedFields(before, 'espo') };
  let link = freezeDescription(before, now, policy);
  const outcomes = merge({
    base: link.base,
    outlook: now.outlook,
    espo: now.espo,
    mayTravel: (field, to) => mayTravel(field, to, link, now, policy),
    source: oneWaySource(policy),
    younger: youngerOf(link, policy),
    conflicts: policy.settings.conflicts,
    carried: (field, value, to) => carried(field, value, targetIn(link, to), policy, forms),
  });
  link = absorb(link, outcomes, now, policy);
  const updates = (['espo', 'outlook'] as const).flatMap((side) => [
    ...wanted(side, outcomes, now, link, policy, forms),
    ...backwards(side, outcomes, now, link, policy),
  ]);
  return {
    ...withCategory(link, withOutcome(updates, link, now, policy), policy),
    differs: outcomes.filter((o) => o.kind === 'differs').map((o) => o.field),
  };
}

/** What a side holds now. An item that ends before it begins has not been moved anywhere: no such time is carried over. */
function movedFields(link: Link, side: Side): Fields {
  const fields = fieldsNow(link, side);
  return endsBeforeStart(fields.when) ? { ...fields, when: link.base[side].when } : fields;
}

/** Its time would have been written there, were it one: a person is told, who alone can correct it. */
function backwards(
  to: Side,
  outcomes: readonly FieldOutcome[],
  now: Record<Side, Fields>,
  link: Link,
  policy: Policy,
): WantedUpdate[] {
  const from = otherSide(to);
  const { when } = fieldsNow(link, from);
  const corrected = outcomes.some(({ field, to: side }) => field === 'when' && side === from);
  if (sameWhen(when, now[from].when) || corrected || !mayTravel('when', to, link, now, policy)) return [];
  const cause = CAUSES.endsBeforeStart;
  return [{ side: to, fields: { when }, settles: { when }, losers: [], cause, waits: 'endBeforeStart' }];
}

/** The description travels from the side where the event was made until the other side's text was edited there. */
function freezeDescription(link: Link, now: Record<Side, Fields>, policy: Policy): Link {
  if (policy.settings.descriptionBothWays || link.descriptionFrozen) return link;
  const receiving = otherSide(link.origin);
  return now[receiving].description === link.base[receiving].description ? link : { ...link, descriptionFrozen: true };
}

function oneWaySource(policy: Policy): Side | undefined {
  const { direction } = policy.settings;
  if (direction === 'both') return undefined;
  return direction === 'outlookToEspo' ? 'outlook' : 'espo';
}

/** Both halves move where nothing has to be written: both sides agree, or a field is each side's own. */
function absorb(link: Link, outcomes: FieldOutcome[], now: Record<Side, Fields>, policy: Policy): Link {
  let next = link;
  for (const { field, kind } of outcomes) {
    const own = field === 'title' && now.outlook.status === 'cancelled';
    const frozen = field === 'description' && link.descriptionFrozen;
    const others = field === 'attendees' && isForOthers(link, policy);
    if (kind !== 'agreed' && !(kind === 'differs' && (own || frozen || others))) continue;
    next = withBase(next, 'outlook', { [field]: now.outlook[field] });
    next = withBase(next, 'espo', { [field]: now.espo[field] });
  }
  return next;
}

function wanted(
  side: Side,
  outcomes: FieldOutcome[],
  now: Record<Side, Fields>,
  link: Link,
  policy: Policy,
  forms: Forms,
): WantedUpdate[] {
  const mine = outcomes.filter((o) => (o.kind === 'travel' && o.to === side) || (o.kind === 'ask' && side === 'espo'));
  if (mine.length === 0) return [];
  const from = now[otherSide(side)];
  const update: WantedUpdate = { side, fields: {}, settles: {}, losers: [], cause: '', waits: undefined };
  for (const { field, loser } of mine) {
    assign(update.fields, field, carried(field, from[field], targetIn(link, side), policy, forms));
    assign(update.settles, field, from[field]);
    if (loser) update.losers.push({ field, ...loser });
    if (field === 'attendees') update.fields.attendees = withoutLeavers(from.attendees, link);
  }
  update.cause = joinCauses(mine.map((o) => o.cause));
  if (mine.some((o) => o.kind === 'ask')) update.waits = 'conflict';
  // Rule 5: any write to an event with attendees mails them.
  else if (side === 'outlook' && link.outlook.hasAttendees && !policy.settings.updateMeetingsWithAttendees)
    update.waits = 'wouldMail';
  return [update];
}
