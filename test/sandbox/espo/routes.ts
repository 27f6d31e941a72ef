import { action, attendees, recordAction } from './actions.ts';
import {
  adminSettings,
  entityManager,
  fieldManager,
  putRole,
  putSettings,
  putUser,
  requireAdmin,
  roleAnswer,
  teams,
} from './admin.ts';
import { appUser, preferencesOf, settingsFor, userAcl } from './appuser.ts';
import { destroyToken, killTokens } from './auth.ts';
import type { Core } from './core.ts';
import { denied, EspoError, missing } from './errors.ts';
import { externalAccounts } from './external.ts';
import { listRecords } from './list.ts';
import { massAction, massStatus } from './mass.ts';
import { labels, metadata } from './metadata.ts';
import { postNote, stream } from './notes.ts';
import { parseQuery } from './query.ts';
import { createRecord, deleteRecord, linkEndpoint, readRecord, updateRecord } from './records.ts';
import { renderKeys, renderRecord } from './render.ts';
import { type Call, isAdmin, type Row } from './types.ts';

/** A JSON answer, or an empty body, perhaps with a cookie. */
export interface Answer {
  json?: unknown;
  cookie?: string | undefined;
  /** An object of large parts that are mostly the same for everybody. */
  parts?: boolean;
}

/** Controllers that exist but that a sync client has no business with. */
const OTHERS = ['EmailAddress', 'Team', 'Email', 'Opportunity', 'Case', 'Document', 'Campaign', 'Note', 'Notification'];

/** Methods a path allows, or undefined where no route is (Slim answers before authentication). */
export function allowed(core: Core, path: string[]): string[] | undefined {
  const [first = '', second, third] = path;
  if (path.some((part) => part === '') && !(path.length === 1 && first === '')) return undefined;
  if (path.length === 1) {
    if (first === 'Settings') return ['GET', 'PUT'];
    if (first === 'MassAction' || first === 'Action') return ['POST'];
    return ['GET', 'POST'];
  }
  if (second === 'action') return path.length === 3 ? ['GET', 'POST', 'PUT'] : undefined;
  if (first === 'App' && path.length === 2) return second === 'destroyAuthToken' ? ['POST'] : ['GET'];
  if (first === 'Admin') return ['GET', 'POST', 'PUT', 'DELETE'];
  if (path.length === 2)
    return core.version === '7.5.6' ? ['GET', 'PUT', 'PATCH', 'DELETE'] : ['GET', 'DELETE', 'PUT', 'PATCH'];
  if (path.length === 3 && third !== undefined) return ['GET', 'POST', 'DELETE', 'PUT'];
  return path.length === 4 ? ['GET', 'POST', 'PUT', 'DELETE'] : undefined;
}

/** Open without login. */
export const isPublic = (method: string, path: string[]) =>
  method === 'GET' &&
  ((path.length === 1 && (path[0] === 'Settings' || path[0] === 'I18n')) ||
    path.join('/') === 'Oidc/authorizationData');

export function publicAnswer(core: Core, path: string[], settings: unknown): Answer {
  if (path[0] === 'Oidc') return { json: oidcData(core) };
  return { json: path[0] === 'I18n' ? labels(core, undefined) : settings };
}

/** Where the page sends people to sign in; 403 where single sign-on is not the way (espo.md 1; Tools/Oidc/Service.php). */
function oidcData({ settings }: Core): unknown {
  if (!settings.oidc) throw new EspoError(403, '', '', true);
  return {
    clientId: 'espocrm',
    endpoint: 'https://id.example.test/authorize',
    redirectUri: `${settings.siteUrl}/oauth-callback.php`,
    scopes: ['openid', 'profile', 'email'],
    claims: null,
    prompt: 'consent',
    maxAge: null,
  };
}

