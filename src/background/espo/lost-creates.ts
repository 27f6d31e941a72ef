/** Which records a create has made whose answer was lost. */
import type { EspoItem } from '../sync/model/item';
import { sameKey } from '../sync/model/meeting-key';
import type { CreateIntent, Range } from '../sync/model/port';
import { espoTime } from './dates';
import type { EntityType } from './entity-type';
import { sameStart, startsOf } from './find';
import { asStoredByEspo } from './mapping';
import { atLeast, equals, or, type Where } from './query';

/** The server's clock has whole seconds and may differ a little from what its Date header said. */
const LEEWAY = 3000;
/** A wave is sent this soon after its journal entries were written, unless the computer slept in between. */
const SENT_WITHIN = 600_000;

/** When a record was made by it, on the server's clock, unless the computer slept: one that was set since shows another skew now. */
export function madeWithin({ openedAt, skew: then }: CreateIntent, now: number): Range {
  const skews = [now, then ?? now];
  return { from: openedAt + Math.min(...skews) - LEEWAY, until: openedAt + Math.max(...skews) + SENT_WITHIN };
}

/** Conditions for the records that any of these creates may have made. */
export function perhapsMade(
  lost: readonly { intent: CreateIntent; made: Range }[],
  entity: EntityType,
  me: string,
): Where[] {
  const until = espoTime(Math.max(...lost.map(({ made }) => made.until)));
  return [
    equals('createdById', me),
    atLeast('createdAt', Math.min(...lost.map(({ made }) => made.from))),
    or(
      { type: 'lessThanOrEquals', attribute: 'createdAt', value: until },
      ...startsOf(
        lost.map(({ intent }) => intent),
        entity,
      ),
    ),
  ];
}

/** Those of them that this one has made, the first one first. */
export const madeBy = (
  intent: CreateIntent,
  { from, until }: Range,
  items: readonly EspoItem[],
  entity: EntityType,
): EspoItem[] =>
  items
    .filter(({ createdAt }) => createdAt >= second(from))
    .filter((item) => isOurs(item, intent, entity, item.createdAt > until))
    .sort((a, b) => a.createdAt - b.createdAt);

/** EspoCRM keeps whole seconds. */
const second = (time: number): number => Math.floor(time / 1000) * 1000;

/** Whether a record is what a create has made whose answer was lost. The name is compared here: what a database calls equal depends on its collation. */
function isOurs(item: EspoItem, { fields, meetingKey }: CreateIntent, entity: EntityType, late: boolean): boolean {
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
