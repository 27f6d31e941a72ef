/**
 * Entra ID as far as a single-page app meets it (graph.md 10): discovery, authorize, token, admin consent, logout.
 *
 *   const entra = new EntraServer({ world });
 *   entra.control.addAccount({ oid: 'anna', username: 'anna@contoso.example', name: 'Anna Moe' });
 *   entra.control.addApp({ clientId: '...', redirectUris: ['https://<id>.chromiumapp.org/'] });
 *   const graph = new GraphServer({ world, authorize: entra.authorize });
 *   entra.control.outcome = 'accept'; // nobody has to click
 *
 * The pages' links carry ids: #account-<oid>, #accept, #decline, #back.
 */
import type { SandboxRequest, SandboxResponse, StandIn, World } from '../http.ts';
import { Authorize, sessionOf } from './authorize.ts';
import { EntraControl, meets } from './control.ts';
import { tokenError } from './errors.ts';
import { escape, link, page } from './pages.ts';
import { token } from './token.ts';

export interface EntraOptions {
  world: World;
  host?: string;
  tenantId?: string;
  onRefuse?: (line: string) => void;
}

const ALIASES = ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'];
const NAMED = ['common', 'organizations', 'consumers'];

export class EntraServer implements StandIn {
  readonly host: string;
  readonly control: EntraControl;
  private readonly onRefuse: ((line: string) => void) | undefined;

  constructor(options: EntraOptions) {
    this.host = options.host ?? 'login.microsoftonline.com';
    this.control = new EntraControl(options.world, options.tenantId ?? '11111111-2222-4333-8444-555555555555');
    this.onRefuse = options.onRefuse;
  }

  /** For GraphServer: whose token it is, and whether conditional access lets it pass. */
  readonly authorize = (bearer: string) => {
    const found = this.control.accessTokens.get(bearer);
    if (!found) return undefined;
    if (found.revoked || found.expires <= this.control.world.now()) return 'expired';
    const required = this.control.required.get(found.oid);
    const identity = { oid: found.oid, scopes: found.scopes, app: found.clientId };
    return required !== undefined && !meets(required, found.claims) ? { ...identity, claims: required } : identity;
  };

  async handle(request: SandboxRequest): Promise<SandboxResponse> {
    const url = new URL(request.url);
    const answer = request.method === 'OPTIONS' ? preflight(request) : await this.route(request, url);
    if (request.headers.origin !== undefined && this.shares(url.pathname)) {
      answer.headers.push(
        ['Access-Control-Allow-Origin', '*'],
        ['Access-Control-Expose-Headers', 'Content-Length,Content-Encoding'],
      );
    }
    answer.headers.push(['Date', new Date(this.control.world.now()).toUTCString()]);
    const { origin, cookie } = request.headers;
    const entry = {
      time: this.control.world.now(),
      method: request.method,
      path: url.pathname + url.search,
      origin,
      cookie: cookie !== undefined,
      status: answer.status,
    };
    const error = answer.status >= 400 ? /AADSTS\d+/.exec(answer.body)?.[0] : undefined;
    this.control.log.push(error === undefined ? entry : { ...entry, error });
    if (answer.status >= 400)
      this.onRefuse?.(`entra ${request.method} ${url.pathname}: ${answer.status} ${error ?? ''}`);
    return answer;
  }

  /** Only what an app may fetch: never the authorize page. */
  private shares(path: string): boolean {
    return /\/(token|openid-configuration|keys|instance)$/.test(path);
  }

  private async route(request: SandboxRequest, url: URL): Promise<SandboxResponse> {
    const [, tenant = '', ...rest] = url.pathname.split('/');
    const path = rest.join('/');
    if (path === 'discovery/instance') return this.instances();
    if (!NAMED.includes(tenant) && tenant !== this.control.tenantId && !this.knownTenant(tenant))
      return tokenError(this.control, 90002, { tenant });
    if (path === 'v2.0/.well-known/openid-configuration') return this.discovery(tenant);
    if (path === 'discovery/v2.0/keys') return json({ keys: [] });
    if (path === 'oauth2/v2.0/authorize') return new Authorize(this.control, request, tenant).answer();
    if (path === 'oauth2/v2.0/token')
      return request.method === 'POST' ? token(this.control, request) : tokenError(this.control, 90014);
    if (path === 'adminconsent' || path === 'v2.0/adminconsent') return this.adminConsent(url, tenant);
    if (path === 'oauth2/v2.0/logout') return this.logout(request, url);
    return page(404, 'Not found', `<p>${escape(url.pathname)}</p>`);
  }

