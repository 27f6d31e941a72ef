import type { Engine } from '../model/engine';
import { espoRef, type Item, refOf } from '../model/item';
import type { Changes, JournalEntry, PlanRow } from '../model/store';
import { takeItems } from '../read/take-items';
import { perhapsOverwritten } from './lost-answers';
import { generationOf } from './settle-removed';

/** The item changed under us, or went away: what it is now is taken in, and the next pass decides again. */
export async function stale(
  engine: Engine,
  entry: JournalEntry,
  current: Item | undefined,
  recovered: boolean,
): Promise<Changes> {
  const { plan } = entry;
  // What the user has confirmed is still decided, should the next plan want exactly this write; and so is what was never sent.
  const keep = recovered || plan.state === 'confirmed';
  const base: Changes = { journal: { remove: [entry.id] }, ...(keep ? {} : { plan: { remove: [plan.id] } }) };
  if (current) {
    const taken = await takeItems(engine, plan.side, [current]);
    // Reported as removed meanwhile: that it answers by id is no proof that it stands.
    const [reported] = await engine.store.arrivalsByRef(plan.side, [refOf(current)]);
    return {
      ...base,
      activity: recovered ? await perhapsOverwritten(engine, plan, current) : [],
      links: { put: taken.links },
      seen: { put: taken.seen, remove: taken.readable },
      arrivals: { put: taken.arrivals, remove: reported?.item ? taken.settled : [] },
    };
  }
  const ref = 'ref' in plan.intent ? plan.intent.ref : '';
  if (plan.intent.op === 'create') return { ...base, cursors: { put: nextGeneration(plan) } };
  if (!plan.linkId) return base;
  const [link] = await engine.store.linksById([plan.linkId]);
  // A tombstone's item is gone already: that is all that was wanted.
  if (link?.state === 'unlinked') return { ...base, links: { put: [{ ...link, wish: '', lookAgain: 0 }] } };
  return {
    ...base,
    activity: recovered ? await perhapsOverwritten(engine, plan) : [],
    arrivals: { put: [{ pair: plan.pair, side: plan.side, ref, feed: plan.feed, item: undefined }] },
  };
}

function nextGeneration({ pair, intent }: PlanRow) {
  const marker = intent.op === 'create' ? intent.marker : undefined;
  return marker ? [generationOf(pair, espoRef(marker.type, marker.id), marker.generation + 1)] : [];
}
