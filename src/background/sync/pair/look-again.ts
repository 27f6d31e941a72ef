/** The find is repeated after a create: a second record of the meeting shows only then. */
import { logRelink } from '../decide/activity-rows';
import { formsOf, isDoubtful, keeper, keyOfLink, uniqueById } from '../decide/find';
import { observeEspo } from '../decide/observe';
import { secondRow } from '../decide/plan-rows';
import type { Engine } from '../model/engine';
import { type EspoItem, isAsMade, isFilledIn, refOf } from '../model/item';
import type { Link } from '../model/link';
import { mayWrite } from '../model/policy';
import type { Activity, PlanRow } from '../model/store';
import { givenUp } from '../model/tombstone';
import { movedTo } from './moved-record';
import { AT_ONCE, besideMeetings, isSecond, live, saysNoMore } from './second-records';
import { sharedKeys } from './shared-keys';

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
  // Once a run: what is counted are runs, not the passes of one, nor the lives of a worker in which a first sync goes on.
  // An event that has to sleep meanwhile leaves two records all the same.
  const isColleagues = (item: EspoItem) => item.key === '' && item.createdById !== policy.me.espoUserId;
  const ours = (l: Link) => live(l) && l.gone !== 'espo' && l.espo.type in policy.entities;
  const links = firstPass && !policy.firstSync ? all.filter(ours) : [];
  const found = await ports.espo.find(
    links.map((link) => keyOfLink(link)),
    { expected: links.length, among: { createdSince: Math.min(...links.map(({ espo }) => espo.createdAt)) - AT_ONCE } },
  );
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
  const doubtful = links.filter((link, i) => isDoubtful(found[i] ?? [], link.meetingKey, formsOf(link, engine)));
  const shared = await sharedKeys(
    engine,
    doubtful.map((link) => link.meetingKey),
  );
  const groups: Group[] = [];
  links.forEach((link, i) => {
    const others = uniqueById(found[i] ?? []);
    const own = others.find((item) => refOf(item) === link.espoRef);
    // Gone since it was read, perhaps given up by the other browser: then the other record is the one that stays.
    // Nor does one count that could not ask everywhere.
    if (!own || ports.espo.unsure(keyOfLink(link))) return;
    const seconds = others.filter(
      (item) =>
        !taken.has(refOf(item)) && isSecond(item, link, engine, shared) && !(beside.has(link) && isColleagues(item)),
    );
    for (const item of seconds) taken.add(refOf(item));
    met.push(...seconds);
    groups.push({ link: { ...link, lookAgain: link.lookAgain - 1 }, own, seconds });
  });
  const isSame = await holdingTheSame(engine, groups);
  const isWorkedOn = (item: EspoItem, keep: EspoItem): boolean =>
    !isAsMade(item) || isFilledIn(item, keep.parent) || !isSame(item, keep);
  for (const { link, own, seconds } of groups) {
    const keep = keeper([own, ...seconds]);
    if (keep !== own) {
      const moved = { ...movedTo(link, keep, engine), gone: link.gone };
      // It may say more than the changes did that could be read: somebody has worked on it just now.
      put.push(moved, givenUp(store.pair, own, link.id, observeEspo(link, own, policy).espo.touched));
      activity.push(...logRelink(engine, link, moved));
    } else put.push(link);
    // What another made is theirs to take away.
    for (const item of seconds)
      if (item !== keep && item.createdById === policy.me.espoUserId)
        put.push(givenUp(store.pair, item, link.id, isWorkedOn(item, keep) || !saysNoMore(item, link, engine)));
  }
  // Nothing else may be made of them.
  const settled = met.map((item) => ({ side: 'espo' as const, ref: refOf(item) }));
  if (put.length > 0)
    await store.commit({ links: { put }, seen: { remove: settled }, arrivals: { remove: settled }, activity });
  // Given up now, or in an earlier run and still there.
  const seconds = [...all, ...put].filter((l) => l.state === 'unlinked' && l.reason === 'secondRecord');
  const standing = await keepersStand(engine, seconds);
  return seconds.map((second, i) => secondRow(second, standing[i] ?? false));
}

/** A link, its record, and others of the same meeting. */
interface Group {
  link: Link;
  own: EspoItem;
  seconds: EspoItem[];
}

/** Two records hold the same in whatever only EspoCRM knows: then the other one is no person's own work, and may go unasked (rule 1). */
async function holdingTheSame(
  { ports }: Engine,
  groups: readonly Group[],
): Promise<(a: EspoItem, b: EspoItem) => boolean> {
  const items = groups.flatMap(({ own, seconds }) => (seconds.length > 0 ? [own, ...seconds] : []));
  const readings = await ports.espo.read(items.map((item) => ({ ref: refOf(item), feed: item.type })));
  const contents = new Map<string, string>();
  for (const [i, item] of items.entries()) {
    const reading = readings[i];
    if (reading?.kind === 'value' && reading.content !== undefined) contents.set(refOf(item), reading.content);
  }
  return (a, b) => contents.has(refOf(a)) && contents.get(refOf(a)) === contents.get(refOf(b));
}

/** Whether the keeper of each second record is there. A link that has ended may have left its record, or not: that is asked for. */
async function keepersStand({ store, ports }: Engine, seconds: readonly Link[]): Promise<boolean[]> {
  const keepers = await store.linksById(seconds.map(({ keeper = '' }) => keeper));
  const isLive = (link: Link | undefined): boolean => link !== undefined && live(link) && link.gone === '';
  const ended = keepers.filter((link) => link !== undefined && !isLive(link) && link.espoRef !== '') as Link[];
  const readings = await ports.espo.read(ended.map(({ espoRef, espo }) => ({ ref: espoRef, feed: espo.type })));
  const there = new Set(ended.filter((_, i) => readings[i]?.kind === 'value'));
  return keepers.map((link) => isLive(link) || (link !== undefined && there.has(link)));
}
