import type { Engine } from '../model/engine';
import type { Item } from '../model/item';
import { othersOf } from '../model/people';

/** "Only with people known to EspoCRM" is decided item by item: whom a page names is looked up before it is taken in. */
export async function acquaint({ policy, people }: Engine, items: readonly Item[]): Promise<void> {
  if (!policy.settings.onlyKnownPeople) return;
  const addresses = items.flatMap((item) => (item.side === 'outlook' ? othersOf(item, policy) : []));
  const open = [...new Set(addresses)].filter((address) => !policy.known.has(address));
  if (open.length === 0) return;
  const known = await people.known(open);
  for (const [address, is] of known) policy.known.set(address, is);
}
