import { carriedFields } from './carry';
import type { Engine } from './engine';
import { assign, sameField } from './event';
import type { EspoItem, Item } from './item';
import { fieldsNow, type Link, withBase, withObserved } from './link';
import { judgedWithoutBase } from './policy';
import { observeEspo, observeOutlook } from './reconcile';

/** A link after one of its items was read. */
export function observe(engine: Engine, link: Link, item: Item): Link {
  if (item.side === 'outlook') return observeOutlook(link, item, engine.policy);
  const next = observeEspo(link, item, engine.policy);
  return link.state === 'lostAccess' && link.espo.createdAt === 0 ? firstSeen(engine, next, item) : next;
}

/**
 * Found by its marker while its record could not be read (join.ts), and now it can: what differs may have been changed on either side
 * since the two were last the same, so that the merge decides and logs it. The description and the status stay each side's own.
 */
function firstSeen(engine: Engine, link: Link, record: EspoItem): Link {
  const { policy, forms } = engine;
  const now = fieldsNow(link, 'outlook');
  const told = carriedFields(record, link.outlook.labelAtCreation, policy, forms);
  const base = { ...link.base.outlook };
  for (const field of judgedWithoutBase(policy, record.type))
    if (field in link.observed.espo && !sameField(field, told[field], now[field])) assign(base, field, told[field]);
  const outlook = { ...link.outlook, foreignChange: link.outlook.modifiedAt };
  const next = withObserved({ ...link, outlook, base: { ...link.base, outlook: base } }, 'outlook', now);
  const { description, status } = fieldsNow(next, 'espo');
  return withBase(next, 'espo', { description, status });
}
