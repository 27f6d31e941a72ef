import type { SandboxRequest } from '../http.ts';
import { hex } from '../http.ts';
import type { Core } from './core.ts';
import { EspoError } from './errors.ts';
import { type Caller, isAdmin, type Row, type Token } from './types.ts';

/** authFailedAttemptsPeriod, authMaxFailedAttemptNumber: the 12th failure within 60 s is 403 (espo.md 1). */
const PERIOD = 60_000;
const ALLOWED = 10;

export class Unauthorized extends Error {
  readonly challenge: boolean;
  /** What EspoCRM calls its question for a second factor; '' where it asks for none. */
  readonly secondStep: string;
  /** X-Status-Reason, '' for none. */
  readonly reason: string;

  constructor(challenge = false, secondStep = '', reason = '') {
    super('401');
    this.challenge = challenge;
    this.secondStep = secondStep;
    this.reason = reason;
  }
}

const badString = () => new EspoError(400, 'Auth: Bad authorization string provided.', '', true);

interface Credentials {
  name: string;
  password: string;
  /** Basic gives no token. */
  gives: boolean;
}

/** Espo-Authorization wins over Authorization, both over cookies (espo.md 1). */
function credentials(core: Core, headers: Record<string, string>): Credentials | undefined {
  const own = headers['espo-authorization'];
  const standard = headers['authorization'];
  if (own === undefined && standard === undefined) return undefined;
  const encoded = own ?? /^Basic (.*)$/i.exec(standard ?? '')?.[1];
  if (encoded === undefined) throw badString();
  const text = decoded(encoded);
  const cut = text.indexOf(':');
  if (cut < 0) throw badString();
  const trim = (part: string) => (core.traits.trimsCredentials ? part.trim() : part);
  return { name: trim(text.slice(0, cut)), password: trim(text.slice(cut + 1)), gives: own !== undefined };
}

let lastEncoded = '';
let lastText = '';

/** The same header comes with every request of a browser. */
function decoded(base64: string): string {
  if (base64 !== lastEncoded) [lastEncoded, lastText] = [base64, Buffer.from(base64, 'base64').toString('utf8')];
  return lastText;
}

export function cookies(headers: Record<string, string>): Record<string, string> {
  if (headers['cookie'] === undefined) return {};
  const pairs = (headers['cookie'] ?? '').split(';').map((pair) => pair.trim().split('='));
  return Object.fromEntries(pairs.map(([name = '', ...value]) => [name, value.join('=')]));
}

export function hasCredentials(headers: Record<string, string>): boolean {
  return (
    headers['espo-authorization'] !== undefined || headers['authorization'] !== undefined || 'x-api-key' in headers
  );
}

function checkLock(core: Core): void {
  if (!core.quirks.loginLock) return;
  core.failures = core.failures.filter((time) => time > core.now() - PERIOD);
  if (core.failures.length <= ALLOWED) return;
  throw new EspoError(403, core.traits.lockReason, '', true);
}

function fail(core: Core): never {
  core.failures.push(core.now());
  throw new Unauthorized();
}

/** Tokens without access for authTokenMaxIdleTime hours die when the control job looks (espo.md 1). */
export function expireTokens(core: Core): void {
  const idle = core.settings.authTokenMaxIdleTime * 3_600_000;
  if (idle === 0) return;
  for (const token of core.tokens) if (core.now() - token.lastAccess > idle) token.active = false;
}

function findToken(core: Core, value: string, secret: string | undefined): Token | undefined {
  const token = core.tokens.find((one) => one.active && one.value === value);
  if (!token) return undefined;
  if (token.secret !== undefined && token.secret !== secret && core.quirks.tokenSecret) return undefined;
  return token;
}

const active = (user: Row | undefined): user is Row =>
  user !== undefined && !user.deleted && user['isActive'] !== false;

function use(core: Core, token: Token): Row | undefined {
  const user = core.live('User', token.userId);
  if (!active(user)) return undefined;
  token.lastAccess = core.now();
  user['lastAccess'] = core.stamp();
  return user;
}

/**
 * The cookie of EspoCRM's own page: any method, no token in App/user, and nothing that prolongs it, because only a header of a login does
 * (Core/Authentication/Authentication.php, processAuthTokenFinal, the same from 7.5 to 10.0).
 */
function byCookie(core: Core, headers: Record<string, string>, jar: Record<string, string>): Caller {
  if (headers['espo-authorization-by-token'] !== 'true') checkLock(core);
  const token = findToken(core, jar['auth-token'] ?? '', jar['auth-token-secret']);
  const user = token && core.live('User', token.userId);
  if (active(user)) return { user, token: null, byToken: false };
  throw new Unauthorized();
}

