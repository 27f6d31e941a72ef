/** Records that a second delivery of one request, or a copied event, has made beside a meeting's own. */
import { MINUTE } from '../../../shared/time';
import { arriving, formsOf, keyOfLink } from '../decide/find';
import { agreement } from '../decide/same-meeting';
import type { Engine } from '../model/engine';
import { areTwins, type Fields, type Gist, sameWhen, twinKey } from '../model/event';
import { type EspoItem, isAsMade, isFilledIn, refOf } from '../model/item';
import type { Link } from '../model/link';
import { sameKey } from '../model/meeting-key';

/** A browser sends a POST again at once when its kept-alive connection was reset (platform.md). */
const SECOND_DELIVERY = 10_000;
/** In which two browsers of one user make what is new to both. */
export const AT_ONCE = 10 * MINUTE;

export const live = ({ state }: Link): boolean => state === 'active' || state === 'asleep';

const isAlone = ({ outlook }: Link): boolean => outlook.isOrganizer && !outlook.hasAttendees;

/** Events of my own beside a meeting that looks the same (a copy of it, say): a colleague's record is the meeting's. */
export async function besideMeetings({ store }: Engine, links: readonly Link[]): Promise<Set<Link>> {
  const alone = links.filter(isAlone);
  const meetings = new Set<string>();
  for (const type of new Set(alone.map(({ espo }) => espo.type)))
    for (const link of await store.linksInFeed('espo', type))
      if (live(link) && !isAlone(link)) meetings.add(twinKey(link.base.espo));
  meetings.delete('');
  return new Set(alone.filter((link) => meetings.has(twinKey(link.base.espo))));
}

/** Another record of the same meeting: by its key, a colleague's exact twin, or our own create that arrived twice. */
export function isSecond(item: EspoItem, link: Link, engine: Engine, shared: ReadonlySet<string>): boolean {
  const me = engine.policy.me.espoUserId;
  if (item.key !== '')
    return (
      sameKey(item.key, link.meetingKey) &&
      (isLike(item.event, link, engine) || (!shared.has(link.meetingKey) && hasGoneApart(item, link, engine)))
    );
  if (item.createdById !== me) return areTwins(item.event, link.base.espo);
  // Made by us within moments of the linked one, and touched by nobody since.
  if (item.assignedUserId !== me || isFilledIn(item, link.espo.parentGiven)) return false;
  if (Math.abs(item.createdAt - link.espo.createdAt) > SECOND_DELIVERY) return false;
  if (isAsMade(item) && holds(item, link.base.espo)) return true;
  // The user's other browser has carried over already what was changed in the event.
  return holds(item, arriving(link, engine));
}

/** As the linked record was when it was read last, or as it will be once the event's changes have arrived. */
export const isLike = (gist: Gist, link: Link, engine: Engine): boolean =>
  formsOf(link, engine).some((fields) => areTwins(gist, fields));

/**
 * It bears the key and has another name or another time by now. A colleague's is the meeting's. One of my own was made by my other browser
 * at the same moments, and was changed since: EspoCRM's "Duplicate" copies the key, and that says something else from its first moment.
 */
export function hasGoneApart(item: EspoItem, link: Link, engine: Engine): boolean {
  const isNear = formsOf(link, engine).some((fields) => agreement(item.event, fields) > 0);
  if (!isNear || item.createdById !== engine.policy.me.espoUserId) return isNear;
  return !isAsMade(item) && Math.abs(item.createdAt - link.espo.createdAt) <= AT_ONCE;
}

/** It says what the linked record says, or will say: whoever made it has typed nothing into it. */
export const saysNoMore = (item: EspoItem, link: Link, engine: Engine): boolean =>
  [link.base.espo, arriving(link, engine)].some((fields) => holds(item, fields));

const holds = ({ event }: EspoItem, { title, when, description }: Fields): boolean =>
  event.title === title && sameWhen(event.when, when) && event.description === description;

/**
 * The record that we have just made is gone, and one that is like it in name and time was made in the same moments: the user's other browser
 * may have made that one, and given ours up for it. Then nobody has deleted the meeting.
 */
export async function perhapsGivenUp(engine: Engine, link: Link): Promise<boolean | 'unsure'> {
  const { store, ports, policy } = engine;
  if (link.lookAgain === 0 || link.origin !== 'outlook' || link.gone !== 'espo') return false;
  const near = (createdAt: number): boolean => Math.abs(createdAt - link.espo.createdAt) <= SECOND_DELIVERY;
  const linked = (await store.linksInFeed('espo', link.espo.type)).some(
    ({ id, espo, base }) => id !== link.id && near(espo.createdAt) && isLike(base.espo, link, engine),
  );
  if (linked) return true;
  const keys = formsOf(link, engine).map((fields) => keyOfLink(link, fields));
  const found = (await ports.espo.find(keys)).flat();
  const other = found.some((item) => {
    const ours = item.createdById === policy.me.espoUserId && refOf(item) !== link.espoRef;
    return ours && near(item.createdAt) && isLike(item.event, link, engine);
  });
  return other || (keys.some((key) => ports.espo.unsure(key)) ? 'unsure' : false);
}
