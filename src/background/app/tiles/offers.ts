/** What the card of one event may offer: by direction, rights, and the rules about mail and privacy. Pure. */

import type { Offers } from '../../../shared/card';
import type { Reason } from '../../../shared/codes';
import { mayEditRecord, mayRemove } from '../../sync/decide/permitted';
import { fieldsNow, type Link } from '../../sync/model/link';
import { mayWrite, type Policy, saysEnd } from '../../sync/model/policy';
import type { Met } from './find-items';

/** No record is made of these, whoever wants one: what stays private, what EspoCRM cannot hold, and what would be a second one. */
const NEVER: ReadonlySet<Reason | undefined> = new Set<Reason | undefined>([
  'private',
  'recurring',
  'cancelled',
  'draft',
  'endBeforeStart',
  'beyondWindow',
  'alreadyLinked',
  'othersRecord',
  'colleagueSyncs',
  'secondRecord',
]);

const NOTHING: Offers = { create: [], link: false, leaveOut: false, unlink: undefined, status: [], edit: false };

/** `kindOf`: what people call an entity type. */
export function offersOf({ link, seen }: Met, policy: Policy, kindOf: (type: string) => string): Offers {
  if (link && link.state !== 'unlinked') return linkedOffers(link, policy);
  // Taken apart, or left out by the user: what is there may be linked again (Needs you), or another one.
  const apart = link !== undefined && link.espoRef !== '' && link.reason === 'unlinked';
  if (NEVER.has(link ? undefined : seen?.reason) || link?.outlook.isPrivate === true) return NOTHING;
  const allDay = seen?.reason === 'callAllDay';
  const create =
    mayWrite(policy, 'espo') && !apart
      ? Object.entries(policy.entities).filter(([, rights]) => rights.create && (rights.allDay || !allDay))
      : [];
  return {
    ...NOTHING,
    create: create.map(([type]) => ({ type, label: kindOf(type) })),
    link: true,
    leaveOut: !link && seen?.reason === undefined,
  };
}

function linkedOffers(link: Link, policy: Policy): Offers {
  const active = link.state === 'active' && link.gone === '';
  const edit = mayEditRecord(link, policy);
  const { status } = fieldsNow(link, 'espo');
  const ends = (['held', 'notHeld'] as const).filter((end) => saysEnd(policy, link.espo.type, end));
  const is = status === 'cancelled' ? 'notHeld' : status;
  return {
    ...NOTHING,
    unlink: { remove: active ? (['espo', 'outlook'] as const).filter((side) => mayRemove(link, side, policy)) : [] },
    status: edit ? ends.filter((end) => end !== is) : [],
    edit,
  };
}
