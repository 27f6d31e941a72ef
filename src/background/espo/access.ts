/** What the user's role allows. */
import { own } from '../../shared/own';
import type { AppUser } from './schema';

/** What the user's role allows, by entity and by field. */
export type Level = 'all' | 'team' | 'own' | 'no';

export const levelOf = (text: string): Level => (text === 'all' || text === 'team' || text === 'own' ? text : 'no');

/** Usable iff the table has an object and read is not "no"; a missing key means no access, except for administrators. */
export function accessOf(user: AppUser, type: string) {
  const access = own(user.acl.table, type);
  if (typeof access === 'object' && access !== null) return access;
  const all = user.user.type === 'admin' && access !== false;
  return all ? { read: 'all', edit: 'all', delete: 'all', create: 'yes' } : undefined;
}

export const isReadable = (user: AppUser, type: string): boolean => {
  const access = accessOf(user, type);
  return access !== undefined && access.read !== 'no';
};

/** Whether the role leaves a field open for reading or for writing. */
export function isOpen(user: AppUser, type: string, field: string, what: 'read' | 'edit'): boolean {
  const table = own(user.acl.fieldTable ?? {}, type);
  const rule =
    table && !Array.isArray(table) ? (own(table, field) as Partial<Record<string, string>> | undefined) : undefined;
  return rule?.[what] !== 'no';
}
