import type { Core } from './core.ts';
import { list, type Row } from './types.ts';

/** Where the scope says so and the field is there: who is one owns the record as the assigned user does. */
export const hasCollaborators = (core: Core, entity: string): boolean =>
  core.schema.scopes[entity]?.['collaborators'] === true && core.schema.hasField(entity, 'collaborators');

/** Whoever becomes the assigned user is one from then on, also when it is assigned to somebody else later. */
export function addCollaborators(core: Core, entity: string, row: Row, old?: Row): void {
  if (!hasCollaborators(core, entity)) return;
  const assigned = core.schema.hasField(entity, 'assignedUsers')
    ? list(row['assignedUsersIds'])
    : row['assignedUserId'] && row['assignedUserId'] !== old?.['assignedUserId']
      ? [String(row['assignedUserId'])]
      : [];
  row['collaboratorsIds'] = [...new Set([...list(row['collaboratorsIds']), ...assigned])];
}
