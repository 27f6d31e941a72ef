import { carried, visibleFields } from './carry';
import type { Engine } from './engine';
import { assign, type Fields, sameField, sameWhen, twinKey } from './event';
import { arriving, formsOf, judgeRecords, keeper, keyOfLink, uniqueById } from './find';
import { type EspoItem, isAsMade, refOf } from './item';
import { espoHalf, fieldsNow, type Link, withObserved } from './link';
import { logRelink } from './log';
import { judgedWithoutBase, mayWrite } from './policy';
import { secondRow } from './rows';
import type { Activity, PlanRow } from './store';
import { givenUp } from './tombstone';

/** A browser sends a POST again at once when its kept-alive connection was reset (platform.md). */
const SECOND_DELIVERY = 10_000;

/**
 * After a create the find is repeated in two runs: a second delivery of the same POST, or a create of a colleague or of the user's other
 * browser at the same moment, shows only now. Of several the keeper is the smallest (createdAt, id); who made another one goes over to
 * it and takes theirs away (DESIGN 3.4).
 */
export async function lookAgain(engine: Engine, firstPass: boolean): Promise<PlanRow[]> {
  const { store, ports, policy } = engine;
  if (!mayWrite(policy, 'espo')) return [];
  const all = await store.linksToLookAgain();
  if (all.length === 0) return [];
  // Once a run: what is counted are runs, not the passes of one.
  // An event that has to sleep meanwhile leaves two records all the same.
  const isColleagues = (item: EspoItem) => item.key === '' && item.createdById !== policy.me.espoUserId;
  const ours = (l: Link) => live(l) && l.gone !== 'espo' && l.espo.type in policy.entities;
  const links = firstPass ? all.filter(ours) : [];
  const found = await ports.espo.find(links.map((link) => keyOfLink(link)));
  const refs = [...new Set(found.flat().map(refOf))];
  const linked = await store.linksByRef('espo', refs);
  const taken = new Set(refs.filter((_, i) => linked[i]));
  const put: Link[] = [];
  const met: EspoItem[] = [];
  const activity: Activity[] = [];
  const beside = await besideMeetings(
    engine,
    links.filter((_, i) => found[i]?.some((item) => isColleagues(item) && !taken.has(refOf(item)))),
  );
  links.forEach((link, i) => {
    const others = uniqueById(found[i] ?? []);
    const own = others.find((item) => refOf(item) === link.espoRef);
    // Gone since it was read, perhaps given up by the other browser: then the other record is the one that stays.
    if (!own) return;
    const seconds = others.filter(
      (item) => !taken.has(refOf(item)) && isSecond(item, link, engine) && !(beside.has(link) && isColleagues(item)),
    );
    for (const item of seconds) taken.add(refOf(item));
    met.push(...seconds);
    const next: Link = { ...link, lookAgain: link.lookAgain - 1 };
    const keep = keeper([own, ...seconds]);
    if (keep !== own) {
      const moved = { ...movedTo(next, keep, engine), gone: next.gone };
      put.push(moved, givenUp(store.pair, own, next.espo.touched));
      activity.push(...logRelink(engine, next, moved));
    } else put.push(next);
    // What another made is theirs to take away.
    for (const item of seconds)
      if (item !== keep && item.createdById === policy.me.espoUserId)
        put.push(givenUp(store.pair, item, !isAsMade(item) || item.hasOwnData));
  });
  // Nothing else may be made of them.
  const settled = met.map((item) => ({ side: 'espo' as const, ref: refOf(item) }));
  if (put.length > 0)
    await store.commit({ links: { put }, seen: { remove: settled }, arrivals: { remove: settled }, activity });
  // Given up now, or in an earlier run and still there.
  return [...all, ...put].filter((l) => l.state === 'unlinked' && l.reason === 'secondRecord').map(secondRow);
}

const live = ({ state }: Link): boolean => state === 'active' || state === 'asleep';

const isAlone = ({ outlook }: Link): boolean => outlook.isOrganizer && !outlook.hasAttendees;

