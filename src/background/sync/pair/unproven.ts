import { twinsInEspo } from '../decide/find';
import type { Engine } from '../model/engine';
import type { OutlookItem } from '../model/item';

/**
 * Whether an event may be what became of a linked one of which nobody can say now whether it stands: deleted and made anew, or an
 * occurrence of the series that it is by now. It would take the place of that one (successors), so it waits for the proof.
 */
export async function perhapsSuccessor(
  engine: Engine,
): Promise<(item: OutlookItem, twinOf: (item: OutlookItem) => string) => boolean> {
  const { store } = engine;
  const suspects = await store.suspects('outlook');
  const found = await store.linksByRef(
    'outlook',
    suspects.map(({ ref }) => ref),
  );
  const links = found.flatMap((link) => (link && link.state !== 'unlinked' ? [link] : []));
  const twins = new Set(links.flatMap((link) => twinsInEspo(link, engine)));
  const series = new Set(links.flatMap((link) => [link.outlookId, link.outlook.seriesMasterId]));
  return (item, twinOf) => series.has(item.seriesMasterId || item.id) || (twins.size > 0 && twins.has(twinOf(item)));
}
