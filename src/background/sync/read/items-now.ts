import type { Engine } from '../model/engine';
import type { Item, Side } from '../model/item';
import type { ItemRef, Proof, Reading } from '../model/port';

/**
 * What items are now, where that is to be acted on. An event that was deleted can be read by its id for a while (graph.md 12), so in
 * Outlook only a proof tells whether it still stands.
 */
export async function readNow(
  { ports }: Engine,
  side: Side,
  refs: readonly (ItemRef & { iCalUId?: string; originalStart?: string })[],
): Promise<Reading<Item>[]> {
  if (refs.length === 0) return [];
  if (side === 'espo') return ports.espo.read(refs);
  const suspects = refs.map(({ ref, feed, iCalUId = '', originalStart = '' }) => ({
    ref,
    feed,
    iCalUId,
    originalStart,
    start: 0,
  }));
  return (await ports.outlook.prove(suspects)).map(asReading);
}

function asReading(proof: Proof<Item>): Reading<Item> {
  switch (proof.kind) {
    case 'present':
    case 'movedTo':
      return { kind: 'value', item: proof.item };
    case 'feedGone':
      return { kind: 'forbidden' };
    default:
      return proof;
  }
}
