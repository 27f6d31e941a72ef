import { type Rights, rightsOf } from './acl.ts';
import type { Core } from './core.ts';
import { deepFreeze } from './defaults.ts';
import { addresses } from './person.ts';
import { renderKeys } from './render.ts';
import { type Caller, isAdmin, list, type Row } from './types.ts';

/** Lists of settings that show only entity types the user may read. */
const FILTERED = [
  'globalSearchEntityList',
  'quickCreateList',
  'assignmentEmailNotificationsEntityList',
  'assignmentNotificationsEntityList',
  'streamEmailNotificationsEntityList',
  'calendarEntityList',
  'activitiesEntityList',
  'historyEntityList',
  'emailKeepParentTeamsEntityList',
];

export function appUser(core: Core, caller: Caller): unknown {
  const { user } = caller;
  return {
    user: userPart(core, caller),
    acl: aclPart(core, user),
    preferences: preferencesOf(core, user),
    token: caller.token,
    settings: settingsFor(core, user),
    language: 'en_US',
    appParams: core.facts.appParams,
  };
}

const keyLists = new WeakMap<object, string[]>();

/** What a version shows of its users, but for what is put in below. */
function keysOf(sample: object): string[] {
  const known =
    keyLists.get(sample) ??
    Object.keys(sample).filter((key) => key !== 'token' && !/EmailAddressList|emailAddressList/.test(key));
  keyLists.set(sample, known);
  return known;
}

function userPart(core: Core, caller: Caller): unknown {
  const { user, token } = caller;
  const sample = isAdmin(user) ? core.facts.users.admin : core.facts.users.regular;
  const keys = keysOf(sample);
  const own = addresses(user).map(({ emailAddress }) => emailAddress);
  return {
    ...renderKeys(core, 'User', user, user, keys),
    ...(isAdmin(user) && 'token' in sample ? { token } : {}),
    ipAddress: '127.0.0.1',
    ...('emailAddressList' in sample ? { emailAddressList: core.traits.emailAddressList ? own : [] } : {}),
    ...('userEmailAddressList' in sample ? { userEmailAddressList: own } : {}),
    ...('excludeFromReplyEmailAddressList' in sample ? { excludeFromReplyEmailAddressList: [] } : {}),
  };
}

export function aclPart(core: Core, user: Row): Record<string, unknown> {
  const rights = rightsOf(core, user);
  const known =
    acls.get(rights) ?? deepFreeze({ table: rights.table, fieldTable: rights.fieldTable, ...rights.permissions });
  acls.set(rights, known);
  return known;
}

const acls = new WeakMap<Rights, Record<string, unknown>>();

/** GET User/{id}/acl lists also what is forbidden, as false. */
export function userAcl(core: Core, user: Row): unknown {
  const acl = aclPart(core, user);
  const table = acl['table'] as Record<string, unknown>;
  const none = Object.fromEntries((core.facts.falseScopes ?? []).map((scope) => [scope, false]));
  return { ...acl, table: { ...none, ...core.facts.aclMore, ...table } };
}

export function preferencesOf(core: Core, user: Row): Record<string, unknown> {
  const { timeZone: _zone, defaultReminders: _own, ...rest } = core.facts.preferences;
  const stored = core.get('Preferences', user.id) ?? { id: user.id, deleted: false };
  const { deleted: _deleted, ...own } = stored;
  return { ...rest, defaultReminders: [], ...own, id: user.id };
}

function visible(core: Core, user: Row, names: unknown): string[] {
  const { table } = rightsOf(core, user);
  return list(names).filter((name) => {
    const scope = table[name];
    return scope === true || (typeof scope === 'object' && scope.read !== 'no') || name === 'User' || name === 'Team';
  });
}

/** The settings a user sees; an admin sees more. */
export function settingsFor(core: Core, user: Row): Record<string, unknown> {
  const rights = rightsOf(core, user);
  const known = settled.get(rights) ?? settledFor(core, user);
  settled.set(rights, known);
  return { ...known, ...live(core, user), version: core.version };
}

/** What does not change while the server runs, for everybody with the same rights. */
const settled = new WeakMap<Rights, Record<string, unknown>>();

function settledFor(core: Core, user: Row): Record<string, unknown> {
  const { facts } = core;
  const base = isAdmin(user) ? facts.adminSettings : facts.settings;
  const own: Record<string, unknown> = { ...base };
  for (const key of FILTERED)
    if (key in own && !isAdmin(user)) own[key] = visible(core, user, facts.adminSettings[key]);
  // Only who may use e-mail sees from whom it goes.
  if (!isAdmin(user) && rightsOf(core, user).table['Email'] === undefined) {
    for (const key of ['outboundEmailFromName', 'outboundEmailFromAddress']) delete own[key];
  }
  delete own['auth2FA'];
  delete own['maintenanceMode'];
  own['tabList'] = tabs(core, user, facts.adminSettings['tabList']);
  return deepFreeze(own);
}

function tabs(core: Core, user: Row, tabList: unknown): unknown {
  const items = [...(tabList as unknown[])];
  for (const [name, scope] of Object.entries(core.schema.scopes)) {
    if (scope['isCustom'] && !items.includes(name)) items.push(name);
  }
  if (isAdmin(user)) return items;
  const shown = new Set([
    ...visible(
      core,
      user,
      items.filter((item) => typeof item === 'string'),
    ),
    '_delimiter_',
    'Calendar',
  ]);
  return items.filter((item) => typeof item !== 'string' || shown.has(item));
}

/** What changes while the server runs. Switches show up only once an admin has set them. */
const shown = ({ authTokenPreventConcurrent: _hidden, ...rest }: Record<string, unknown>) => rest;

export function live(core: Core, user: Row): Record<string, unknown> {
  const { settings } = core;
  return {
    timeZone: settings.timeZone,
    siteUrl: settings.siteUrl,
    applicationName: settings.applicationName,
    recordListMaxSizeLimit: settings.recordListMaxSizeLimit,
    cacheTimestamp: settings.cacheTimestamp,
    appTimestamp: settings.appTimestamp,
    microtime: core.now() / 1000,
    ...(isAdmin(user) ? core.switched : shown(core.switched)),
  };
}
