import { arriving, formsOf, keyOfLink } from '../decide/find';
import type { Engine } from '../model/engine';
import { type Fields, sameWhen, twinKey } from '../model/event';
import { type EspoItem, isAsMade, refOf } from '../model/item';
import type { Link } from '../model/link';

/** A browser sends a POST again at once when its kept-alive connection was reset (platform.md). */
const SECOND_DELIVERY = 10_000;

export const live = ({ state }: Link): boolean => state === 'active' || state === 'asleep';

const isAlone = ({ outlook }: Link): boolean => outlook.isOrganizer && !outlook.hasAttendees;

/** Events of my own beside a meeting that looks the same (a copy of it, say): a colleague's record is the meeting's. */
export async function besideMeetings({ store }: Engine, links: readonly Link[]): Promise<Set<Link>> {
  const alone = links.filter(isAlone);
  const meetings = new Set<string>();
  for (const type of new Set(alone.map(({ espo }) => espo.type)))
    for (const link of await store.linksInFeed('espo', type))
      if (live(link) && !isAlone(link)) meetings.add(twinKey(link.base.espo));
  return new Set(alone.filter((link) => meetings.has(twinKey(link.base.espo))));
}

/** Another record of the same meeting: by its key, a colleague's exact twin, or our own create that arrived twice. */
export function isSecond(item: EspoItem, link: Link, engine: Engine): boolean {
  const me = engine.policy.me.espoUserId;
  if (item.key !== '') return item.key === link.meetingKey;
  if (item.createdById !== me) return twinKey(item.event) === twinKey(link.base.espo);
  // Made by us within moments of the linked one, and touched by nobody since.
  if (item.assignedUserId !== me || item.hasOwnData) return false;
  if (Math.abs(item.createdAt - link.espo.createdAt) > SECOND_DELIVERY) return false;
  if (isAsMade(item) && holds(item, link.base.espo)) return true;
  // The user's other browser has carried over already what was changed in the event.
  return holds(item, arriving(link, engine));
}

const holds = ({ event }: EspoItem, { title, when, description }: Fields): boolean =>
  event.title === title && sameWhen(event.when, when) && event.description === description;

/**
 * The record that we have just made is gone, and one that is like it was made in the same moments: the user's other browser may have made
 * that one, and given ours up for it. Then nobody has deleted the meeting.
 */
export async function perhapsGivenUp(engine: Engine, link: Link): Promise<boolean | 'unsure'> {
  const { store, ports, policy } = engine;
  if (link.lookAgain === 0 || link.origin !== 'outlook' || link.gone !== 'espo') return false;
  const gone = link.base.espo;
  const near = (createdAt: number): boolean => Math.abs(createdAt - link.espo.createdAt) <= SECOND_DELIVERY;
  const linked = (await store.linksInFeed('espo', link.espo.type)).some(({ id, espo, base }) => {
    if (id === link.id || !near(espo.createdAt)) return false;
    const { title, when, description } = base.espo;
    return (
      title === gone.title || sameWhen(when, gone.when) || (description !== '' && description === gone.description)
    );
  });
  if (linked) return true;
  const keys = formsOf(link, engine).map((fields) => keyOfLink(link, fields));
  const found = (await ports.espo.find(keys)).flat();
  const other = found.some(
    (item) => item.createdById === policy.me.espoUserId && refOf(item) !== link.espoRef && near(item.createdAt),
  );
  return other || (keys.some((key) => ports.espo.unsure(key)) ? 'unsure' : false);
}
