/** Fields that were asked for and an answer lacks: deleted, or hidden from the user. */
import type { EntityType } from './entity-type';

/** The fields that may be missing in an answer; the others are every record's. */
const CARRIERS = ['descriptionField', 'locationField', 'joinLinkField', 'keyField'] as const;

/**
 * The entity without the fields that an answer lacks: deleted or hidden since the definitions were read. They say nothing, which is not
 * the same as being empty: lists and single records show what is empty as null (espo.md 5), only the answer to a create leaves it out.
 */
export function withoutMissing(entity: EntityType, row: unknown): EntityType {
  const shown = (name: string): boolean => typeof row === 'object' && row !== null && name in row;
  const missing = CARRIERS.filter((carrier) => entity[carrier] && !shown(entity[carrier].name));
  if (missing.length === 0) return entity;
  return { ...entity, ...Object.fromEntries(missing.map((carrier) => [carrier, undefined])) };
}
