import { isDue } from '../../../shared/due';
import { logRelink } from '../decide/activity-rows';
import { formsOf, isDoubtful, judgeRecords, keyOfLink } from '../decide/find';
import type { Engine } from '../model/engine';
import { type EspoItem, refOf } from '../model/item';
import type { Link } from '../model/link';
import type { Activity } from '../model/store';
import { movedTo } from './moved-record';
import { hasGoneApart, isLike } from './second-records';
import { sharedKeys } from './shared-keys';

/**
 * A deleted record may have been merged into another, or was one of two: where the meeting has another record, the link goes on there.
 * Answers ids of links of which nobody can say that now.
 */
export async function relinkGone(engine: Engine): Promise<string[]> {
  const { store, ports, policy } = engine;
  const waiting = new Set((await store.planHeads()).filter(({ op }) => op === 'remove').map(({ linkId }) => linkId));
  // Asked once, when the deletion is met.
  const links = (await store.linksGone()).filter(
    (l) =>
      l.gone === 'espo' &&
      l.state === 'active' &&
      l.espo.type in policy.entities &&
      !isDue(l.espo.type) &&
      !waiting.has(l.id),
  );
  if (links.length === 0) return [];
  const wanted = links.map((link) => formsOf(link, engine));
  const keys = links.flatMap((link, i) => wanted[i]?.map((fields) => keyOfLink(link, fields)) ?? []);
  const answers = await ports.espo.find(keys);
  const unsure = new Set<string>();
  const found = wanted.map((forms) => answers.splice(0, forms.length).flat());
  const refs = [...new Set(found.flat().map(refOf))];
  const linked = await store.linksByRef('espo', refs);
  const taken = new Set(refs.filter((_, i) => linked[i]));
  const doubtful = links.filter((link, i) => isDoubtful(found[i] ?? [], link.meetingKey, wanted[i] ?? []));
  const shared = await sharedKeys(
    engine,
    doubtful.map((link) => link.meetingKey),
  );
  const put: Link[] = [];
  const settled: { side: 'espo'; ref: string }[] = [];
  const activity: Activity[] = [];
  links.forEach((link, i) => {
    const judged = judgeRecords(found[i] ?? [], link.meetingKey, wanted[i] ?? [], taken, shared, policy.me.espoUserId);
    if (judged.kind === 'none' && wanted[i]?.some((fields) => ports.espo.unsure(keyOfLink(link, fields))))
      unsure.add(link.id);
    if (judged.kind !== 'one' || !isHeir(judged.item, link, engine)) return;
    taken.add(refOf(judged.item));
    const moved = movedTo(link, judged.item, engine);
    put.push(moved);
    activity.push(...logRelink(engine, link, moved));
    settled.push({ side: 'espo', ref: refOf(judged.item) });
  });
  if (put.length > 0)
    await store.commit({ links: { put }, seen: { remove: settled }, arrivals: { remove: settled }, activity });
  return [...unsure];
}

/** Like it in name and time, or what another made of the same meeting: somebody's copy of a record that is gone is a meeting of its own. */
const isHeir = (item: EspoItem, link: Link, engine: Engine): boolean =>
  isLike(item.event, link, engine) || hasGoneApart(item, link, engine);
