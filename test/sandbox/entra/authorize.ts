/** The authorize endpoint: who is signed in, what they consented to, and how it comes back to the app. */
import type { SandboxRequest, SandboxResponse } from '../http.ts';
import type { Account, App, EntraControl } from './control.ts';
import { describe, type Names, told } from './errors.ts';
import { escape, link, list, page } from './pages.ts';

const COOKIE = 'ESTSAUTHPERSISTENT';
const OPENID = ['openid', 'profile', 'email', 'offline_access'];
const base64 = (text: string) => Buffer.from(text).toString('base64url');

export const shortScope = (scope: string) => scope.replace(/^https:\/\/graph\.microsoft\.com\//i, '');
export const readScopes = (text: string) => text.split(/\s+/).filter(Boolean).map(shortScope);
export const clientInfo = (account: Account) => base64(JSON.stringify({ uid: account.oid, utid: account.tenantId }));

export function sessionOf(
  control: EntraControl,
  request: SandboxRequest,
): { id: string | undefined; accounts: string[] } {
  const id = new RegExp(`(?:^|;\\s*)${COOKIE}=([^;]+)`).exec(request.headers.cookie ?? '')?.[1];
  const known = id === undefined ? undefined : control.sessions.get(id);
  return { id: known ? id : undefined, accounts: [...(known ?? [])] };
}

/** Scopes of the request that nobody has granted yet. */
function missing(control: EntraControl, oid: string, clientId: string, scopes: string[]): string[] {
  const have = control.granted(oid, clientId).map((scope) => scope.toLowerCase());
  return scopes.filter((scope) => !OPENID.includes(scope) && !have.includes(scope.toLowerCase()));
}

export class Authorize {
  private readonly control: EntraControl;
  private readonly request: SandboxRequest;
  private readonly url: URL;
  private readonly query: Record<string, string>;
  private readonly tenant: string;

  constructor(control: EntraControl, request: SandboxRequest, tenant: string) {
    this.control = control;
    this.request = request;
    this.tenant = tenant;
    this.url = new URL(request.url);
    this.query = Object.fromEntries(this.url.searchParams);
  }

  /** The same address with one more step. */
  private step(name: string, value: string): string {
    const next = new URL(this.url);
    next.searchParams.set(name, value);
    return `${next.pathname}${next.search}`;
  }

  private names(account?: Account): Names {
    return {
      account: account?.username ?? this.query.login_hint ?? 'somebody@elsewhere.example',
      tenant: this.control.tenantName,
      app: this.query.client_id ?? '',
    };
  }

  private problem(code: number, account?: Account, status = 400): SandboxResponse {
    return page(
      status,
      'Sorry, but we’re having trouble signing you in.',
      `<p id="error">${escape(describe(code, this.names(account)).text)}</p>`,
    );
  }

  private back(values: Record<string, string>, headers: [string, string][] = []): SandboxResponse {
    const { redirect_uri = '', response_mode = 'query', state } = this.query;
    const given = new URLSearchParams(state === undefined ? values : { ...values, state });
    const target = response_mode === 'fragment' ? `${redirect_uri}#${given}` : `${redirect_uri}?${given}`;
    return { status: 302, headers: [['Location', target], ['Cache-Control', 'no-store'], ...headers], body: '' };
  }

  private refuse(code: number, error?: string, account?: Account, claims?: string): SandboxResponse {
    const said = told(this.control, code, this.names(account));
    return this.back({
      error: error ?? said.error,
      error_description: said.text,
      error_uri: said.uri,
      ...(said.suberror === undefined ? {} : { error_subcode: said.suberror }),
      ...(claims === undefined ? {} : { claims }),
    });
  }

  /** What the refusal that is in force makes of a sign-in, once it is known who signs in. */
  private refused(silent: boolean, account?: Account): SandboxResponse | undefined {
    const found = this.control.refusedAt(['redirect', 'page', 'errorPage'], silent);
    if (!found) return undefined;
    const { code, error, claims } = found;
    if (found.as === 'redirect') return this.refuse(code, error, account, claims);
    return this.problem(code, account, found.as === 'page' ? 200 : 400);
  }

  async answer(): Promise<SandboxResponse> {
    const { control, query } = this;
    const app = control.apps.get(query.client_id ?? '');
    if (!app) return this.problem(700016);
    if (!app.redirectUris.includes(query.redirect_uri ?? '')) return this.problem(50011);
    if (query.response_type !== 'code') return this.refuse(90014);
    if (app.type === 'spa' && (!query.code_challenge || query.code_challenge_method !== 'S256'))
      return this.refuse(9002325);
    if (readScopes(query.scope ?? '').length === 0) return this.refuse(90014);
    if (control.outcome === 'transient') return this.refuse(90090);
    if (control.outcome === 'hang') return page(200, 'Working on it', '<p>Please wait …</p>');
    if (query.go === 'decline') return this.refuse(65004);
    if (query.go === 'back') return this.refuse(90094);
    const session = sessionOf(control, this.request);
    return query.prompt === 'none' ? this.silent(app, session.accounts) : this.interactive(app, session.accounts);
  }

  private hinted(accounts: Account[]): Account[] {
    const hint = (this.query.login_hint ?? '').toLowerCase();
    return hint === '' ? accounts : accounts.filter((one) => one.username.toLowerCase() === hint || one.oid === hint);
  }

  private fits(account: Account): boolean {
    if (account.tenantId === this.tenant) return true;
    const personal = account.tenantId !== this.control.tenantId && account.oid.startsWith('00000000-0000-0000-');
    if (this.tenant === 'consumers') return personal;
    if (this.tenant === 'organizations') return !personal;
    return this.tenant === 'common';
  }

  private known(oids: string[]): Account[] {
    return oids.flatMap((oid) => this.control.accounts.get(oid) ?? []);
  }

  private silent(app: App, signedIn: string[]): SandboxResponse {
    const { control } = this;
    const found = this.hinted(this.known(signedIn));
    const [account, other] = found;
    const refused = this.refused(true, account);
    if (refused) return refused;
    if (!account) return this.refuse(50058, 'login_required');
    if (other) return this.refuse(16000, 'interaction_required');
    if (!this.fits(account)) return this.refuse(50020, 'interaction_required', account);
    if (control.outcome === 'mfaRequired') return this.refuse(50076, 'interaction_required');
    if (missing(control, account.oid, app.clientId, readScopes(this.query.scope ?? '')).length > 0) {
      return this.refuse(65001, 'interaction_required');
    }
    return this.grantCode(app, account);
  }

  private interactive(app: App, signedIn: string[]): SandboxResponse {
    const { control, query } = this;
    const { outcome } = control;
    const scopes = readScopes(query.scope ?? '');
    if (outcome === 'decline') return this.refuse(65004);
    const byItself = outcome !== 'page';
    const chosen = query.account ?? (byItself ? control.account : this.alone(signedIn));
    const account = chosen === undefined ? undefined : control.accounts.get(chosen);
    if (!account) return this.chooser();
    const refused = this.refused(false, account);
    if (refused) return refused;
    if (outcome === 'wrongTenant' || !this.fits(account)) return this.problem(50020, account);
    if (account.disabled) return this.problem(50057, account);
    const open = missing(control, account.oid, app.clientId, scopes);
    const blocked = open.filter((scope) => scope !== 'User.Read');
    if (outcome === 'adminConsentRequired' || (!control.usersMayConsent && blocked.length > 0))
      return this.approval(app);
    if ((open.length > 0 || query.prompt === 'consent') && query.go !== 'accept' && !byItself)
      return this.consent(app, account, open);
    control.grant(
      account.oid,
      app.clientId,
      scopes.filter((scope) => !OPENID.includes(scope)),
    );
    return this.grantCode(app, account);
  }

  /** Whom the session speaks for without asking; a prompt asks all the same. */
  private alone(signedIn: string[]): string | undefined {
    if (['select_account', 'login'].includes(this.query.prompt ?? '')) return undefined;
    const found = this.hinted(this.known(signedIn));
    return found.length === 1 ? found[0]?.oid : undefined;
  }

  private chooser(): SandboxResponse {
    const accounts = [...this.control.accounts.values()];
    const links = accounts.map((one) =>
      link(`account-${one.oid}`, this.step('account', one.oid), `${one.name} ${one.username}`),
    );
    return page(200, 'Pick an account', `${links.join('')}${link('decline', this.step('go', 'decline'), 'Cancel')}`);
  }

  private consent(app: App, account: Account, open: string[]): SandboxResponse {
    const accept = link(
      'accept',
      this.step('go', 'accept').replace(/$/, `&account=${encodeURIComponent(account.oid)}`),
      'Accept',
      true,
    );
    const asked = `<p><b>${escape(app.name)}</b><br><small>${escape(account.username)}</small></p>${list(open)}`;
    return page(
      200,
      'Permissions requested',
      `${asked}${accept}${link('decline', this.step('go', 'decline'), 'Cancel')}`,
    );
  }

  private approval(app: App): SandboxResponse {
    const text = `<p><b>${escape(app.name)}</b> needs permission to access resources in your organization that only an admin can grant.</p><p id="error"><small>AADSTS90094</small></p>`;
    return page(
      200,
      'Need admin approval',
      text + link('back', this.step('go', 'back'), 'Return to the application without granting consent'),
    );
  }

  private grantCode(app: App, account: Account): SandboxResponse {
    const { control, query } = this;
    const code = `1.${control.secret(60)}`;
    control.codes.set(code, {
      oid: account.oid,
      clientId: app.clientId,
      redirectUri: query.redirect_uri ?? '',
      scopes: readScopes(query.scope ?? ''),
      challenge: query.code_challenge,
      nonce: query.nonce,
      claims: query.claims,
      expires: control.world.now() + 600_000,
      used: false,
    });
    const session = sessionOf(control, this.request);
    const id = session.id ?? control.secret(24);
    control.sessions.set(id, new Set([...session.accounts, account.oid]));
    const cookie = `${COOKIE}=${id}; domain=login.microsoftonline.com; path=/; secure; HttpOnly; SameSite=None; Max-Age=7776000`;
    const info: Record<string, string> = query.client_info === '1' ? { client_info: clientInfo(account) } : {};
    return this.back({ code, ...info, session_state: control.guid() }, [['Set-Cookie', cookie]]);
  }
}