export function route(core: Core, call: Call): Answer {
  const { method, path } = call;
  const { user } = call.caller;
  const [first = '', second, third] = path;
  switch (first) {
    case 'App':
      return app(core, call);
    case 'Settings':
      if (method === 'GET') return { json: isAdmin(user) ? adminSettings(core) : settingsFor(core, user) };
      requireAdmin(user);
      return { json: putSettings(core, call.body) };
    case 'I18n':
      return { json: labels(core, user) };
    case 'Metadata': {
      const key = parseQuery(call.query)['key'];
      const json = metadata(core, user, typeof key === 'string' ? key : undefined);
      return json === undefined ? {} : { json };
    }
    case 'MassAction':
      return { json: method === 'POST' ? massAction(core, call) : massStatus(core, second ?? '') };
    case 'Action':
      return { json: recordAction(core, call) };
    case 'EntityManager':
      requireAdmin(user);
      return { json: entityManager(core, third ?? '', call.body) };
    case 'Admin':
      requireAdmin(user);
      return { json: fieldManager(core, call) };
    case 'UserSecurity':
      return { json: userSecurity(core, call) };
    case 'Preferences':
      return { json: preferences(core, call) };
    case 'ExternalAccount':
      return { json: externalAccounts(core, call) };
    case 'Role':
      requireAdmin(user);
      if (method === 'GET') return { json: roleAnswer(core.live('Role', second) ?? gone(second)) };
      return { json: putRole(core, call, second) };
    case 'Team':
      return { json: isAdmin(user) && (method === 'POST' || second) ? teams(core, call) : records(core, call) };
    case 'Note':
      if (method !== 'POST') throw new EspoError(403, '');
      return { json: postNote(core, call) };
    case 'GlobalStream':
      throw new EspoError(403, '', '', true);
    case 'PopupNotification':
      throw new EspoError(404, `Action ${method} 'read' does not exist in controller 'PopupNotification'.`);
    case 'OpenApi':
      if (core.traits.openApi && !isAdmin(user)) throw new EspoError(403, 'No access to OpenApi scope.', '', true);
      throw new EspoError(404, "Controller 'OpenApi' does not exist.");
    case 'Oidc':
      return { json: oidcData(core) };
    default:
      return { json: records(core, call) };
  }
}

const gone = (id: string | undefined): never => {
  throw missing(id ?? '');
};

function app(core: Core, call: Call): Answer {
  const { path, caller } = call;
  if (path[1] === 'user' && path.length === 2)
    return { json: appUser(core, caller), cookie: caller.cookie, parts: true };
  if (path[1] === 'about' && core.traits.appAbout)
    return { json: { text: core.settings.applicationName, version: core.version } };
  if (path[1] === 'destroyAuthToken') {
    const cookie = destroyToken(core, caller, call.body['token'], call.headers);
    return { json: true, ...(cookie ? { cookie } : {}) };
  }
  throw new EspoError(404, "Controller 'App' does not exist.");
}

function records(core: Core, call: Call): unknown {
  const { method, path, caller } = call;
  const [first = '', second, third, fourth] = path;
  const entity = core.schema.find(first);
  if (!entity) {
    if (OTHERS.includes(first)) throw denied(core.version, 'No read access.');
    throw new EspoError(404, `Controller '${first}' does not exist.`);
  }
  if (second === undefined) {
    if (method === 'GET') return listRecords(core, call, entity);
    if (entity === 'User') return createUser(core, call);
    return createRecord(core, call, entity);
  }
  if (second === 'action') return action(core, call, entity, third ?? '');
  if (third === undefined) {
    if (method === 'GET') return readRecord(core, call, entity, second);
    if (method === 'DELETE') return deleteRecord(core, call, entity, second);
    if (entity === 'User') return updateUser(core, call, second);
    return updateRecord(core, call, entity, second);
  }
  if (fourth !== undefined) throw new EspoError(404, '');
  if (entity === 'User' && third === 'acl') return userAcl(core, core.live('User', second) ?? caller.user);
  if (third === 'attendees' && method === 'GET') return attendees(core, call, entity, second);
  if (third === 'stream' && method === 'GET') return stream(core, call, entity, second);
  if (third === 'subscription' && method === 'PUT') return subscribe(core, call, entity, second);
  if (third === 'starSubscription') throw new EspoError(403, '', '', true);
  if (third === 'teams' && method === 'POST') throw new EspoError(404, '');
  return linkEndpoint(core, call, entity, second, third);
}

