import { carried, visibleFields } from '../model/carried-fields';
import type { Engine } from '../model/engine';
import { assign, sameField } from '../model/event';
import { type EspoItem, isAsMade, refOf } from '../model/item';
import { espoHalf, fieldsNow, type Link, withObserved } from '../model/link';
import { judgedWithoutBase } from '../model/policy';

/**
 * The link goes on with another record of the same meeting. Where that says neither what the event says nor what the other record said,
 * both count as changed, and the merge decides.
 */
export function movedTo(link: Link, record: EspoItem, { policy, forms }: Pick<Engine, 'policy' | 'forms'>): Link {
  const asMade = record.createdById === policy.me.espoUserId && isAsMade(record);
  const espo = visibleFields(record, policy);
  const event = fieldsNow(link, 'outlook');
  const { labelAtCreation: label, calendarId } = link.outlook;
  const base = { outlook: { ...link.base.outlook }, espo: { ...espo } };
  for (const field of judgedWithoutBase(policy, record.type)) {
    const arrives = carried(field, event[field], { side: 'espo', feed: record.type, label }, policy, forms);
    if (sameField(field, espo[field], arrives) || sameField(field, espo[field], link.base.espo[field])) continue;
    assign(base.espo, field, arrives);
    assign(
      base.outlook,
      field,
      carried(field, espo[field], { side: 'outlook', feed: calendarId, label }, policy, forms),
    );
  }
  const moved: Link = {
    ...link,
    gone: '',
    espoRef: refOf(record),
    espo: {
      ...espoHalf(record, policy.me.espoUserId),
      touched: !asMade,
      ...(asMade && record.parent ? { parentGiven: record.parent } : {}),
    },
    base,
    attendeesAdded: [],
  };
  return withObserved(withObserved(moved, 'outlook', event), 'espo', espo);
}
