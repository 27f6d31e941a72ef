import { hasAttendees, linksOf } from './links.ts';
import { list, type Row } from './types.ts';
import type { Context } from './where.ts';

/** boolFilterList onlyMy: assigned or attendee, but not what the user declined; on Event customs only assigned (espo.md 5). */
export function isOnlyMy({ core, entity, user }: Context, row: Row): boolean {
  if (entity === 'User') return row.id === user.id;
  if (core.schema.hasField(entity, 'assignedUsers')) return list(row['assignedUsersIds']).includes(user.id);
  if (!hasAttendees(core, entity))
    return row[core.schema.hasField(entity, 'assignedUser') ? 'assignedUserId' : 'createdById'] === user.id;
  const mine = linksOf(row, 'users').find(({ id, deleted }) => id === user.id && !deleted);
  if (!mine) return false;
  return mine.status !== 'Declined' || !core.quirks.onlyMyHidesDeclined;
}
