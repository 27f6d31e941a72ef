import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type ErrorCode, SyncError } from '../../src/shared/codes.ts';
import { soon } from '../soon.ts';
import { errorWords } from '../surface/english.ts';
import { APPLICATION, AuthWindow, SAYS } from './auth-window.ts';

vi.mock('webextension-polyfill', () => import('./fake-browser.ts'));
vi.hoisted(() => {
  (globalThis as unknown as { __DEFAULTS__: unknown }).__DEFAULTS__ = { CLIENT_ID: '', TENANT_ID: '' };
});

/** The real library and the real class, over the browser's window and Entra ID as they answer. */
let at: AuthWindow;
beforeEach(async () => {
  at = await AuthWindow.open();
});

const failed = (promise: Promise<unknown>): Promise<SyncError> =>
  promise.then(
    () => expect.unreachable('it went well'),
    (error: SyncError) => error,
  );
const NEVER = new AbortController().signal;
/** Signs in; whoever it is is accepted. */
async function connect(application = APPLICATION, signal = NEVER): Promise<string> {
  let name = '';
  await at.microsoft.connect(application, false, signal, async ({ account }) => void (name = account.username));
  return name;
}
const ANNA = 'anna@contoso.example';
/** Without anybody looking: the token has run out, and so has what renews it. */
async function renew(): Promise<SyncError> {
  at.entra.control.expireRefreshTokens();
  return failed(at.microsoft.token(APPLICATION, false, { force: true }));
}

it('signs in, and finds a token again without asking anybody', async () => {
  expect(await connect()).toBe(ANNA);
  expect(await at.microsoft.token(APPLICATION, false)).not.toBe('');
  at.entra.control.expireRefreshTokens();
  expect(await at.microsoft.token(APPLICATION, false, { force: true })).not.toBe('');
  expect(at.opened).toBe(2);
});

const OAUTH = [undefined, 'access_denied', 'interaction_required', 'login_required', 'invalid_grant', 'invalid_client'];

/** Number, what it is called while somebody signs in, and what a run finds out by itself. */
const TABLE: [number: number, asked: ErrorCode, silent: ErrorCode][] = [
  [53003, 'ms.conditionalAccess', 'ms.conditionalAccess'],
  [53000, 'ms.deviceNotAllowed', 'ms.deviceNotAllowed'],
  [53001, 'ms.deviceNotAllowed', 'ms.deviceNotAllowed'],
  [530003, 'ms.deviceNotAllowed', 'ms.deviceNotAllowed'],
  [50097, 'ms.deviceNotAllowed', 'ms.signInNeeded'],
  [90072, 'ms.wrongTenant', 'ms.wrongTenant'],
  [50020, 'ms.wrongTenant', 'ms.wrongTenant'],
  [50034, 'ms.unknownUser', 'ms.unknownUser'],
  [50053, 'ms.accountBlocked', 'ms.accountBlocked'],
  [50057, 'ms.accountBlocked', 'ms.accountBlocked'],
  [50058, 'ms.noSession', 'ms.signInNeeded'],
  [65001, 'ms.adminConsent', 'ms.signInNeeded'],
  [90094, 'ms.adminConsent', 'ms.adminConsent'],
  [65004, 'ms.declined', 'ms.signInNeeded'],
  [650057, 'ms.permissionMissing', 'ms.permissionMissing'],
  [700016, 'ms.wrongClient', 'ms.wrongClient'],
  [7000218, 'ms.notSpa', 'ms.notSpa'],
  [9002326, 'ms.notSpa', 'ms.notSpa'],
  [9002327, 'ms.notSpa', 'ms.notSpa'],
  [50105, 'ms.notAssigned', 'ms.notAssigned'],
  [50076, 'ms.secondFactor', 'ms.secondFactor'],
  [50079, 'ms.secondFactor', 'ms.secondFactor'],
  [50126, 'ms.signInNeeded', 'ms.signInNeeded'],
  [50194, 'ms.tenantNeeded', 'ms.tenantNeeded'],
  [90090, 'ms.server', 'ms.server'],
  // Nobody has said yet what this one means.
  [99999, 'ms.signInFailed', 'ms.signInNeeded'],
];

