import { action } from './actions.ts';
import { putUser, set } from './admin.ts';
import { expireTokens, killTokens } from './auth.ts';
import type { Core, EspoSettings } from './core.ts';
import type { Fault } from './faults.ts';
import { createRecord, deleteRecord, linkEndpoint, updateRecord } from './records.ts';
import type { HandMade } from './relations.ts';
import { addRole, SYSTEM } from './seed.ts';
import type { Call, FieldDef, Row } from './types.ts';

export interface NewUser {
  userName: string;
  password?: string;
  firstName?: string;
  lastName?: string;
  emailAddress?: string;
  type?: 'regular' | 'admin' | 'api';
  apiKey?: string;
  /** Name of a role (`Sales full`, `Restricted` or one made with addRole). */
  role?: string;
  isActive?: boolean;
}

export interface NewRole {
  /** E.g. `{ Meeting: { create: 'yes', read: 'own', edit: 'own', delete: 'no' }, Call: false, Calendar: true }`. */
  data?: Record<string, Partial<Record<'create' | 'read' | 'edit' | 'delete' | 'stream', string>> | boolean>;
  fieldData?: Record<string, Record<string, { read: 'yes' | 'no'; edit: 'yes' | 'no' }>>;
  assignmentPermission?: 'all' | 'team' | 'no';
  massUpdatePermission?: 'yes' | 'no';
  [key: string]: unknown;
}

export interface LogEntry {
  /** World's time, milliseconds. */
  time: number;
  method: string;
  /** Path with query, as asked. */
  path: string;
  /** User name, '' where nobody was recognised. */
  user: string;
  /** 0 = the request never got an answer. */
  status: number;
}

/** A person at the keyboard: the same rules and effects as through the API. */
export interface Person {
  id: string;
  create(entity: string, attributes: Record<string, unknown>): Record<string, unknown> & { id: string };
  update(entity: string, id: string, attributes: Record<string, unknown>): Record<string, unknown>;
  remove(entity: string, id: string): void;
  /** Only an administrator can. modifiedAt stays. */
  restore(entity: string, id: string): void;
  link(entity: string, id: string, name: 'users' | 'contacts' | 'leads', other: string): void;
  unlink(entity: string, id: string, name: 'users' | 'contacts' | 'leads', other: string): void;
  accept(entity: string, id: string, status: 'Accepted' | 'Tentative' | 'Declined'): void;
}

/** What people, administrators, cron and bad luck do to a server. Everything is a plain call, without HTTP. */
export class Control {
  /** Injected faults, first fitting one first; each is used up after its `times`. */
  readonly faults: Fault[] = [];
  /** Records of which answers say something that cannot be understood, by id. */
  readonly spoilt = new Map<string, Record<string, unknown>>();
  /** Every request that arrived. */
  readonly log: LogEntry[] = [];
  private readonly core: Core;
  private readonly reseed: () => void;

  constructor(core: Core, reseed: () => void) {
    this.core = core;
    this.reseed = reseed;
  }

  get settings(): EspoSettings {
    return this.core.settings;
  }

  addUser(user: NewUser): Row {
    const { role, ...rest } = user;
    const found =
      role === undefined ? undefined : this.core.rows('Role').find((row) => row['name'] === role && !row.deleted);
    if (role !== undefined && !found) throw new Error(`no role ${role}`);
    const full = { lastName: user.userName, ...rest, rolesIds: found ? [found.id] : [] };
    return putUser(this.core, full, this.core.userByName('admin') ?? SYSTEM, this.core.userByName(user.userName));
  }

  addRole(name: string, role: NewRole): Row {
    return addRole(this.core, name, role);
  }

  /** EspoCRM's own integration of that name is enabled, and this user, whose roles allow it, has connected an account to it. */
  connectExternalAccount(userName: string, name: string, enabled = true): void {
    const user = this.user(userName);
    for (const role of this.core.rows('Role'))
      if ((user['rolesIds'] as string[] | undefined)?.includes(role.id))
        role['data'] = { ...(role['data'] as object), ExternalAccount: true };
    this.core.put('ExternalAccount', { id: `${name}__${user.id}`, deleted: false, enabled });
  }

  /** Made as an older or prefix-disabled server makes it: the name is taken as it stands. */
  addEntity(name: string, label = name, plural = `${label}s`): void {
    this.core.schema.addEntity(name, label, plural);
    this.changed();
  }

  /** The Field Manager gives a varchar 100 characters unless the administrator says otherwise. */
  addField(entity: string, name: string, def: FieldDef = { type: 'varchar', maxLength: 100 }, label = name): void {
    this.core.schema.addField(entity, name, def, label);
    this.changed();
  }

  /** What an administrator changes in the Field Manager. */
  setField(entity: string, name: string, change: Partial<FieldDef>): void {
    const def = this.core.schema.field(entity, name);
    if (!def) throw new Error(`no field ${entity}.${name}`);
    this.core.schema.setField(entity, name, { ...def, ...change });
    this.changed();
  }

  /** A link made by hand in the Entity Manager, shown as a field. */
  addLink(entity: string, name: string, foreign: string, kind: HandMade): void {
    this.core.schema.addLink(entity, name, foreign, kind);
    this.changed();
  }

  /** Several users are assigned instead of one: EspoCRM takes the other field away. */
  setAssignedUsers(entity: string): void {
    this.core.schema.addLink(entity, 'assignedUsers', 'User', 'manyToMany');
    this.core.schema.removeField(entity, 'assignedUser');
    this.changed();
  }

