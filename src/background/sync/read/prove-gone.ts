import { logRelink } from '../decide/activity-rows';
import { observe } from '../decide/observe';
import { type Engine, isOut } from '../model/engine';
import { startOf } from '../model/event';
import { type OutlookItem, refOf, type Side } from '../model/item';
import { fieldsNow, type Link, lacking, withState } from '../model/link';
import { type Proof, portOf, type Suspect } from '../model/port';
import type { Activity, Arrival } from '../model/store';
import { closedCalendars } from './feed-pages';
import { acquaint } from './look-up-people';
import { type Lost, placesTaken } from './place-taken';

/** Every linked item that seems gone is asked for. Only a proof makes it gone (rule 6). */
export async function proveSuspects(engine: Engine, side: Side): Promise<void> {
  const { store } = engine;
  const arrivals = await store.suspects(side);
  if (arrivals.length === 0) return;
  const links = await store.linksByRef(
    side,
    arrivals.map((a) => a.ref),
  );
  const open: { arrival: Arrival; link: Link }[] = [];
  const settled: Arrival[] = [];
  const closed = await closedCalendars(engine);
  arrivals.forEach((arrival, index) => {
    const link = links[index];
    // Nothing is concluded about what stands in a part that could not be read; one that is closed answers for what is in it.
    if (link && isOut(engine, side, feedOf(link, side)) && !closed.has(feedOf(link, side))) return;
    if (link && link.state !== 'unlinked') open.push({ arrival, link });
    else settled.push(arrival);
  });
  const proofs = await portOf(engine.ports, side).prove(
    open.map(({ link, arrival }) => suspectOf(side, link, arrival)),
  );
  const put: Link[] = [];
  // What sleeps because nobody is known must not wake for want of a look.
  await acquaint(
    engine,
    proofs.flatMap((proof) => ('item' in proof ? [proof.item] : [])),
  );
  const activity: Activity[] = [];
  const met: { side: Side; ref: string }[] = [];
  const proved: { side: Side; ref: string }[] = [];
  const lost = open.flatMap(({ link }, i): Lost[] => {
    const proof = proofs[i];
    if (proof?.kind !== 'gone' && proof?.kind !== 'feedGone') return [];
    return [{ link, ofMeeting: proof.kind === 'gone' ? ((proof.ofMeeting ?? []) as OutlookItem[]) : [] }];
  });
  const places = side === 'outlook' ? await placesTaken(engine, lost) : new Map<string, OutlookItem>();
  open.forEach(({ arrival, link }, index) => {
    const place = places.get(link.id);
    const proof = place ? ({ kind: 'movedTo', item: place as never } as const) : (proofs[index] as Proof<never>);
    // Nobody could say: asked again in the next run.
    if (proof.kind === 'unknown') return;
    settled.push(arrival);
    // It may have been one that could not be read.
    proved.push({ side, ref: arrival.ref });
    // Under its new id it may have been left out as a second copy.
    if (proof.kind === 'movedTo') met.push({ side, ref: refOf(proof.item) });
    const next = proven(engine, side, link, proof);
    put.push(next);
    if (proof.kind === 'movedTo') activity.push(...logRelink(engine, link, next));
  });
  await store.commit({
    links: { put },
    seen: { remove: [...met, ...proved] },
    arrivals: { remove: [...met, ...settled.map(({ ref }) => ({ side, ref }))] },
    activity,
  });
}

const feedOf = (link: Link, side: Side): string => (side === 'outlook' ? link.outlook.calendarId : link.espo.type);

function suspectOf(side: Side, link: Link, arrival: Arrival): Suspect {
  const { when } = fieldsNow(link, side);
  return {
    ref: arrival.ref,
    feed: feedOf(link, side),
    iCalUId: link.outlook.iCalUId,
    originalStart: link.outlook.originalStart,
    start: startOf(when),
  };
}

function proven(engine: Engine, side: Side, link: Link, proof: Proof<never>): Link {
  switch (proof.kind) {
    // It is there: outside the window, moved, or only reported as removed.
    case 'present':
    case 'movedTo':
      return observe(engine, link, proof.item);
    // A person deleted it.
    case 'gone':
      // The other item was deleted too: nothing is left to decide.
      if (link.gone !== '' && link.gone !== side)
        return {
          ...lacking(uncounted(link, side), 'outlook', 'espo'),
          state: 'unlinked',
          reason: 'deletedByPerson',
          gone: '',
          quiet: true,
          wish: '',
        };
      return { ...uncounted(link, side), gone: side };
    // Lost access is not deletion.
    case 'forbidden':
      if (side === 'outlook') return withState(link, 'asleep', 'lostAccess');
      return withState(uncounted(link, side), 'lostAccess', 'lostAccess');
    // The calendar itself is gone or forbidden: its links sleep.
    case 'feedGone':
      return withState(link, 'asleep', 'calendarGone');
    case 'unknown':
      return link;
  }
}

/** A record that cannot be read is in no count. */
const uncounted = (link: Link, side: Side): Link =>
  side === 'espo' ? { ...link, espo: { ...link.espo, countedStart: -1 } } : link;
