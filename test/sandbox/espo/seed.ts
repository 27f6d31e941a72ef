import { putUser } from './admin.ts';
import type { Core } from './core.ts';
import { Schema } from './schema.ts';
import type { FieldDef, Row } from './types.ts';
import type { EspoVersion } from './versions.ts';

const full = { create: 'yes', read: 'all', edit: 'all', delete: 'all', stream: 'all' };
const varchar: FieldDef = { type: 'varchar', maxLength: 255, isCustom: true };

const ROLES: Record<string, Record<string, unknown>> = {
  'Sales full': {
    data: {
      ...Object.fromEntries(
        ['Meeting', 'Call', 'Contact', 'Lead', 'Account', 'Task', 'CVisit', 'Visit', 'Inspection'].map((e) => [
          e,
          full,
        ]),
      ),
      Calendar: true,
      Activities: true,
      Email: { create: 'yes', read: 'own', edit: 'own', delete: 'own', stream: 'own' },
      User: { read: 'all', edit: 'no' },
    },
    assignmentPermission: 'all',
    userPermission: 'all',
    massUpdatePermission: 'yes',
    exportPermission: 'yes',
  },
  Restricted: {
    data: {
      Meeting: { create: 'yes', read: 'own', edit: 'own', delete: 'no', stream: 'own' },
      Call: false,
      Contact: { create: 'no', read: 'all', edit: 'no', delete: 'no', stream: 'no' },
      Calendar: true,
      Activities: true,
    },
    assignmentPermission: 'no',
    userPermission: 'no',
    massUpdatePermission: 'no',
    exportPermission: 'yes',
  },
  'No calendar at all': {
    data: { Meeting: false, Call: false, Calendar: false, Activities: false, CVisit: false },
    assignmentPermission: 'no',
    userPermission: 'no',
    massUpdatePermission: 'yes',
    exportPermission: 'yes',
  },
};

export function addRole(core: Core, name: string, role: Record<string, unknown>): Row {
  const known = core.rows('Role').find((row) => !row.deleted && row['name'] === name);
  const now = core.stamp();
  const base: Row = known ?? { id: core.newId(), deleted: false, name, createdAt: now };
  return core.put('Role', Object.assign(base, { fieldData: {}, data: {} }, role, { modifiedAt: now }));
}

export const SYSTEM: Row = { id: 'system', deleted: false, userName: 'system', lastName: 'System', type: 'system' };

/** Only the administrator, as the installer leaves it. */
export function seedAdmin(core: Core): Row {
  return putUser(core, { userName: 'admin', lastName: 'Admin', type: 'admin', password: 'Admin12345' }, SYSTEM);
}

const installed = new Map<EspoVersion, Schema>();

/** The entity types and fields that espo.md's administrator added: the same for every server of a version. */
function installedSchema({ version, traits, schema: bare }: Core): Schema {
  const known = installed.get(version);
  if (known) return new Schema(known);
  const schema = new Schema(bare);
  const visit = traits.customPrefix ? 'CVisit' : 'Visit';
  schema.addEntity(visit, 'Visit', 'Visits');
  schema.addEntity('Inspection', 'Inspection', 'Inspections');
  schema.setConcurrency('Inspection', true);
  if (traits.customPrefix) schema.addField('Meeting', 'cLocation', varchar, 'Location');
  schema.addField('Meeting', 'location', varchar, 'Location');
  schema.addField('Call', traits.customPrefix ? 'cLocation' : 'location', varchar, 'Location');
  schema.addField(visit, 'location', varchar, 'Location');
  schema.addField(visit, 'place', { type: 'varchar', maxLength: 100, isCustom: true }, 'Place');
  installed.set(version, schema);
  return new Schema(schema);
}

/** The installation of espo.md's table: its users, roles, entity types and location fields. */
export function seed(core: Core): void {
  const admin = seedAdmin(core);
  core.schema = installedSchema(core);
  const roles = Object.fromEntries(Object.entries(ROLES).map(([name, role]) => [name, addRole(core, name, role).id]));
  const add = (userName: string, firstName: string | undefined, lastName: string, password: string, role?: string) =>
    putUser(
      core,
      {
        userName,
        ...(firstName ? { firstName } : {}),
        lastName,
        password,
        emailAddress: `${userName}@example.test`,
        rolesIds: role ? [roles[role]] : [],
      },
      admin,
    );
  add('anna', 'Anna', 'Berg', 'Anna12345', 'Sales full');
  add('ben', 'Ben', 'Cole', 'Ben12345', 'Restricted');
  add('nora', 'Nora', 'None', 'Nora12345', 'No calendar at all');
  add('zoe', undefined, 'Zoë', 'Pässwört 1€');
  putUser(
    core,
    {
      userName: 'apisync',
      lastName: 'apisync',
      type: 'api',
      authMethod: 'ApiKey',
      apiKey: 'apisync-key',
      rolesIds: [roles['Sales full']],
    },
    admin,
  );
}
