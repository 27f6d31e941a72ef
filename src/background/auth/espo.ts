/** Signing in to EspoCRM and out again; the password is never kept. */
import * as v from 'valibot';
import { readAddress } from '../../shared/address';
import { SyncError } from '../../shared/codes';
import { call, type EspoAnswer } from '../espo/client';
import { authorization, BY_SESSION, byToken } from '../espo/credential';
import { AppUser, PublicSettings } from '../espo/schema';
import type { Outside } from '../net/retry';

export interface Login {
  site: string;
  userId: string;
  userName: string;
  name: string;
  version: string;
  /** '' where the session of the open EspoCRM signs in. */
  token: string;
}

/** The base at which an EspoCRM answers, of all that the typed address may mean; else what answered instead. */
export async function recognise(outside: Outside, typed: string): Promise<string> {
  const address = readAddress(typed);
  if (typeof address === 'string') throw new SyncError(address);
  let unreachable: SyncError | undefined;
  let answered = '';
  for (const base of address.bases) {
    try {
      const answer = await call(outside, base, { method: 'GET', path: 'Settings' });
      if (answer.status === 200 && isEspo(answer)) return base;
      if (answer.status === 503) throw new SyncError('espo.maintenance');
      answered ||= `${new URL(base).host} answered ${answer.status} ${answer.headers.get('content-type') ?? ''}`.trim();
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      // Not followed, and perhaps only this page of it: the address itself may be right.
      if (error.code === 'espo.notEspo') answered ||= error.detail ?? '';
      else if (error.code === 'espo.unreachable') unreachable = error;
      else throw error;
    }
  }
  // Nothing has ever answered there: it may be the address.
  if (answered === '' && unreachable) throw new SyncError('espo.nobodyThere', undefined, { cause: unreachable });
  throw new SyncError('espo.notEspo', answered);
}

/** GET Settings answers anybody, with these keys and the header X-App-Timestamp (espo.md 8). */
function isEspo({ body, headers }: EspoAnswer): boolean {
  const parsed = v.safeParse(PublicSettings, body);
  return (
    parsed.success &&
    (headers.has('x-app-timestamp') ||
      (parsed.output.applicationName !== '' && typeof parsed.output.cacheTimestamp === 'number'))
  );
}

/** Which step is a label of EspoCRM's; anything else that it says is not kept. */
const SecondStep = v.object({
  status: v.literal('secondStepRequired'),
  message: v.fallback(v.nullish(v.pipe(v.string(), v.regex(/^\w{1,60}$/)), ''), ''),
});

/**
 * One login: the password becomes a token and is forgotten. Never repeated by us: every failure feeds the lock after failed logins.
 * No token secret is asked for: its cookie would overwrite that of the user's own EspoCRM tab (espo.md 1).
 */
export async function logIn(
  outside: Outside,
  site: string,
  userName: string,
  password: string,
  code: string,
): Promise<Login> {
  const name = userName.trim();
  const headers: Record<string, string> = { 'Espo-Authorization': authorization(name, password.trim()) };
  if (code.trim() !== '') headers['Espo-Authorization-Code'] = code.replace(/\s/g, '');
  const answer = await call(outside, site, { method: 'GET', path: 'App/user', headers });
  if (answer.status === 401) throw await refusedLogin(outside, site, answer, code.trim() !== '');
  // No ACL text: the lock after failed logins (espo.md 1).
  if (answer.status === 403) throw new SyncError('espo.locked');
  if (answer.status === 503) throw new SyncError('espo.maintenance');
  const login = readLogin(site, answer);
  if (login.token === '') throw new SyncError('espo.ssoOnly');
  return login;
}

/**
 * The same by the EspoCRM that the user has open in this browser: whoever is signed in there. A token is none given that way (recorded
 * from 7.5 to 10.0): what the page has stays the page's, and ends with it.
 */
export async function logInByOpenEspo(outside: Outside, site: string): Promise<Login> {
  const answer = await call(outside, site, { method: 'GET', path: 'App/user' }, BY_SESSION);
  if (answer.status === 401) throw new SyncError('espo.noSession');
  if (answer.status === 503) throw new SyncError('espo.maintenance');
  return { ...readLogin(site, answer), token: '' };
}

function readLogin(site: string, answer: EspoAnswer): Login {
  if (answer.status !== 200) throw new SyncError('espo.server', `${answer.status}`);
  const parsed = v.safeParse(AppUser, answer.body);
  if (!parsed.success) throw new SyncError('espo.unreadable', 'App/user');
  const { user, token, settings } = parsed.output;
  return {
    site,
    userId: user.id,
    userName: user.userName,
    name: user.name || user.userName,
    version: settings.version,
    token,
  };
}

/** All 401s look alike (espo.md 1); a second step says so, and single sign-on can be asked for without credentials. */
async function refusedLogin(outside: Outside, site: string, answer: EspoAnswer, withCode: boolean): Promise<SyncError> {
  const second = v.safeParse(SecondStep, answer.body);
  if (second.success || answer.reason === 'second-step-required')
    return new SyncError('espo.codeNeeded', second.success ? second.output.message : '');
  // The password was right, and the code could not be sent (espo.md 1).
  if (answer.reason === 'error' && !withCode) return new SyncError('espo.codeNotSent');
  if (withCode) return new SyncError('espo.codeWrong');
  try {
    const oidc = await call(outside, site, {
      method: 'GET',
      path: 'Oidc/authorizationData',
      headers: { 'X-Requested-With': 'XMLHttpRequest' },
    });
    if (oidc.status === 200) return new SyncError('espo.ssoOnly');
  } catch {
    // It cannot be asked: then the password is the likelier cause.
  }
  return new SyncError('espo.wrongPassword');
}

/** Signing out destroys the token on the server; a server that does not answer must not keep the user signed in here. */
export async function logOut(outside: Outside, site: string, userName: string, token: string): Promise<void> {
  try {
    const ending = { method: 'POST', path: 'App/destroyAuthToken', body: { token } } as const;
    await call(outside, site, ending, byToken({ userName, token }));
  } catch {
    // It ends by itself after its idle time.
  }
}
