/** Whose a record is: EspoCRM knows one assigned user, several, or for some kinds of records none. */
import * as v from 'valibot';
import { type EspoRecord, Field, type Fields, Link, type Scope } from './schema';

/** One assigned user; several (the administrator may want so); none: then it is whose who made it, as in EspoCRM's own filters. */
export const ASSIGNED = ['one', 'several', 'none'] as const;
export type Assigned = (typeof ASSIGNED)[number];

export function assignedOf(fields: v.InferOutput<typeof Fields>, links: Record<string, unknown>): Assigned {
  const link = v.safeParse(Link, links['assignedUsers']);
  if (isField(fields['assignedUsers'], 'linkMultiple') && link.success && link.output.entity === 'User')
    return 'several';
  return isField(fields['assignedUser'], 'link') ? 'one' : 'none';
}

/** Users who share the work on a record, where the scope says so (EspoCRM 9): like the users of a meeting they take part in it. */
export function hasCollaborators(
  scope: v.InferOutput<typeof Scope>,
  fields: v.InferOutput<typeof Fields>,
  links: Record<string, unknown>,
): boolean {
  const link = v.safeParse(Link, links['collaborators']);
  const toUsers = link.success && link.output.entity === 'User';
  return scope.collaborators === true && isField(fields['collaborators'], 'linkMultiple') && toUsers;
}

function isField(field: unknown, type: string): boolean {
  const parsed = v.safeParse(Field, field);
  return parsed.success && parsed.output.type === type && !parsed.output.disabled;
}

/** The attribute that says it. */
export const assignedAttribute = (assigned: Assigned): string =>
  ({ one: 'assignedUserId', several: 'assignedUsersIds', none: 'createdById' })[assigned];

/** A new record is mine. */
export const assignedToMe = (assigned: Assigned, me: string): Record<string, unknown> =>
  assigned === 'several' ? { assignedUsersIds: [me] } : assigned === 'one' ? { assignedUserId: me } : {};

/** Of several it is mine if I am among them. */
export function ownerOf(record: EspoRecord, assigned: Assigned, me: string): string {
  if (assigned === 'one') return record.assignedUserId;
  if (assigned === 'none') return record.createdById;
  const users = record.assignedUsersIds ?? [];
  return users.includes(me) ? me : (users[0] ?? '');
}
