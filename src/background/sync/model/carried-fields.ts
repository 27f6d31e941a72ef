import { type Fields, fieldsOf } from './event';
import type { Item, Side } from './item';
import { otherSide } from './item';
import { attendeesText, ownIn, responseText } from './people';
import { labelled, nameFromSubject, type Policy } from './policy';

/** The pure half of a port that decisions need: what its server makes of a value. */
export interface Form {
  asStored<F extends keyof Fields>(field: F, value: Fields[F]): Fields[F];
}
export type Forms = Record<Side, Form>;

const PRIVATE_TITLE = 'Private appointment';

/** The fields of an item that the other side may see: a private event shows its times only, if the user chose so. */
export function visibleFields(item: Item, policy: Policy): Fields {
  const fields = fieldsOf(item.event);
  if (item.side === 'espo') return fields;
  const timesOnly = item.event.private && policy.settings.privateEvents === 'timesOnly';
  if (timesOnly) return { ...fields, title: PRIVATE_TITLE, location: '', description: '', joinLink: '' };
  fields.attendees = attendeesText(item, ownIn(item, policy), policy.settings.blockList);
  fields.response = responseText(item);
  // Unknown until a field is chosen for it: from then on it is new, and travels.
  if (fields.joinLink !== '' && !Object.values(policy.entities).some((entity) => entity.joinLink > 0))
    fields.joinLink = '';
  return fields;
}

/** A value of the other side as `to` would hold it: labels put on or taken off, then what the server makes of it. */
export function carried<F extends keyof Fields>(
  field: F,
  value: Fields[F],
  to: Side,
  label: string,
  policy: Policy,
  forms: Forms,
): Fields[F] {
  let text: Fields[F] = value;
  if (field === 'title') {
    const title = value as string;
    text = (to === 'outlook' ? labelled(label, title) : nameFromSubject(policy, title)) as Fields[F];
  }
  return forms[to].asStored(field, text);
}

/** All fields of an item as the other side would hold them. */
export function carriedFields(item: Item, label: string, policy: Policy, forms: Forms): Fields {
  const fields = visibleFields(item, policy);
  const to = otherSide(item.side);
  const carry = <F extends keyof Fields>(field: F): Fields[F] =>
    carried(field, fields[field], to, label, policy, forms);
  return {
    title: carry('title'),
    when: carry('when'),
    location: carry('location'),
    description: carry('description'),
    status: 'planned',
    attendees: policy.settings.attendees ? fields.attendees : '',
    response: policy.settings.attendees ? fields.response : '',
    joinLink: fields.joinLink,
  };
}
