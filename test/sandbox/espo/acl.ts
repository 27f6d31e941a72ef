import { hasCollaborators } from './collaborators.ts';
import type { Core } from './core.ts';
import { deepFreeze } from './defaults.ts';
import {
  type Action,
  type FieldTable,
  isAdmin,
  type Level,
  list,
  type Row,
  type ScopeRights,
  type Table,
} from './types.ts';

/** Permissions that roles hold beside the table; `not-set` counts as no. */
const RANK: Record<string, number> = { no: 0, 'not-set': 0, own: 1, team: 2, yes: 3, all: 3 };
const ACTIONS = ['read', 'stream', 'edit', 'delete', 'create'] as const;

export interface Rights {
  readonly table: Table;
  readonly fieldTable: FieldTable;
  readonly permissions: Record<string, string>;
  /** Names that are hidden or frozen, worked out when first asked for. */
  readonly forbidden: Map<string, ReadonlySet<string>>;
}

const rolesOf = (core: Core, user: Row): Row[] =>
  list(user['rolesIds']).flatMap((id) => {
    const role = core.live('Role', id);
    return role ? [role] : [];
  });

/** What App/user's `acl` says of this user: the defaults of a user without role, and his roles on top (espo.md 2). */
export function rightsOf(core: Core, user: Row): Rights {
  const known = core.rights.get(user.id) as Rights | undefined;
  if (known) return known;
  const rights = sharedRights(core, user);
  core.rights.set(user.id, rights);
  return rights;
}

const shared = new WeakMap<object, Map<string, Rights>>();

/** What a user's rights were worked out from the last time. */
const last = new WeakMap<Row, { from: unknown[]; rights: Rights }>();

function sharedRights(core: Core, user: Row): Rights {
  const known = last.get(user);
  const from: unknown[] = [core.schema.state, user['type']];
  let same = known?.from[0] === from[0] && known?.from[1] === from[1];
  const note = (value: unknown) => {
    same &&= known?.from[from.length] === value;
    from.push(value);
  };
  const names = permissionNames(core);
  for (const role of rolesOf(core, user)) {
    note(role);
    note(role['data']);
    note(role['fieldData']);
    for (const name of names) note(role[name]);
  }
  if (known && same && known.from.length === from.length) return known.rights;
  const rights = findRights(core, user);
  last.set(user, { from, rights });
  return rights;
}

/** The same roles under the same definitions give the same rights, on whichever server: worked out once, never written into. */
function findRights(core: Core, user: Row): Rights {
  const { state } = core.schema;
  const here = shared.get(state) ?? new Map<string, Rights>();
  shared.set(state, here);
  let key = isAdmin(user) ? 'admin' : '';
  if (key === '') for (const role of rolesOf(core, user)) key += `${roleText(core, role)};`;
  const known = here.get(key);
  if (known) return known;
  const { table, fieldTable, permissions } = computeRights(core, user);
  deepFreeze([table, fieldTable, permissions]);
  const rights = { table, fieldTable, permissions, forbidden: new Map() };
  here.set(key, rights);
  return rights;
}

/** All of a role that decides about rights. */
function roleText(core: Core, role: Row): string {
  let text = `${textOf(role['data'])} ${textOf(role['fieldData'])}`;
  for (const name of permissionNames(core)) text += ` ${String(role[name])}`;
  return text;
}

const numbers = new WeakMap<object, number>();
const texts = new Map<string, number>();

/** A number for the content of an object, which is frozen, so that it cannot change behind its number's back. */
function textOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return -1;
  const known = numbers.get(value);
  if (known !== undefined) return known;
  const text = JSON.stringify(deepFreeze(value));
  const number = texts.get(text) ?? texts.size;
  texts.set(text, number);
  numbers.set(value, number);
  return number;
}

const names = new WeakMap<object, string[]>();

function permissionNames({ facts }: Core): string[] {
  const known = names.get(facts) ?? Object.keys(permissionsOf(facts.acl));
  names.set(facts, known);
  return known;
}