describe.each(TABLE)('AADSTS%i', (code, asked, silent) => {
  it.each(OAUTH)('back to the app as %s', async (error) => {
    at.entra.control.refusal = { code, as: 'redirect', ...(error ? { error } : {}) };
    expect(await failed(connect())).toMatchObject({ code: asked, detail: `AADSTS${code}` });
  });

  it.each(OAUTH)('where the code is redeemed, as %s', async (error) => {
    at.entra.control.refusal = { code, as: 'token', ...(error ? { error } : {}) };
    expect(await failed(connect())).toMatchObject({ code: asked, detail: `AADSTS${code}` });
    at.entra.control.refusal = undefined;
    expect(await connect()).toBe(ANNA);
  });

  it('back to the app, with nobody looking', async () => {
    await connect();
    at.entra.control.refusal = { code, as: 'redirect', error: 'interaction_required' };
    expect(await renew()).toMatchObject({ code: silent });
  });

  it('where a token is renewed, though the page that follows is for somebody to see', async () => {
    await connect();
    at.entra.control.refusal = { code, as: 'token', error: 'invalid_grant' };
    at.entra.control.signOut();
    expect(await failed(at.microsoft.token(APPLICATION, false, { force: true }))).toMatchObject({ code: silent });
  });

  it('has a way out that does not lead to the same place', () => {
    const { remedy } = errorWords(asked);
    const pressOnly = /^Press “Connect Outlook”\.$/.test(remedy);
    expect([asked, pressOnly]).toEqual([asked, asked === 'ms.signInNeeded']);
  });
});

describe('whom and what it is about', () => {
  const sentence = ({ code, names }: SyncError): string => errorWords(code, names).sentence;

  it('is told by Entra ID', async () => {
    at.entra.control.hidesAccounts = false;
    at.entra.control.refusal = { code: 50020, as: 'redirect' };
    expect(sentence(await failed(connect()))).toBe(
      'The account anna@contoso.example does not belong to the directory Contoso.',
    );
    at.entra.control.refusal = { code: 50034, as: 'token' };
    expect(sentence(await failed(connect()))).toContain('account anna@contoso.example in the directory Contoso.');
  });

  it('is what was asked for, where Entra ID hides it', async () => {
    at.entra.control.refusal = { code: 90072, as: 'redirect' };
    expect(sentence(await failed(connect()))).toBe(
      'The account that you chose does not belong to the directory Contoso.',
    );
    at.entra.control.refusal = undefined;
    await connect();
    at.entra.control.refusal = { code: 90072, as: 'redirect' };
    expect(sentence(await renew())).toBe('The account anna@contoso.example does not belong to the directory Contoso.');
  });

  it('is never what only stands for a name', async () => {
    const { namesOf } = await import('../../src/background/auth/error-names.ts');
    const known = { tenantId: 'contoso.example', hint: '' };
    for (const name of [
      '{EmailHidden}',
      '{EUII Hidden}',
      'Microsoft.AzureAD.Telemetry.Diagnostics.PII',
      'x'.repeat(200),
    ])
      expect(namesOf(`User account '${name}' from identity provider 'x' does not exist`, known).account).toBe('');
    expect(namesOf('', known)).toEqual({
      account: '',
      tenant: 'contoso.example',
      redirect: 'https://abc.chromiumapp.org/',
    });
  });

  it('names the address that has to be registered', async () => {
    at.entra.control.refusal = { code: 7000218, as: 'token' };
    const { code, names } = await failed(connect());
    expect(errorWords(code, names).remedy).toContain('https://abc.chromiumapp.org/');
  });
});

describe('a page that the browser does not show', () => {
  it('a directory that is not there is not said to be somebody else’s', async () => {
    const nowhere = { ...APPLICATION, tenantId: '99999999-2222-4333-8444-555555555555' };
    const error = await failed(connect(nowhere));
    expect(error).toMatchObject({ code: 'ms.tenantUnknown', detail: 'AADSTS90002' });
    expect(errorWords(error.code, error.names).sentence).toBe(`Microsoft knows no directory ${nowhere.tenantId}.`);
  });

  it('an application that is not there is found out', async () => {
    const nothing = { ...APPLICATION, clientId: '99999999-0000-4000-8000-00000000c11e' };
    expect(await failed(connect(nothing))).toMatchObject({ code: 'ms.wrongClient' });
  });

  it('one that is registered for another platform, too', async () => {
    const app = at.entra.control.apps.get(APPLICATION.clientId);
    if (app) Object.assign(app, { type: 'native', redirectUris: [] });
    expect(await failed(connect())).toMatchObject({ code: 'ms.notSpa', detail: 'AADSTS9002326' });
  });

  it('is not said to be the application when it is the account', async () => {
    at.entra.control.refusal = { code: 50020, as: 'errorPage' };
    expect(await failed(connect())).toMatchObject({ code: 'ms.errorPage' });
  });

  it('is for somebody to see, when nobody looked', async () => {
    await connect();
    at.entra.control.refusal = { code: 50020, as: 'errorPage' };
    expect(await renew()).toMatchObject({ code: 'ms.signInNeeded' });
  });

  it('and when nobody answers at all, that is what is said, looked at or not', async () => {
    await connect();
    at.down = true;
    expect(await failed(connect())).toMatchObject({ code: 'ms.unreachable' });
    expect(await renew()).toMatchObject({ code: 'ms.unreachable' });
  });
});

