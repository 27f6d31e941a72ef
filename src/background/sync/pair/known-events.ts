import { outlookReason, perhapsNobodyKnown } from '../decide/eligible';
import { agreementWith, isOfLink, standing, standTogether } from '../decide/same-meeting';
import type { Engine } from '../model/engine';
import type { OutlookItem } from '../model/item';
import type { Link } from '../model/link';
import { calendarRank, type Policy } from '../model/policy';
import { acquaint } from '../read/look-up-people';
import { leaveOut, type Open, type Paired, relink } from './join';
import { leftOut, waits } from './left-out';

/** Takes out the events whose meeting has a link already: a second calendar, a tombstone, or a new id of the same event. */
export async function withoutKnownMeetings(
  engine: Engine,
  items: OutlookItem[],
  unproven: readonly Link[],
  changes: Open,
  paired: Paired,
): Promise<OutlookItem[]> {
  const { store, policy } = engine;
  await acquaint(engine, items);
  const ranked = [...items].sort((a, b) => calendarRank(policy, a.calendarId) - calendarRank(policy, b.calendarId));
  const ofKey = new Map<string, Link[]>();
  for (const link of await store.linksByMeeting(ranked.map((i) => i.meetingKey)))
    ofKey.set(link.meetingKey, [...(ofKey.get(link.meetingKey) ?? []), link]);
  const linkedNow = await store.linksByRef(
    'outlook',
    ranked.map((i) => i.id),
  );
  const keys = new Set(unproven.map(({ meetingKey }) => meetingKey));
  keys.delete('');
  const open: OutlookItem[] = [];
  ranked.forEach((item, index) => {
    if (waits(engine, paired, item)) return;
    if (linkedNow[index]) {
      changes.arrivals.remove?.push({ side: 'outlook', ref: item.id });
      return;
    }
    if (leftOut(engine, changes, item, outlookReason(item, policy))) return;
    if (perhapsNobodyKnown(item, policy)) {
      paired.waiting.set(item.id, 'outlook');
      return;
    }
    // Nobody can say now whether the linked one stands: this may be its new body, whatever was changed in it.
    if (keys.has(item.meetingKey)) {
      paired.waiting.set(item.id, 'outlook');
      return;
    }
    const link = nearest(ofKey.get(item.meetingKey) ?? [], item, policy);
    const beside = paired.ofKey.get(item.meetingKey) ?? [];
    if (link) {
      // A tombstone: a person unlinked or deleted it, and it stays so.
      if (link.state === 'unlinked') leaveOut(engine, changes, item, 'unlinked');
      // The old event is gone and this is its new body, or it stands in a better calendar now.
      else if (link.gone === 'outlook' || standsBetter(link, item, policy)) {
        relink(engine, changes, link, item);
        // Its place is taken: the next one of this key is another meeting.
        ofKey.set(item.meetingKey, ofKey.get(item.meetingKey)?.filter((other) => other !== link) ?? []);
        paired.linked += 1;
      } else leaveOut(engine, changes, item, 'alreadyLinked');
    } else if (beside.some((other) => standTogether(other, standing(item))))
      leaveOut(engine, changes, item, 'alreadyLinked');
    else {
      if (item.meetingKey !== '') paired.ofKey.set(item.meetingKey, [...beside, standing(item)]);
      open.push(item);
    }
  });
  return open;
}

/** Of the links that bear an event's key, the one whose meeting it is; several may bear it (graph.md 22). */
const nearest = (links: readonly Link[], item: OutlookItem, policy: Policy): Link | undefined =>
  links
    .filter((link) => isOfLink(link, item, policy))
    .sort((a, b) => agreementWith(b, item, policy) - agreementWith(a, item, policy))[0];

/** The same meeting in a calendar that comes first. Alive beside the linked one it takes its place only if nothing tells them apart. */
const standsBetter = (link: Link, item: OutlookItem, policy: Policy): boolean =>
  calendarRank(policy, item.calendarId) < calendarRank(policy, link.outlook.calendarId) &&
  agreementWith(link, item, policy) === 2;
