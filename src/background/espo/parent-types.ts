/** Which records another may belong to. */
import * as v from 'valibot';
import { accessOf } from './access';
import type { AppUser } from './schema';

const ParentField = v.looseObject({ entityList: v.fallback(v.nullish(v.array(v.string()), []), []) });
/** What a parent may be where the definition does not say: EspoCRM's own default. */
const USUAL = ['Account', 'Lead', 'Contact', 'Opportunity', 'Case'];

/** Of those that the field `parent` takes, the ones that the user may read: any other is refused with the whole record (espo-versions.md 2). */
export function parentTypes(field: unknown, user: AppUser): string[] {
  const parsed = v.safeParse(ParentField, field);
  if (!parsed.success) return [];
  const { entityList } = parsed.output;
  return (entityList.length > 0 ? entityList : USUAL).filter(
    (type) => !['', 'no'].includes(accessOf(user, type)?.read ?? ''),
  );
}
