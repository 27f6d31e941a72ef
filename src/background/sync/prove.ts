import type { Engine } from './engine';
import { refOf, type Side } from './item';
import { fieldsNow, type Link } from './link';
import { type Proof, portOf, type Suspect } from './port';
import { observeEspo, observeOutlook } from './reconcile';
import type { Arrival } from './store';

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
  arrivals.forEach((arrival, index) => {
    const link = links[index];
    if (link && link.state !== 'unlinked') open.push({ arrival, link });
    else settled.push(arrival);
  });
  const proofs = await portOf(engine.ports, side).prove(
    open.map(({ link, arrival }) => suspectOf(side, link, arrival)),
  );
  const put: Link[] = [];
  const met: { side: Side; ref: string }[] = [];
  open.forEach(({ arrival, link }, index) => {
    const proof = proofs[index] as Proof<never>;
    // Nobody could say: asked again in the next run.
    if (proof.kind === 'unknown') return;
    settled.push(arrival);
    // Under its new id it may have been left out as a second copy.
    if (proof.kind === 'movedTo') met.push({ side, ref: refOf(proof.item) });
    put.push(proven(engine, side, link, proof));
  });
  await store.commit({
    links: { put },
    seen: { remove: met },
    arrivals: { remove: [...met, ...settled.map(({ ref }) => ({ side, ref }))] },
  });
}

function suspectOf(side: Side, link: Link, arrival: Arrival): Suspect {
  const { when } = fieldsNow(link, side);
  return {
    ref: arrival.ref,
    feed: side === 'outlook' ? link.outlook.calendarId : link.espo.type,
    iCalUId: link.outlook.iCalUId,
    originalStart: link.outlook.originalStart,
    start: when.kind === 'timed' ? when.start : Date.parse(when.first),
  };
}

function proven(engine: Engine, side: Side, link: Link, proof: Proof<never>): Link {
  switch (proof.kind) {
    // It is there: outside the window, moved, or only reported as removed.
    case 'present':
    case 'movedTo':
      return side === 'outlook'
        ? observeOutlook(link, proof.item, engine.policy)
        : observeEspo(link, proof.item, engine.policy);
    // A person deleted it.
    case 'gone':
      // The other item was deleted too: nothing is left to decide.
      if (link.gone !== '' && link.gone !== side)
        return { ...uncounted(link, side), state: 'unlinked', reason: 'deletedByPerson', gone: '' };
      return { ...uncounted(link, side), gone: side };
    // Lost access is not deletion.
    case 'forbidden':
      if (side === 'outlook') return { ...link, state: 'asleep', reason: 'lostAccess' };
      return { ...uncounted(link, side), state: 'lostAccess', reason: 'lostAccess' };
    // The calendar itself is gone or forbidden: its links sleep.
    case 'feedGone':
      return { ...link, state: 'asleep', reason: 'calendarGone' };
    case 'unknown':
      return link;
  }
}

/** A record that cannot be read is in no count. */
const uncounted = (link: Link, side: Side): Link =>
  side === 'espo' ? { ...link, espo: { ...link.espo, countedStart: -1 } } : link;
