/** What the end of a meeting, or the user's own answer, makes of its record's status where the user wants that (DESIGN 3.7). Pure. */
import { CAUSES, joinCauses } from '../../../shared/causes';
import { DAY } from '../../../shared/time';
import { endOf, endsBeforeStart, type Fields, isStillPlanned, type Status } from '../model/event';
import type { Side } from '../model/item';
import { fieldsNow, type Link } from '../model/link';
import { type Policy, saysEnd } from '../model/policy';
import { mayWriteRecord } from './may-travel';
import type { WantedUpdate } from './reconcile';

type Now = Record<Side, Fields>;
const nowOf = (link: Link): Now => ({ outlook: fieldsNow(link, 'outlook'), espo: fieldsNow(link, 'espo') });

/** Nobody but the sync has said anything of it, so that it may. */
const isOpen = (link: Link, { espo }: Now): boolean =>
  link.state === 'active' &&
  link.gone === '' &&
  link.wish === '' &&
  link.espo.assignedToMe &&
  !link.espo.touched &&
  isStillPlanned(espo.status);

/** When a record that nobody has worked on will be over, on both sides; undefined where its end says nothing of it. */
export function openUntil(link: Link): number | undefined {
  const now = nowOf(link);
  const { outlook, espo } = now;
  // Neither a cancelled meeting nor one without the user was held because its time has passed.
  if (!isOpen(link, now) || espo.status !== 'planned') return undefined;
  if (outlook.status === 'cancelled' || outlook.response === 'declined') return undefined;
  if (endsBeforeStart(outlook.when) || endsBeforeStart(espo.when)) return undefined;
  const end = Math.max(endOf(outlook.when), endOf(espo.when));
  return Number.isFinite(end) ? end : undefined;
}

/** Somebody else's invitation that the user has declined, with a record that nobody has worked on. */
export function isDeclinedOpen(link: Link): boolean {
  const now = nowOf(link);
  return isOpen(link, now) && isDeclined(link, now);
}

const isDeclined = ({ outlook: { isOrganizer } }: Link, { outlook }: Now): boolean =>
  outlook.response === 'declined' && !isOrganizer;

/** By the clock of the server that has the record: ours may be wrong by years. */
export const serverNow = ({ now, skew }: Policy): number => now + skew.espo;

/** Ends before it are over for a day. */
export const overSince = (policy: Policy): number => serverNow(policy) - DAY;

/** Whether the user wants it marked that they are not coming, and may. */
export const marksDeclined = (link: Link, policy: Policy): boolean =>
  policy.settings.declinedNotHeld &&
  saysEnd(policy, link.espo.type, 'notHeld') &&
  mayWriteRecord('status', link, policy);

/** The status, the cause, and what of Outlook is settled with it; undefined where there is nothing to say. */
function outcomeOf(link: Link, now: Now, policy: Policy): Outcome | undefined {
  if (!isStillPlanned(now.espo.status)) return undefined;
  if (isDeclined(link, now)) {
    // Just declined: like a cancelled meeting, whoever has worked on the record. Long declined: what a person made of it since stays.
    const news = link.base.outlook.response !== 'declined';
    if (!(news || isOpen(link, now)) || !marksDeclined(link, policy)) return undefined;
    // Said once, also where the answer itself has no place in the record.
    return { status: 'cancelled', cause: CAUSES.declinedByYou, settles: { response: 'declined' }, untouched: !news };
  }
  const until = policy.settings.markHeld ? openUntil(link) : undefined;
  if (until === undefined || until > overSince(policy)) return undefined;
  if (!saysEnd(policy, link.espo.type, 'held') || !mayWriteRecord('status', link, policy)) return undefined;
  return { status: 'held', cause: CAUSES.over, settles: {}, untouched: true };
}

interface Outcome {
  status: Status;
  cause: string;
  settles: Partial<Fields>;
  untouched: boolean;
}

/** Goes with what is written to the record anyway. What a person is asked about the record comes first. */
export function withOutcome(updates: WantedUpdate[], link: Link, now: Now, policy: Policy): WantedUpdate[] {
  const outcome = outcomeOf(link, now, policy);
  const own = updates.filter(({ side }) => side === 'espo');
  if (!outcome || own.some(({ waits, fields }) => waits !== undefined || 'status' in fields)) return updates;
  const { status, cause, settles, untouched } = outcome;
  const [first] = own;
  const update: WantedUpdate = {
    ...(first ?? { side: 'espo', losers: [], waits: undefined }),
    fields: { ...first?.fields, status },
    settles: { ...first?.settles, ...settles },
    cause: joinCauses(first ? [first.cause, cause] : [cause]),
    ...(untouched ? { untouched } : {}),
  };
  return [update, ...updates.filter((one) => one !== first)];
}