function subscribe(core: Core, call: Call, entity: string, id: string): unknown {
  readRecord(core, call, entity, id);
  const row = core.get(entity, id);
  const known = (row?.['#followers'] as string[] | undefined) ?? [];
  if (row && !known.includes(call.caller.user.id)) row['#followers'] = [...known, call.caller.user.id];
  return true;
}

function createUser(core: Core, call: Call): unknown {
  const { user } = call.caller;
  if (!isAdmin(user)) throw denied(core.version, 'No create access.');
  const row = putUser(core, call.body, user);
  const full = renderRecord(core, 'User', row, user);
  const always = core.schema.createKeys('User');
  const answer: Record<string, unknown> = renderKeys(core, 'User', row, user, always);
  for (const [key, value] of Object.entries(full)) if (value !== null) answer[key] = value;
  for (const key of always) if (/Is(OptedOut|Invalid)$/.test(key)) answer[key] = false;
  answer['name'] = row['firstName'] && row['lastName'] ? full['name'] : row['userName'];
  answer['lastAccess'] = null;
  return answer;
}

function updateUser(core: Core, call: Call, id: string): unknown {
  const { user } = call.caller;
  const row = core.live('User', id);
  if (!row) throw new EspoError(404, `Record ${id} not found.`);
  if (!isAdmin(user)) throw denied(core.version, 'No edit access.');
  putUser(core, call.body, user, row);
  return renderRecord(core, 'User', row, user);
}

function preferences(core: Core, call: Call): unknown {
  const { user } = call.caller;
  const id = call.path[1] ?? '';
  const of = core.live('User', id);
  if (!of) throw new EspoError(404, '');
  if (of.id !== user.id && !isAdmin(user)) throw new EspoError(403, '');
  if (call.method !== 'GET') {
    const stored: Row = core.get('Preferences', id) ?? { id, deleted: false };
    core.put('Preferences', Object.assign(stored, call.body));
  }
  const shown = { ...preferencesOf(core, of), name: renderKeys(core, 'User', of, of, ['name'])['name'] };
  const more = core.schema.shape('Preferences').record?.includes('isPortalUser') && call.method === 'GET';
  return more ? { ...shown, isPortalUser: false } : shown;
}

/** Two-factor set-up and password changes (01 lines 50 to 52). */
function userSecurity(core: Core, call: Call): unknown {
  const { user } = call.caller;
  const { body, path } = call;
  if (path[1] === 'action') {
    if (!body['id']) throw new EspoError(400, "No 'id'.");
    user['#secret'] = core.uuid().replaceAll('-', '').slice(0, 16).toUpperCase();
    return { auth2FATotpSecret: user['#secret'], label: `EspoCRM:${String(user['userName'])}` };
  }
  if (path[1] === 'password') {
    if (body['currentPassword'] !== user['#password']) throw new EspoError(403, 'Wrong password.');
    user['#password'] = body['password'];
    user['modifiedAt'] = core.stamp();
    killTokens(core, user.id);
    return true;
  }
  // Merely asking makes the user's row of second factors.
  const of = core.live('User', path[1]);
  if (of) of['auth2FA'] ??= false;
  if (!body['password']) throw new EspoError(403, 'Password required.');
  if (body['auth2FA'] === true) user['#totp'] = body['code'];
  else delete user['#totp'];
  return { auth2FA: body['auth2FA'] === true, auth2FAMethod: body['auth2FAMethod'] ?? null };
}
