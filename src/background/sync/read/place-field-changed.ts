import type { Engine } from '../model/engine';
import { fieldsNow, type Link, withBase, withObserved } from '../model/link';

const NAME = 'place';

/**
 * Another field was chosen for the place: what the old one holds is no word about the new one. The place counts as not carried over yet,
 * so that Outlook's goes into the new field where that is empty, and an empty field takes nothing away in Outlook (rule 1).
 */
export async function movePlace({ store, policy }: Engine): Promise<void> {
  const chosen = policy.settings.locationField;
  const value = JSON.stringify(chosen);
  const stored = (await store.cursor(NAME)) ?? '{}';
  if (stored === value) return;
  const before = JSON.parse(stored) as Record<string, string>;
  const types = new Set([...Object.keys(before), ...Object.keys(chosen)].filter((t) => before[t] !== chosen[t]));
  const put: Link[] = [];
  for (const type of types) for (const link of await store.linksInFeed('espo', type)) put.push(withoutPlace(link));
  await store.commit({ links: { put }, cursors: { put: [{ pair: store.pair, name: NAME, value }] } });
}

function withoutPlace(link: Link): Link {
  const [outlook, espo] = [fieldsNow(link, 'outlook'), fieldsNow(link, 'espo')];
  const blank = withBase(withBase(link, 'outlook', { location: '' }), 'espo', { location: '' });
  return withObserved(withObserved(blank, 'outlook', outlook), 'espo', { ...espo, location: '' });
}
