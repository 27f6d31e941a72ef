/** The token endpoint: codes and refresh tokens of single-page apps (graph.md 10). */
import { createHash } from 'node:crypto';
import type { SandboxRequest, SandboxResponse } from '../http.ts';
import { clientInfo, readScopes } from './authorize.ts';
import { type Account, type App, type EntraControl, meets } from './control.ts';
import { tokenError } from './errors.ts';

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const OPENID = ['openid', 'profile', 'email', 'offline_access'];

interface Wish {
  app: App;
  account: Account;
  scopes: string[];
  nonce?: string | undefined;
  claims?: string | undefined;
  /** When the refresh token that comes out of this ends. */
  refreshUntil: number;
}

function issue(control: EntraControl, wish: Wish): SandboxResponse {
  const { app, account, scopes } = wish;
  const now = control.world.now();
  const granted = control.granted(account.oid, app.clientId);
  const wanted = scopes.filter((scope) => !OPENID.includes(scope));
  if (wanted.some((scope) => !granted.some((one) => one.toLowerCase() === scope.toLowerCase())))
    return tokenError(control, 65001);
  const required = control.required.get(account.oid);
  if (required !== undefined && !meets(required, wish.claims)) return tokenError(control, 50076, { claims: required });
  const [least, most] = control.accessTokenSeconds;
  const seconds = Math.floor(least + control.world.random() * (most - least));
  // A token holds everything that was ever granted for the resource, not only what was asked for now.
  const access = `${base64({ typ: 'JWT', alg: 'RS256' })}.${control.secret(60)}.${control.secret(32)}`;
  control.accessTokens.set(access, {
    oid: account.oid,
    clientId: app.clientId,
    scopes: granted,
    expires: now + seconds * 1000,
    claims: wish.claims,
    revoked: false,
  });
  const body: Record<string, unknown> = {
    token_type: 'Bearer',
    scope: [...granted, ...scopes.filter((scope) => OPENID.includes(scope) && scope !== 'offline_access')].join(' '),
    expires_in: seconds,
    ext_expires_in: seconds,
    access_token: access,
  };
  if (scopes.includes('offline_access')) {
    const refresh = `1.${control.secret(90)}`;
    control.refreshTokens.set(refresh, {
      oid: account.oid,
      clientId: app.clientId,
      scopes,
      expires: wish.refreshUntil,
      revoked: false,
    });
    body.refresh_token = refresh;
    if (app.type === 'spa') body.refresh_token_expires_in = Math.max(0, Math.floor((wish.refreshUntil - now) / 1000));
  }
  if (scopes.includes('openid')) {
    const at = Math.floor(now / 1000);
    const claims = {
      aud: app.clientId,
      iss: `https://login.microsoftonline.com/${account.tenantId}/v2.0`,
      iat: at - 300,
      nbf: at - 300,
      exp: at + 3600,
      name: account.name,
      ...(wish.nonce === undefined ? {} : { nonce: wish.nonce }),
      oid: account.oid,
      preferred_username: account.username,
      sub: createHash('sha256').update(`${account.oid}|${app.clientId}`).digest('base64url'),
      tid: account.tenantId,
      ver: '2.0',
    };
    body.id_token = `${base64({ typ: 'JWT', alg: 'RS256', kid: 'sandbox' })}.${base64(claims)}.${control.secret(32)}`;
  }
  body.client_info = clientInfo(account);
  const headers: [string, string][] = [
    ['Content-Type', 'application/json; charset=utf-8'],
    ['Cache-Control', 'no-store, no-cache'],
  ];
  return { status: 200, headers, body: JSON.stringify(body) };
}

/** A code that is none is looked at before any rule about whose it is. */
function refusal(control: EntraControl, app: App, form: Record<string, string>): SandboxResponse | undefined {
  const found = control.refusedAt(['token']);
  const oid = control.codes.get(form.code ?? '')?.oid ?? control.refreshTokens.get(form.refresh_token ?? '')?.oid;
  if (!found || oid === undefined) return undefined;
  const account = control.accounts.get(oid)?.username ?? '';
  const { error, claims } = found;
  return tokenError(control, found.code, { account, tenant: control.tenantName, app: app.clientId, error, claims });
}

export function token(control: EntraControl, request: SandboxRequest): SandboxResponse {
  const form = Object.fromEntries(new URLSearchParams(request.body));
  const app = control.apps.get(form.client_id ?? '');
  if (!app) return tokenError(control, 700016, { app: form.client_id ?? '', tenant: control.tenantName });
  const origin = request.headers.origin;
  if (app.type === 'spa' && origin === undefined) return tokenError(control, 9002327);
  if (app.type !== 'spa' && origin !== undefined) return tokenError(control, 9002326);
  const refused = refusal(control, app, form);
  if (refused) return refused;
  const now = control.world.now();
  if (form.grant_type === 'authorization_code') {
    const code = control.codes.get(form.code ?? '');
    if (!code || code.clientId !== app.clientId) return tokenError(control, 9002313);
    if (code.used) return tokenError(control, 54005);
    if (code.expires < now) return tokenError(control, 70008);
    if (code.redirectUri !== form.redirect_uri) return tokenError(control, 500112);
    const proof = createHash('sha256')
      .update(form.code_verifier ?? '')
      .digest('base64url');
    if (code.challenge !== undefined && proof !== code.challenge) return tokenError(control, 50148);
    code.used = true;
    const account = control.accounts.get(code.oid);
    if (!account || account.disabled) return tokenError(control, 50057);
    const refreshUntil = now + (app.type === 'spa' ? control.spaHours : 90 * 24) * 3_600_000;
    const { scopes, nonce, claims } = code;
    return issue(control, { app, account, scopes, nonce, claims: form.claims ?? claims, refreshUntil });
  }
  if (form.grant_type === 'refresh_token') {
    const old = control.refreshTokens.get(form.refresh_token ?? '');
    if (!old || old.clientId !== app.clientId) return tokenError(control, 9002313);
    if (old.revoked) return tokenError(control, 50173);
    if (old.expires <= now) return tokenError(control, app.type === 'spa' ? 700084 : 70008);
    const account = control.accounts.get(old.oid);
    if (!account || account.disabled) return tokenError(control, 50057);
    const asked = form.scope === undefined ? old.scopes : readScopes(form.scope);
    return issue(control, { app, account, scopes: asked, claims: form.claims, refreshUntil: old.expires });
  }
  return tokenError(control, 90014);
}