  /** Users share the work on a record (EspoCRM 9): in the Entity Manager a box, in metadata the scope says it. */
  setCollaborators(entity: string, on = true): void {
    this.core.schema.addLink(entity, 'collaborators', 'User', 'manyToMany');
    this.core.schema.setScope(entity, { collaborators: on });
    this.changed();
  }

  /** Which statuses mean cancelled or completed, as the Entity Manager sets them. */
  setStatusLists(entity: string, lists: { canceledStatusList?: string[]; completedStatusList?: string[] }): void {
    this.core.schema.setScope(entity, lists);
    this.changed();
  }

  removeField(entity: string, name: string): void {
    this.core.schema.removeField(entity, name);
    this.changed();
  }

  setConcurrencyControl(entity: string, on: boolean): void {
    this.core.schema.setConcurrency(entity, on);
    this.changed();
  }

  /** 10.0 only. */
  setLockable(entity: string, on: boolean): void {
    this.core.schema.setLockable(entity, on && this.core.traits.locking);
  }

  setLocked(entity: string, id: string, locked: boolean): void {
    const row = this.core.live(entity, id);
    if (row) row['isLocked'] = locked;
  }

  setMaintenance(on: boolean): void {
    set(this.core, 'maintenanceMode', on);
  }

  /** Status options of an entity type, as an administrator customises them. */
  setOptions(entity: string, field: string, options: string[]): void {
    this.setField(entity, field, { options });
  }

  setPassword(userName: string, password: string): void {
    const user = this.user(userName);
    user['#password'] = password;
    killTokens(this.core, user.id);
  }

  setActive(userName: string, active: boolean): void {
    Object.assign(this.user(userName), { isActive: active, modifiedAt: this.core.stamp() });
  }

  /** Two-factor login with that code, or none; also switches it on in the settings. */
  setTwoFactor(userName: string, code: string | undefined, by: 'totp' | 'email' | 'sms' = 'totp'): void {
    if (code !== undefined) set(this.core, 'auth2FA', true);
    const user = this.user(userName);
    if (code === undefined) delete user['#totp'];
    else Object.assign(user, { '#totp': code, '#codeBy': by });
  }

  /** Mails and text messages do not leave. */
  setCodesStay(stay: boolean): void {
    this.core.codesStay = stay;
  }

  killTokens(userName: string): void {
    killTokens(this.core, this.user(userName).id);
  }

  /** The auth token control job. */
  runCron(): void {
    expireTokens(this.core);
  }

  clearFailedLogins(): void {
    this.core.failures.length = 0;
  }

  /** One entity answers so: to lists and records, or to its metadata. Answers what lifts it again. */
  breakEntity(
    type: string,
    broken: { status?: number; body?: string; times?: number },
    what: 'records' | 'metadata' = 'records',
  ): () => void {
    const path =
      what === 'records'
        ? new RegExp(`/api/v1/${type}([/?]|$)`)
        : new RegExp(`Metadata\\?key=entityDefs\\.${type}(&|$)`);
    const fault: Fault = { match: ({ url }) => path.test(url), times: Number.POSITIVE_INFINITY, ...broken };
    this.faults.push(fault);
    return () => {
      const at = this.faults.indexOf(fault);
      if (at >= 0) this.faults.splice(at, 1);
    };
  }

  act(userName: string): Person {
    const { core } = this;
    const user = this.user(userName);
    const call = (method: string, body: Record<string, unknown> = {}): Call => {
      core.rights.clear();
      return {
        method,
        path: [],
        query: '',
        headers: {},
        body,
        caller: { user, token: null, byToken: false },
      };
    };
    return {
      id: user.id,
      create: (entity, attributes) => {
        const headers = { 'x-skip-duplicate-check': 'true' };
        return createRecord(core, { ...call('POST', attributes), headers }, entity) as Record<string, unknown> & {
          id: string;
        };
      },
      update: (entity, id, attributes) =>
        updateRecord(core, call('PUT', attributes), entity, id) as Record<string, unknown>,
      remove: (entity, id) => void deleteRecord(core, call('DELETE'), entity, id),
      restore: (entity, id) => void action(core, call('POST', { id }), entity, 'restoreDeleted'),
      link: (entity, id, name, other) => void linkEndpoint(core, call('POST', { id: other }), entity, id, name),
      unlink: (entity, id, name, other) => void linkEndpoint(core, call('DELETE', { id: other }), entity, id, name),
      accept: (entity, id, status) => void action(core, call('POST', { id, status }), entity, 'setAcceptanceStatus'),
    };
  }

  /** Live records, as stored (attendees under `#users`, `#contacts`, `#leads`: {id, status, deleted}). */
  dump(entity: string): Row[] {
    return this.rows(entity);
  }

  rows(entity: string, options: { deleted?: boolean } = {}): Row[] {
    return structuredClone(this.core.rows(entity).filter((row) => options.deleted || !row.deleted));
  }

  row(entity: string, id: string): Row | undefined {
    const row = this.core.get(entity, id);
    return row && structuredClone(row);
  }

  /** Puts a record in as it stands, e.g. one of an older server, or of the recordings. */
  insert(entity: string, row: Partial<Row> & { id: string }): Row {
    return this.core.put(entity, { deleted: false, ...row } as Row);
  }

  user(userName: string): Row {
    const user = this.core.userByName(userName);
    if (!user) throw new Error(`no user ${userName}`);
    return user;
  }

  /** Back to the default seed, without log and faults. */
  reset(): void {
    this.faults.length = 0;
    this.log.length = 0;
    this.core.clear();
    this.reseed();
  }

  private changed(): void {
    this.core.settings.cacheTimestamp = Math.floor(this.core.now() / 1000);
  }
}
