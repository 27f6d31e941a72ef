/** The fields that a side carries, and what its server makes of each. */
import { type Fields, fieldsOf } from './event';
import type { Item, OutlookItem, Side } from './item';
import { otherSide } from './item';
import type { Link } from './link';
import { attendeesText, ownIn, responseText } from './people';
import { labelled, nameFromSubject, type Policy } from './policy';

/** The pure half of a port that decisions need: what its server makes of a value. */
export interface Form {
  asStored<F extends keyof Fields>(field: F, value: Fields[F], feed: string): Fields[F];
}
export type Forms = Record<Side, Form>;

/** The item that values go to: how much it holds depends on its entity type, and a label may stand before its name in Outlook. */
export interface Target {
  side: Side;
  /** The calendar or entity type. */
  feed: string;
  label: string;
}

/** The item of a link on that side. */
export const targetIn = ({ espo, outlook }: Link, side: Side): Target => ({
  side,
  feed: side === 'espo' ? espo.type : outlook.calendarId,
  label: outlook.labelAtCreation,
});

const PRIVATE_TITLE = 'Private appointment';

/** The fields of an item that the other side may see: a private event shows its times only, if the user chose so. */
export function visibleFields(item: Item, policy: Policy): Fields {
  const fields = fieldsOf(item.event);
  if (item.side === 'espo') return fields;
  const timesOnly = item.event.private && policy.settings.privateEvents === 'timesOnly';
  if (timesOnly) return { ...fields, title: PRIVATE_TITLE, location: '', description: '', joinLink: '' };
  fields.attendees = attendeesText(item, ownIn(item, policy), policy.settings.blockList);
  fields.response = responseText(item);
  if (policy.settings.markTentative && fields.status === 'planned' && isTentative(item)) fields.status = 'tentative';
  // Unknown until a field is chosen for it: from then on it is new, and travels.
  if (fields.joinLink !== '' && !Object.values(policy.entities).some((entity) => entity.joinLink !== ''))
    fields.joinLink = '';
  return fields;
}

/** By the user's own answer, or on their own event by how it shows: an invitation without an answer shows so by itself. */
const isTentative = ({ isOrganizer, showAs, response }: OutlookItem): boolean =>
  isOrganizer ? showAs === 'tentative' : response === 'tentative';

/** A value of the other side as `to` would hold it: labels put on or taken off, then what the server makes of it. */
export function carried<F extends keyof Fields>(
  field: F,
  value: Fields[F],
  to: Target,
  policy: Policy,
  forms: Forms,
): Fields[F] {
  let text: Fields[F] = value;
  if (field === 'title') {
    const title = value as string;
    text = (to.side === 'outlook' ? labelled(to.label, title) : nameFromSubject(policy, title)) as Fields[F];
  }
  return forms[to.side].asStored(field, text, to.feed);
}

/** All fields of an item as the other side would hold them. */
export function carriedFields(item: Item, to: Omit<Target, 'side'>, policy: Policy, forms: Forms): Fields {
  const fields = visibleFields(item, policy);
  const target = { ...to, side: otherSide(item.side) };
  const carry = <F extends keyof Fields>(field: F): Fields[F] => carried(field, fields[field], target, policy, forms);
  return {
    title: carry('title'),
    when: carry('when'),
    location: carry('location'),
    description: carry('description'),
    // Outlook is told of no status.
    status: target.side === 'espo' && fields.status === 'tentative' ? carry('status') : 'planned',
    attendees: policy.settings.attendees ? fields.attendees : '',
    response: policy.settings.attendees ? fields.response : '',
    joinLink: carry('joinLink'),
  };
}