function computeRights(core: Core, user: Row): Omit<Rights, 'forbidden'> {
  const { facts, schema } = core;
  if (isAdmin(user)) {
    const table: Table = { ...facts.adminAcl.table };
    const full = { read: 'all', stream: 'all', edit: 'all', delete: 'all', create: 'yes' } as const;
    for (const name of Object.keys(schema.defs)) table[name] ??= { ...full };
    return { table, fieldTable: facts.adminAcl.fieldTable, permissions: permissionsOf(facts.adminAcl) };
  }
  const table: Table = structuredClone(facts.acl.table);
  const fieldTable: FieldTable = structuredClone(facts.acl.fieldTable);
  const permissions = permissionsOf(facts.acl);
  for (const role of rolesOf(core, user)) {
    const data = (role['data'] ?? {}) as Record<string, Partial<ScopeRights> | boolean>;
    for (const [scope, rights] of Object.entries(data)) mergeScope(table, scope, rights);
    for (const key of Object.keys(permissions)) {
      const value = role[key];
      if (typeof value === 'string' && (RANK[value] ?? 0) > (RANK[permissions[key] ?? 'no'] ?? 0))
        permissions[key] = value;
    }
  }
  for (const scope of Object.keys(table)) {
    if (table[scope] === true && !facts.annaAcl.fieldTable[scope]) continue;
    fieldTable[scope] ??= structuredClone(facts.annaAcl.fieldTable[scope] ?? {});
  }
  for (const role of rolesOf(core, user)) {
    const fieldData = (role['fieldData'] ?? {}) as FieldTable;
    for (const [scope, fields] of Object.entries(fieldData)) {
      if (table[scope] === undefined) continue;
      fieldTable[scope] ??= {};
      for (const [field, rights] of Object.entries(fields)) {
        if (rights.read === 'yes' && rights.edit === 'yes') delete fieldTable[scope][field];
        else fieldTable[scope][field] = { read: rights.read, edit: rights.edit };
      }
    }
  }
  return { table, fieldTable, permissions };
}

/** No access = the key is absent. */
function mergeScope(table: Table, scope: string, rights: Partial<ScopeRights> | boolean): void {
  if (rights === false) {
    if (table[scope] === undefined) delete table[scope];
    return;
  }
  if (rights === true) {
    table[scope] = true;
    return;
  }
  const old = table[scope];
  const merged =
    typeof old === 'object' ? { ...old } : { read: 'no', stream: 'no', edit: 'no', delete: 'no', create: 'no' };
  for (const action of ACTIONS) {
    const value = rights[action];
    if (value === undefined) continue;
    if (scope === 'User' || (RANK[value] ?? 0) > (RANK[merged[action]] ?? 0)) {
      (merged as Record<string, string>)[action] = value;
    }
  }
  table[scope] = merged as ScopeRights;
}

function permissionsOf(acl: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(acl).filter(([, value]) => typeof value === 'string')) as Record<
    string,
    string
  >;
}

export function permission(core: Core, user: Row, name: string): string {
  return isAdmin(user)
    ? name === 'massUpdatePermission'
      ? 'yes'
      : 'all'
    : (rightsOf(core, user).permissions[name] ?? 'no');
}

export function level(core: Core, user: Row, entity: string, action: Action): Level {
  if (isAdmin(user)) return 'all';
  const scope = rightsOf(core, user).table[entity];
  return typeof scope === 'object' ? scope[action] : 'no';
}

export function mayCreate(core: Core, user: Row, entity: string): boolean {
  if (isAdmin(user)) return true;
  const scope = rightsOf(core, user).table[entity];
  return typeof scope === 'object' && scope.create === 'yes';
}

/** "own" means assigned or attendee for reading, assigned only for writing (espo.md 4). */
export function owns(core: Core, user: Row, entity: string, row: Row, action: Action): boolean {
  if (entity === 'User') return row.id === user.id;
  if (hasCollaborators(core, entity) && list(row['collaboratorsIds']).includes(user.id)) return true;
  const several = core.schema.hasField(entity, 'assignedUsers');
  if (several ? list(row['assignedUsersIds']).includes(user.id) : row['assignedUserId'] === user.id) return true;
  const attends =
    core.schema.hasStatus(entity, 'users') &&
    (row['#users'] as { id: string; deleted?: boolean }[] | undefined)?.some(
      (entry) => entry.id === user.id && !entry.deleted,
    );
  if (attends && (action === 'read' || action === 'stream' || !core.quirks.attendeeReadOnly)) return true;
  return !several && !core.schema.hasField(entity, 'assignedUser') && row['createdById'] === user.id;
}

export function mayOn(core: Core, user: Row, entity: string, row: Row, action: Action): boolean {
  const allowed = level(core, user, entity, action);
  if (allowed === 'all') return true;
  if (allowed === 'no') return false;
  if (!core.quirks.ownOnly) return true;
  if (owns(core, user, entity, row, action)) return true;
  return allowed === 'team' && list(row['teamsIds']).some((id) => list(user['teamsIds']).includes(id));
}

/** Attributes that the role hides or freezes; uid is hidden from every regular user (espo.md 2). */
export function forbidden(core: Core, user: Row, entity: string, what: 'read' | 'edit'): ReadonlySet<string> {
  if (isAdmin(user)) return new Set();
  const { hidesUid } = core.quirks;
  const rights = rightsOf(core, user);
  const key = `${what} ${hidesUid} ${entity}`;
  const known = rights.forbidden.get(key);
  if (known) return known;
  const names = new Set<string>();
  for (const [field, of] of Object.entries(rights.fieldTable[entity] ?? {})) {
    if (of[what] !== 'no' || (field === 'uid' && !hidesUid)) continue;
    for (const suffix of ['', 'Id', 'Name', 'Ids', 'Names', 'Columns', 'Type', 'Date']) names.add(field + suffix);
  }
  rights.forbidden.set(key, names);
  return names;
}
