import type { Engine } from '../model/engine';
import type { Item, OutlookItem, Side } from '../model/item';
import type { Link } from '../model/link';
import type { ItemRef, Proof, Reading } from '../model/port';
import { placesTaken } from './place-taken';

/**
 * What items are now, where that is to be acted on. An event that was deleted can be read by its id for a while (graph.md 12), so in
 * Outlook only a proof tells whether it still stands. With its link the event is found under another id, too.
 */
export async function readNow(
  engine: Engine,
  side: Side,
  refs: readonly (ItemRef & { link?: Link | undefined })[],
): Promise<Reading<Item>[]> {
  if (refs.length === 0) return [];
  if (side === 'espo') return engine.ports.espo.read(refs);
  const suspects = refs.map(({ ref, feed, link }) => {
    const { iCalUId = '', originalStart = '' } = link?.outlook ?? {};
    return { ref, feed, iCalUId, originalStart, start: 0 };
  });
  const proofs = await engine.ports.outlook.prove(suspects);
  return Promise.all(proofs.map((proof, i) => asReading(engine, refs[i]?.link, proof)));
}

async function asReading(engine: Engine, link: Link | undefined, proof: Proof<OutlookItem>): Promise<Reading<Item>> {
  switch (proof.kind) {
    case 'present':
    case 'movedTo':
      return { kind: 'value', item: proof.item };
    case 'gone': {
      const ofMeeting = proof.ofMeeting ?? [];
      const place = link && (await placesTaken(engine, [{ link, ofMeeting }])).get(link.id);
      return place ? { kind: 'value', item: place } : { kind: 'gone' };
    }
    case 'feedGone':
      return { kind: 'forbidden' };
    default:
      return proof;
  }
}
