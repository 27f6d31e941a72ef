import { live } from './appuser.ts';
import { killTokens } from './auth.ts';
import type { Core, EspoSettings } from './core.ts';
import { EspoError, validation } from './errors.ts';
import { applyAddresses } from './person.ts';
import { type Call, type FieldDef, isAdmin, type Row } from './types.ts';

/** What an administrator does through the API: settings, roles, users, entity types, fields. Only what the tests need. */

const SWITCHES = [
  'auth2FA',
  'maintenanceMode',
  'authTokenPreventConcurrent',
  'timeZone',
  'recordListMaxSizeLimit',
] as const;

const zoneExists = (zone: unknown) => {
  // Old names are not in EspoCRM's list (`Europe/Kiev`, espo.md has both).
  return typeof zone === 'string' && (zone === 'UTC' || (zone !== 'Europe/Kiev' && isZone(zone)));
};

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

const SYSTEM_ADMIN: Row = { id: 'system', deleted: false, type: 'admin' };

export function putSettings(core: Core, body: Record<string, unknown>): unknown {
  if ('timeZone' in body && !zoneExists(body['timeZone'])) throw validation('Settings', 'timeZone', 'valid');
  for (const key of SWITCHES) if (key in body) set(core, key, body[key]);
  return adminSettings(core);
}

export function set<K extends keyof EspoSettings>(core: Core, key: K, value: unknown): void {
  core.settings[key] = value as EspoSettings[K];
  if (['auth2FA', 'maintenanceMode', 'authTokenPreventConcurrent'].includes(key)) core.switched[key] = value;
}

export function adminSettings(core: Core): unknown {
  const base = { ...(core.facts.putSettings ?? core.facts.adminSettings) };
  for (const key of ['auth2FA', 'maintenanceMode', 'authTokenPreventConcurrent']) delete base[key];
  const now = live(core, SYSTEM_ADMIN);
  return Object.fromEntries(Object.entries({ ...base, ...now }).filter(([key]) => key in base || key in core.switched));
}

export function publicSettings(core: Core): unknown {
  const base = { ...core.facts.publicSettings };
  const { maintenanceMode } = core.settings;
  const known = Object.fromEntries(Object.entries(live(core, SYSTEM_ADMIN)).filter(([key]) => key in base));
  return { ...base, ...known, ...(maintenanceMode ? { maintenanceMode } : {}) };
}

/** Since 8.2 an admin's new names get the prefix C / c (espo.md 3). */
export function entityName(core: Core, name: string): string {
  return core.traits.customPrefix && !core.settings.customPrefixDisabled ? `C${name}` : name;
}

export function fieldName(core: Core, entity: string, name: string): string {
  const prefixed =
    core.traits.customPrefix && !core.settings.customPrefixDisabled && !core.schema.scopes[entity]?.['isCustom'];
  return prefixed ? `c${name.charAt(0).toUpperCase()}${name.slice(1)}` : name;
}

export function entityManager(core: Core, action: string, body: Record<string, unknown>): unknown {
  const touch = () => {
    core.settings.cacheTimestamp = Math.floor(core.now() / 1000);
  };
  if (action === 'createEntity') {
    const name = entityName(core, String(body['name']));
    core.schema.addEntity(name, String(body['labelSingular']), String(body['labelPlural']));
    touch();
    return core.version === '7.5.6' ? true : { name };
  }
  if (action === 'updateEntity') {
    const name = core.schema.find(String(body['name'])) ?? '';
    if ('optimisticConcurrencyControl' in body)
      core.schema.setConcurrency(name, body['optimisticConcurrencyControl'] === true);
    if (body['lockable'] === true && core.traits.locking) core.schema.setLockable(name, true);
    if (body['lockable'] === false) core.schema.setLockable(name, false);
    touch();
    return true;
  }
  if (action === 'formula') {
    const data = (body['data'] ?? {}) as Record<string, unknown>;
    for (const [kind, script] of Object.entries(data)) {
      if (typeof script === 'string') core.scripts.set(`${String(body['scope'])}.${kind}`, script);
      else core.scripts.delete(`${String(body['scope'])}.${kind}`);
    }
    return true;
  }
  throw new EspoError(404, '');
}

export function fieldManager(core: Core, call: Call): unknown {
  const [, , scope = '', existing] = call.path;
  const entity = core.schema.find(scope) ?? scope;
  const { name, label, ...def } = call.body as { name: string; label?: string } & FieldDef;
  if (call.method === 'POST') {
    const full = fieldName(core, entity, name);
    core.schema.addField(entity, full, { ...def, isCustom: true }, label ?? full);
    return { ...def, isCustom: true, label };
  }
  // A PUT of an unknown name makes the field, without a label (7.5.6 14 line 12).
  if (existing && !core.schema.hasField(entity, existing)) {
    core.schema.addField(entity, existing, { type: def.type }, '');
    return { type: def.type, isCustom: true };
  }
  const field = core.schema.field(entity, existing ?? '');
  if (!field || existing === undefined) throw new EspoError(404, '');
  core.schema.setField(entity, existing, { ...field, ...def });
  return { ...field, ...def };
}

/** Roles keep what they were sent. */
export function putRole(core: Core, call: Call, id?: string): unknown {
  const now = core.stamp();
  const old = id ? core.live('Role', id) : undefined;
  if (id && !old) throw new EspoError(404, `Record ${id} not found.`);
  const base: Row = old ?? { id: core.newId(), deleted: false, createdAt: now };
  for (const key of core.schema.shape('Role').record ?? []) if (key.endsWith('Permission')) base[key] ??= 'not-set';
  const row = core.put(
    'Role',
    Object.assign(base, { fieldData: base['fieldData'] ?? {} }, call.body, { modifiedAt: now }),
  );
  return roleAnswer(row);
}

/** Made and deleted by an administrator; whoever is in one is said by the users' own rows. */
export function teams(core: Core, call: Call): unknown {
  const { method, body, path } = call;
  if (method === 'POST') {
    const stamp = core.stamp();
    const made = { id: core.newId(), deleted: false, createdAt: stamp, modifiedAt: stamp, name: body['name'] };
    return { ...core.put('Team', made) };
  }
  const row = core.live('Team', path[1]);
  if (!row) throw new EspoError(404, `Record ${path[1]} not found.`);
  if (method !== 'DELETE') return { ...row };
  row.deleted = true;
  return true;
}

export const roleAnswer = (row: Row) => ({ ...row });

export function putUser(core: Core, body: Record<string, unknown>, by: Row, old?: Row): Row {
  const now = core.stamp();
  const row: Row = old ?? {
    id: core.newId(),
    deleted: false,
    type: 'regular',
    isActive: true,
    authMethod: null,
    createdAt: now,
    createdById: by.id,
    teamsIds: [],
    rolesIds: [],
  };
  const {
    password,
    passwordConfirm: _confirm,
    rolesNames: _names,
    emailAddress: _mail,
    emailAddressData: _data,
    ...rest
  } = body;
  Object.assign(row, rest, { modifiedAt: now });
  applyAddresses(row, body, () => undefined);
  if (typeof password === 'string') {
    row['#password'] = password;
    if (old) killTokens(core, row.id);
  }
  if (row['type'] === 'api') {
    row['apiKey'] ??= core.uuid().replaceAll('-', '');
    // An API user has no other name than its user name.
    row['lastName'] = row['userName'];
  }
  return core.put('User', row);
}

export function requireAdmin(user: Row): void {
  if (!isAdmin(user)) throw new EspoError(403, '');
}
