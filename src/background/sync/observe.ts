import { carriedFields } from './carry';
import type { Engine } from './engine';
import { assign, sameField } from './event';
import type { EspoItem, Item } from './item';
import { fieldsNow, type Link, withObserved } from './link';
import { observeEspo, observeOutlook } from './reconcile';

/** A link after one of its items was read. */
export function observe(engine: Engine, link: Link, item: Item): Link {
  if (item.side === 'outlook') return observeOutlook(link, item, engine.policy);
  const next = observeEspo(link, item, engine.policy);
  return link.state === 'lostAccess' && link.espo.createdAt === 0 ? firstSeen(engine, next, item) : next;
}

/**
 * Found by its marker while its record could not be read (join.ts), and now it can: what differs may have been changed on either side
 * since the two were last the same, so that the merge decides and logs it.
 */
function firstSeen(engine: Engine, link: Link, record: EspoItem): Link {
  const { policy, forms } = engine;
  const now = fieldsNow(link, 'outlook');
  const told = carriedFields(record, link.outlook.labelAtCreation, policy, forms);
  const base = { ...link.base.outlook };
  const place = policy.entities[record.type]?.location === true;
  for (const field of ['title', 'when', ...(place ? (['location'] as const) : [])] as const)
    if (field in link.observed.espo && !sameField(field, told[field], now[field])) assign(base, field, told[field]);
  const outlook = { ...link.outlook, foreignChange: link.outlook.modifiedAt };
  return withObserved({ ...link, outlook, base: { ...link.base, outlook: base } }, 'outlook', now);
}
