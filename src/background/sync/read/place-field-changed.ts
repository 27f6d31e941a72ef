/** Another field of EspoCRM was chosen for the place or the join link: what it says is read anew. */
import type { Engine } from '../model/engine';
import { fieldsNow, type Link, withBase, withObserved } from '../model/link';
import type { Policy } from '../model/policy';

const NAME = 'carriers';
const CARRIED = ['location', 'joinLink'] as const;
type Carried = (typeof CARRIED)[number];

/**
 * Another field carries the place or the join link: what the old one holds is no word about the new one. It counts as not carried over
 * yet, so that Outlook's goes into the new field where that is empty, and an empty field takes nothing away in Outlook (rule 1).
 */
export async function moveCarriers({ store, policy }: Engine): Promise<void> {
  const stored = await store.cursor(NAME);
  const before = JSON.parse(stored ?? '{}') as Record<string, string>;
  const now = { ...before, ...carriersOf(policy) };
  const value = JSON.stringify(now);
  if (value === stored) return;
  const put = new Map<string, Link>();
  for (const type of Object.keys(policy.entities)) {
    // Where there is none, nothing is carried: what the record holds is not seen (asStored).
    const moved = CARRIED.filter((field) => {
      const [old, fresh] = [before[keyOf(type, field)], now[keyOf(type, field)]];
      return old !== undefined && fresh !== '' && old !== fresh;
    });
    if (moved.length > 0)
      for (const link of await store.linksInFeed('espo', type)) put.set(link.id, withoutFields(link, moved));
  }
  await store.commit({
    links: { put: [...put.values()] },
    cursors: { put: [{ pair: store.pair, name: NAME, value }] },
  });
}

const keyOf = (type: string, field: Carried): string => `${type}.${field}`;

const carriersOf = ({ entities }: Policy): Record<string, string> =>
  Object.fromEntries(
    Object.entries(entities).flatMap(([type, rights]) => CARRIED.map((field) => [keyOf(type, field), rights[field]])),
  );

function withoutFields(link: Link, fields: readonly Carried[]): Link {
  const [outlook, espo] = [fieldsNow(link, 'outlook'), fieldsNow(link, 'espo')];
  const none = Object.fromEntries(fields.map((field) => [field, '']));
  const blank = withBase(withBase(link, 'outlook', none), 'espo', none);
  return withObserved(withObserved(blank, 'outlook', outlook), 'espo', { ...espo, ...none });
}