/** Events of my own beside a meeting that looks the same (a copy of it, say): a colleague's record is the meeting's. */
async function besideMeetings({ store }: Engine, links: readonly Link[]): Promise<Set<Link>> {
  const alone = links.filter(isAlone);
  const meetings = new Set<string>();
  for (const type of new Set(alone.map(({ espo }) => espo.type)))
    for (const link of await store.linksInFeed('espo', type))
      if (live(link) && !isAlone(link)) meetings.add(twinKey(link.base.espo));
  return new Set(alone.filter((link) => meetings.has(twinKey(link.base.espo))));
}

/** Another record of the same meeting: by its key, a colleague's exact twin, or our own create that arrived twice. */
function isSecond(item: EspoItem, link: Link, engine: Engine): boolean {
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
export async function perhapsGivenUp(engine: Engine, link: Link): Promise<boolean> {
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
  const found = await ports.espo.find(formsOf(link, engine).map((fields) => keyOfLink(link, fields)));
  return found
    .flat()
    .some((item) => item.createdById === policy.me.espoUserId && refOf(item) !== link.espoRef && near(item.createdAt));
}

/**
 * The link goes on with another record of the same meeting. Where that says neither what the event says nor what the other record said,
 * both count as changed, and the merge decides.
 */
export function movedTo(link: Link, record: EspoItem, { policy, forms }: Pick<Engine, 'policy' | 'forms'>): Link {
  const asMade = record.createdById === policy.me.espoUserId && isAsMade(record);
  const espo = visibleFields(record, policy);
  const event = fieldsNow(link, 'outlook');
  const label = link.outlook.labelAtCreation;
  const base = { outlook: { ...link.base.outlook }, espo: { ...espo } };
  for (const field of judgedWithoutBase(policy, record.type)) {
    const arrives = carried(field, event[field], 'espo', label, policy, forms);
    if (sameField(field, espo[field], arrives) || sameField(field, espo[field], link.base.espo[field])) continue;
    assign(base.espo, field, arrives);
    assign(base.outlook, field, carried(field, espo[field], 'outlook', label, policy, forms));
  }
  const moved: Link = {
    ...link,
    gone: '',
    espoRef: refOf(record),
    espo: { ...espoHalf(record, policy.me.espoUserId), touched: !asMade },
    base,
    attendeesAdded: [],
  };
  return withObserved(withObserved(moved, 'outlook', event), 'espo', espo);
}

/** A deleted record may have been merged into another, or was one of two: where the meeting has another record, the link goes on there. */
export async function relinkGone(engine: Engine): Promise<void> {
  const { store, ports, policy } = engine;
  const waiting = new Set((await store.plan()).map((row) => row.linkId));
  // Asked once, when the deletion is met.
  const links = (await store.linksGone()).filter(
    (l) => l.gone === 'espo' && l.state === 'active' && l.espo.type in policy.entities && !waiting.has(l.id),
  );
  if (links.length === 0) return;
  const wanted = links.map((link) => formsOf(link, engine));
  const keys = links.flatMap((link, i) => wanted[i]?.map((fields) => keyOfLink(link, fields)) ?? []);
  const answers = await ports.espo.find(keys);
  const found = wanted.map((forms) => answers.splice(0, forms.length).flat());
  const refs = [...new Set(found.flat().map(refOf))];
  const linked = await store.linksByRef('espo', refs);
  const taken = new Set(refs.filter((_, i) => linked[i]));
  const put: Link[] = [];
  const settled: { side: 'espo'; ref: string }[] = [];
  const activity: Activity[] = [];
  links.forEach((link, i) => {
    const judged = judgeRecords(found[i] ?? [], link.meetingKey, wanted[i]?.map(twinKey) ?? [], taken);
    if (judged.kind !== 'one') return;
    taken.add(refOf(judged.item));
    const moved = movedTo(link, judged.item, engine);
    put.push(moved);
    activity.push(...logRelink(engine, link, moved));
    settled.push({ side: 'espo', ref: refOf(judged.item) });
  });
  if (put.length > 0)
    await store.commit({ links: { put }, seen: { remove: settled }, arrivals: { remove: settled }, activity });
}
