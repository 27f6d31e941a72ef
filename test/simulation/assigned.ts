/** Whom a record is assigned to, where its kind knows one user and where it knows several, and who takes part. */
import type { Row } from '../sandbox/espo/types.ts';

export function assignedTo(row: Row | undefined): string[] {
  const several = row?.['assignedUsersIds'];
  if (Array.isArray(several)) return several.map(String);
  return row?.['assignedUserId'] ? [String(row['assignedUserId'])] : [];
}

export const isAssignedTo = (row: Row | undefined, user: string): boolean => assignedTo(row).includes(user);

export const usersOf = (row: Row): string[] =>
  ((row['#users'] ?? []) as { id: string; deleted?: boolean }[]).filter((u) => !u.deleted).map((u) => u.id);
