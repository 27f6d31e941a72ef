/** Events that take the place of those whose ids are gone: theirs is the link. */
import { grouped } from '../../../shared/grouped';
import { DAY, HOUR } from '../../../shared/time';
import { twinsInEspo } from '../decide/find';
import type { Engine } from '../model/engine';
import { startOf, type When } from '../model/event';
import type { OutlookItem } from '../model/item';
import { fieldsNow, type Link } from '../model/link';

/** How far an occurrence may have been shifted to be taken for the same meeting. */
const WEEK = 7 * DAY;
const HALF_DAY = 12 * HOUR;

/**
 * New events that take the place of linked ones that are gone: deleted and made anew with the same times and name (accepting does that
 * on some mailboxes, graph.md 12), or occurrences under new ids because their series was shifted, begun or ended. The record goes on.
 */
export async function successors(
  engine: Engine,
  items: readonly OutlookItem[],
  twinOf: (item: OutlookItem) => string,
  /** Ids of links whose place another event has taken just now. */
  taken: ReadonlySet<string>,
): Promise<Map<OutlookItem, Link>> {
  const found = new Map<OutlookItem, Link>();
  const lost = (await engine.store.linksGone()).filter((link) => link.gone === 'outlook');
  // A calendar that is gone has taken its events along; where the mailbox was moved they stand in another one, some without a key.
  const withCalendar = (await engine.store.linksInState('asleep')).filter(({ reason }) => reason === 'calendarGone');
  const all = [...lost, ...withCalendar].filter(({ id }) => !taken.has(id));
  // Many are both.
  const gone = new Set(new Map(all.map((link) => [link.id, link])).values());
  const take = (item: OutlookItem, link: Link | undefined) => {
    if (!link) return;
    gone.delete(link);
    found.set(item, link);
  };
  const byTwin = new Map<string, Link[]>();
  for (const link of gone)
    for (const twin of twinsInEspo(link, engine)) byTwin.set(twin, [...(byTwin.get(twin) ?? []), link]);
  // Of several that looked the same each takes the place of one, of the one that said the same besides where there is one.
  for (const alike of byTwin.size > 0 ? [saysTheSame, () => true] : [])
    for (const item of items) {
      const free = found.has(item) ? undefined : byTwin.get(twinOf(item))?.filter((link) => gone.has(link));
      take(
        item,
        free?.find((link) => alike(item, link)),
      );
    }
  const bySeries = grouped([...gone], (link) => link.outlook.seriesMasterId);
  // A series that became a single event again has the id of the series (graph.md 8).
  const waiting = grouped(
    items.filter((item) => !found.has(item)),
    (item) => item.seriesMasterId || item.id,
  );
  for (const [master, occurrences] of waiting) {
    for (const [item, link] of inOrder(occurrences, bySeries.get(master) ?? [])) take(item, link);
  }
  for (const [item, link] of await begun(
    engine,
    items.filter((item) => !found.has(item)),
  ))
    take(item, link);
  return found;
}

const saysTheSame = ({ event }: OutlookItem, link: Link): boolean =>
  event.description === fieldsNow(link, 'outlook').description;

/** As many as there were: each takes the place of its like. Otherwise the nearest one, if it is near. */
function inOrder(items: readonly OutlookItem[], links: readonly Link[]): [OutlookItem, Link][] {
  const sorted = [...items].sort((a, b) => startOf(a.event.when) - startOf(b.event.when));
  const lost = [...links].sort((a, b) => startOf(whenOf(a)) - startOf(whenOf(b)));
  if (sorted.length === lost.length) return sorted.map((item, i) => [item, lost[i] as Link]);
  const pairs: [OutlookItem, Link][] = [];
  for (const item of sorted) {
    const away = (link: Link) => Math.abs(startOf(whenOf(link)) - startOf(item.event.when));
    const nearest = lost.reduce<Link | undefined>((a, b) => (a && away(a) <= away(b) ? a : b), undefined);
    if (!nearest || away(nearest) > WEEK) continue;
    lost.splice(lost.indexOf(nearest), 1);
    pairs.push([item, nearest]);
  }
  return pairs;
}

/** A single event became a series: its link moves to the occurrence with the old start, which may have been shifted at once (DESIGN 3.7). */
async function begun({ store }: Engine, items: readonly OutlookItem[]): Promise<[OutlookItem, Link][]> {
  const occurrences = items.filter((item) => item.seriesMasterId !== '');
  const links = await store.linksByRef(
    'outlook',
    occurrences.map((item) => item.seriesMasterId),
  );
  const moved = new Map<string, [OutlookItem, Link]>();
  for (const [i, item] of occurrences.entries()) {
    const link = links[i];
    if (link?.reason !== 'turnedRecurring') continue;
    const away = ({ event }: OutlookItem) => Math.abs(startOf(whenOf(link)) - startOf(event.when));
    const nearest = moved.get(link.id)?.[0];
    if (away(item) < (nearest ? away(nearest) : HALF_DAY)) moved.set(link.id, [item, link]);
  }
  return [...moved.values()];
}

const whenOf = (link: Link): When => fieldsNow(link, 'outlook').when;