  private knownTenant(tenant: string): boolean {
    return [...this.control.accounts.values()].some((account) => account.tenantId === tenant);
  }

  private instances(): SandboxResponse {
    return json({
      tenant_discovery_endpoint: `https://${this.host}/common/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [{ preferred_network: this.host, preferred_cache: 'login.windows.net', aliases: ALIASES }],
    });
  }

  private discovery(tenant: string): SandboxResponse {
    const base = `https://${this.host}/${tenant}`;
    const id = tenant === 'common' || tenant === 'organizations' ? '{tenantid}' : tenant;
    return json({
      token_endpoint: `${base}/oauth2/v2.0/token`,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
      jwks_uri: `${base}/discovery/v2.0/keys`,
      response_modes_supported: ['query', 'fragment', 'form_post'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
      scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
      issuer: `https://${this.host}/${id}/v2.0`,
      request_uri_parameter_supported: false,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      end_session_endpoint: `${base}/oauth2/v2.0/logout`,
      tenant_region_scope: null,
      cloud_instance_name: 'microsoftonline.com',
      msgraph_host: 'graph.microsoft.com',
    });
  }

  /** Where a user sends their administrator: consent for everybody of the tenant. */
  private adminConsent(url: URL, tenant: string): SandboxResponse {
    const query = Object.fromEntries(url.searchParams);
    const app = this.control.apps.get(query.client_id ?? '');
    if (!app) return page(400, 'Sorry, but we’re having trouble signing you in.', '<p id="error">AADSTS700016</p>');
    const target = query.redirect_uri;
    if (target !== undefined && !app.redirectUris.includes(target))
      return page(400, 'Sorry', '<p id="error">AADSTS50011</p>');
    if (query.go === undefined) {
      const here = `${url.pathname}${url.search}`;
      const text = `<p><b>${escape(app.name)}</b> asks for calendars of everybody in your organization.</p>`;
      return page(
        200,
        'Permissions requested',
        text + link('accept', `${here}&go=accept`, 'Accept', true) + link('decline', `${here}&go=decline`, 'Cancel'),
      );
    }
    const back: Record<string, string> = query.state === undefined ? {} : { state: query.state };
    if (query.go === 'accept') {
      const scopes = query.scope?.split(/\s+/) ?? [
        'User.Read',
        'MailboxSettings.Read',
        'Calendars.Read',
        'Calendars.ReadWrite',
      ];
      this.control.grant(
        '*',
        app.clientId,
        scopes.map((scope) => scope.replace('https://graph.microsoft.com/', '')),
      );
      Object.assign(back, { admin_consent: 'True', tenant: NAMED.includes(tenant) ? this.control.tenantId : tenant });
    } else
      Object.assign(back, {
        error: 'access_denied',
        error_description: 'AADSTS65004: The resource owner declined to consent.',
      });
    if (target === undefined) return page(200, 'Done', '<p>You can close this window.</p>');
    return { status: 302, headers: [['Location', `${target}?${new URLSearchParams(back)}`]], body: '' };
  }

  private logout(request: SandboxRequest, url: URL): SandboxResponse {
    const { id } = sessionOf(this.control, request);
    if (id !== undefined) this.control.sessions.delete(id);
    const target = url.searchParams.get('post_logout_redirect_uri');
    if (target === null) return page(200, 'You signed out of your account', '');
    return { status: 302, headers: [['Location', target]], body: '' };
  }
}

function json(body: unknown): SandboxResponse {
  return { status: 200, headers: [['Content-Type', 'application/json; charset=utf-8']], body: JSON.stringify(body) };
}

function preflight(request: SandboxRequest): SandboxResponse {
  const headers: [string, string][] = [
    ['Access-Control-Allow-Methods', 'GET, POST, OPTIONS'],
    ['Access-Control-Max-Age', '86400'],
  ];
  const asked = request.headers['access-control-request-headers'];
  if (asked !== undefined) headers.push(['Access-Control-Allow-Headers', asked]);
  return { status: 200, headers, body: '' };
}