export function authenticate(core: Core, request: SandboxRequest): Caller {
  const { headers } = request;
  if (core.settings.idleCheck === 'always') expireTokens(core);
  const given = credentials(core, headers);
  const jar = cookies(headers);
  if (!given) return withoutHeader(core, request, jar);
  const byToken = headers['espo-authorization-by-token'] === 'true';
  if (!byToken) checkLock(core);
  const token = findToken(core, given.password, jar['auth-token-secret']);
  if (token) {
    const user = use(core, token);
    if (user && String(user['userName']).toLowerCase() === given.name.toLowerCase()) {
      return { user, token: given.gives ? token.value : null, byToken };
    }
    if (byToken) throw new Unauthorized();
  }
  if (byToken) throw new Unauthorized();
  return byPassword(core, headers, given);
}

function withoutHeader(core: Core, { method, headers }: SandboxRequest, jar: Record<string, string>): Caller {
  const key = headers['x-api-key'];
  if (key !== undefined) {
    checkLock(core);
    const user = core.rows('User').find((one) => !one.deleted && one['type'] === 'api' && one['apiKey'] === key);
    if (!active(user)) fail(core);
    return { user, token: null, byToken: false };
  }
  if (jar['auth-token']) return byCookie(core, headers, jar);
  const quiet =
    headers['x-requested-with'] === 'XMLHttpRequest' || headers['referer'] !== undefined || method === 'POST';
  throw new Unauthorized(!quiet);
}

const QUESTIONS: Record<string, string> = {
  totp: 'enterTotpCode',
  email: 'enterCodeSentInEmail',
  sms: 'enterCodeSentBySms',
};

/** Every request without a code sends a new one; where that fails, nothing else says so (espo.md 1). */
function withoutCode(core: Core, by: string): Unauthorized {
  if (by === 'totp' || !core.codesStay) return new Unauthorized(false, QUESTIONS[by]);
  return new Unauthorized(false, '', 'error');
}

/** Where the identity provider sends the browser back with a code; that of the stand-in knows everybody. */
const OIDC_USER = '**oidc';
export const OIDC_CODE = 'code-of-';

/** Whoever comes back from the identity provider: no password, no second factor. */
function byCode(core: Core, headers: Record<string, string>, given: Credentials): Caller {
  const user = given.password.startsWith(OIDC_CODE)
    ? core.userByName(given.password.slice(OIDC_CODE.length))
    : undefined;
  return active(user) ? withNewToken(core, headers, given, user) : fail(core);
}

const takesPassword = ({ settings }: Core, user: Row): boolean =>
  !settings.oidc || (settings.oidcFallback && (isAdmin(user) || settings.oidcAllowRegularUserFallback));

function byPassword(core: Core, headers: Record<string, string>, given: Credentials): Caller {
  if (core.settings.oidc && given.name === OIDC_USER) return byCode(core, headers, given);
  const user = core.userByName(given.name);
  if (!active(user) || user['type'] === 'api' || user['#password'] !== given.password || given.password === '')
    fail(core);
  if (!takesPassword(core, user)) fail(core);
  if (core.settings.auth2FA && user['#totp'] !== undefined) {
    const code = headers['espo-authorization-code'];
    if (code === undefined) throw withoutCode(core, String(user['#codeBy'] ?? 'totp'));
    if (code !== user['#totp']) fail(core);
  }
  return withNewToken(core, headers, given, user);
}

function withNewToken(core: Core, headers: Record<string, string>, given: Credentials, user: Row): Caller {
  user['lastAccess'] = core.stamp();
  if (!given.gives) return { user, token: null, byToken: false };
  if (core.settings.authTokenPreventConcurrent) killTokens(core, user.id);
  const token: Token = { value: hex(core.world, 32), userId: user.id, active: true, lastAccess: core.now() };
  const wantsSecret = headers['espo-authorization-create-token-secret'] === 'true';
  if (wantsSecret) token.secret = hex(core.world, 32);
  core.tokens.push(token);
  const caller: Caller = { user, token: token.value, byToken: false };
  if (token.secret !== undefined) caller.cookie = secretCookie(core, token.secret);
  return caller;
}

/** `Secure` comes on top where PHP itself sees https, which behind a proxy it does not. */
function secretCookie(core: Core, secret: string): string {
  const expires = new Date(core.now() + 1000 * 86_400_000).toUTCString();
  return `auth-token-secret=${secret}; path=/; expires=${expires}; HttpOnly; SameSite=Lax`;
}

export const DELETED_COOKIE =
  'auth-token-secret=deleted; path=/; expires=Thu, 01 Jan 1970 00:00:01 GMT; HttpOnly; SameSite=Lax';

export function killTokens(core: Core, userId: string): void {
  for (const token of core.tokens) if (token.userId === userId) token.active = false;
}

/** POST App/destroyAuthToken. Returns the cookie to delete, when the token's secret came along. */
export function destroyToken(
  core: Core,
  caller: Caller,
  value: unknown,
  headers: Record<string, string>,
): string | undefined {
  const token = core.tokens.find((one) => one.value === value && one.userId === caller.user.id);
  if (!token) throw new EspoError(404, '', '', true);
  token.active = false;
  return token.secret !== undefined && cookies(headers)['auth-token-secret'] === token.secret
    ? DELETED_COOKIE
    : undefined;
}
