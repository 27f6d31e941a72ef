/** Which records a create has made whose answer was lost. */
import type { EspoItem } from '../sync/model/item';
import { sameKey } from '../sync/model/meeting-key';
import type { CreateIntent } from '../sync/model/port';
import type { EntityType } from './entity-type';
import { sameStart } from './find';
import { asStoredByEspo } from './mapping';

/** Whether a record is what a create has made whose answer was lost. The name is compared here: what a database calls equal depends on its collation. */
export function isOurs(
  item: EspoItem,
  { fields, meetingKey }: CreateIntent,
  entity: EntityType,
  late: boolean,
): boolean {
  if (item.key !== '' && meetingKey !== '') return sameKey(item.key, meetingKey);
  const title = item.event.title === asStoredByEspo(entity, 'title', fields.title);
  const start = sameStart(item, fields);
  if (late) return title && start;
  const description = asStoredByEspo(entity, 'description', fields.description);
  const text = description !== '' && item.event.description === description;
  // Times have whole seconds: who changed it last says more, and stands on no record that is as it was made.
  const changed = item.modifiedById !== '' || item.modifiedAt !== item.createdAt;
  return (title && start) || ((title || start || text) && changed);
}

/** Of two that are alike in name and start, an event and its copy, each record is the one's whose text it bears. */
export function withoutOthers(
  intents: readonly CreateIntent[],
  found: readonly (EspoItem[] | undefined)[],
  entities: ReadonlyMap<string, EntityType>,
): (EspoItem[] | undefined)[] {
  const claims = new Map<string, number>();
  intents.forEach(({ fields, feed }, i) => {
    const text = asStoredByEspo(entities.get(feed), 'description', fields.description);
    const own = found[i]?.find((item) => !claims.has(item.id) && item.event.description === text);
    if (own) claims.set(own.id, i);
  });
  return found.map((items, i) => items?.filter(({ id }) => (claims.get(id) ?? i) === i));
}