describe('the window', () => {
  it('closed over a page without a way back: nobody can know which page it was', async () => {
    at.entra.control.refusal = { code: 53003, as: 'page' };
    const { code } = await failed(connect());
    expect(code).toBe('ms.windowClosed');
    expect(errorWords(code).remedy).toMatch(/consent link.*otherwise press “Connect Outlook”/);
  });

  it.each([
    [SAYS.noWindow, 'ms.noWindow'],
    ['identity.launchWebAuthFlow not implemented', 'ms.noWindow'],
    [SAYS.second, 'ms.windowOpen'],
    [SAYS.firefoxClosed, 'ms.windowClosed'],
  ])('that the browser refuses: %s', async (said, code) => {
    at.broken = said;
    expect(await failed(connect())).toMatchObject({ code });
  });

  it('that the browser does not have', async () => {
    const { default: browser } = await import('./fake-browser.ts');
    browser.identity.launchWebAuthFlow = undefined;
    expect(await failed(connect())).toMatchObject({ code: 'ms.noWindow' });
  });
});

describe('given up', () => {
  it('is over at once, whatever the window does later, and the next sign-in does not wait for it', async () => {
    let press: (act: 'account-anna') => void = () => undefined;
    at.entra.control.outcome = 'page';
    at.hand = () => new Promise((resolve) => (press = resolve));
    const abort = new AbortController();
    const first = failed(connect(APPLICATION, abort.signal));
    await soon(() => expect(at.opened).toBe(1));
    abort.abort(new SyncError('ms.cancelled'));
    expect(await first).toMatchObject({ code: 'ms.cancelled' });
    expect(await failed(at.microsoft.token(APPLICATION, false))).toMatchObject({ code: 'ms.signInNeeded' });
    at.entra.control.outcome = 'accept';
    expect(await connect()).toBe(ANNA);
    press('account-anna');
    expect(await at.microsoft.token(APPLICATION, false)).not.toBe('');
  });

  it('while the code is redeemed: what comes of it is nobody’s', async () => {
    const abort = new AbortController();
    const { fetch } = globalThis;
    vi.stubGlobal('fetch', async (input: RequestInfo, init: RequestInit) => {
      if (String(input).includes('/oauth2/v2.0/token')) abort.abort(new SyncError('ms.cancelled'));
      return fetch(input, init);
    });
    expect(await failed(connect(APPLICATION, abort.signal))).toMatchObject({
      code: 'ms.cancelled',
    });
    expect(await failed(at.microsoft.token(APPLICATION, false))).toMatchObject({ code: 'ms.signInNeeded' });
  });
});

describe('not accepted', () => {
  const refuse = async (): Promise<void> => {
    throw new SyncError('ms.noMailbox');
  };

  it('is as if it had never been: nothing is kept of who signed in', async () => {
    expect(await failed(at.microsoft.connect(APPLICATION, false, NEVER, refuse))).toMatchObject({
      code: 'ms.noMailbox',
    });
    expect(await failed(at.microsoft.token(APPLICATION, false))).toMatchObject({ code: 'ms.signInNeeded' });
  });

  it('leaves the one who is connected, and never their name to somebody else’s tokens', async () => {
    await connect();
    const { control } = at.entra;
    control.addAccount({ oid: 'alex', username: 'alex@contoso.example', name: 'Alex' });
    control.account = 'alex';
    expect(await failed(at.microsoft.connect(APPLICATION, false, NEVER, refuse))).toMatchObject({
      code: 'ms.noMailbox',
    });
    const token = await at.microsoft.token(APPLICATION, false);
    expect(control.accessTokens.get(token)?.oid).toBe('anna');
  });
});

it('asks for the second factor at once, where the code was redeemed without it', async () => {
  at.entra.control.requireClaims('anna', '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}');
  expect(await connect()).toBe(ANNA);
  expect(at.opened).toBe(2);
});

it('notices that less was granted than was asked for', async () => {
  const { fetch } = globalThis;
  vi.stubGlobal('fetch', async (input: RequestInfo, init: RequestInit) => {
    const answer = await fetch(input, init);
    if (!String(input).includes('/oauth2/v2.0/token')) return answer;
    const body = (await answer.json()) as { scope: string };
    return Response.json({ ...body, scope: 'User.Read openid profile' });
  });
  expect(await failed(connect())).toMatchObject({ code: 'ms.scopeMissing', detail: 'Calendars.Read' });
});
