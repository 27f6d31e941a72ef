/** Errors by their AADSTS number (graph.md 10): as JSON from the token endpoint, as parameters of a redirect, as a page. */
import type { SandboxResponse } from '../http.ts';
import type { EntraControl } from './control.ts';

const TEXTS: Record<number, [error: string, text: string, suberror?: string]> = {
  16000: [
    'interaction_required',
    'Either multiple user identities are available for the current request or selected account is not supported for the scenario.',
  ],
  50011: [
    'invalid_request',
    'The redirect URI specified in the request does not match the redirect URIs configured for the application.',
  ],
  50020: [
    'invalid_request',
    'User account from identity provider does not exist in tenant and cannot access the application.',
  ],
  50057: ['invalid_grant', 'The user account is disabled.'],
  50058: ['login_required', 'A silent sign-in request was sent but no user is signed in.'],
  50076: [
    'interaction_required',
    'Due to a configuration change made by your administrator, you must use multi-factor authentication.',
    'basic_action',
  ],
  50148: [
    'invalid_grant',
    'The code_verifier does not match the code_challenge supplied in the authorization request for PKCE.',
  ],
  50173: ['invalid_grant', 'The provided grant has expired due to it being revoked.', 'bad_token'],
  54005: ['invalid_grant', 'OAuth2 Authorization code was already redeemed, please retry with a new valid code.'],
  65001: [
    'invalid_grant',
    'The user or administrator has not consented to use the application. Send an interactive authorization request.',
    'consent_required',
  ],
  65004: ['access_denied', 'User declined to consent to access the app.'],
  70008: ['invalid_grant', 'The provided authorization code or refresh token has expired due to inactivity.'],
  90002: ['invalid_request', 'Tenant not found. Check to make sure you have the correct tenant ID.'],
  90014: ['invalid_request', 'The required field is missing from the request.'],
  90090: ['temporarily_unavailable', 'The service is temporarily unavailable.'],
  90094: [
    'access_denied',
    'An administrator of the tenant has set a policy that prevents you from granting the application the permissions it is requesting.',
  ],
  500112: [
    'invalid_client',
    'The reply address does not match the reply address provided when requesting the authorization code.',
  ],
  700016: ['unauthorized_client', 'Application was not found in the directory.'],
  700084: [
    'invalid_grant',
    'The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of 1.00:00:00, which cannot be extended.',
    'bad_token',
  ],
  9000411: ['invalid_request', 'The request is not properly formatted. A parameter is duplicated.'],
  9002313: ['invalid_grant', 'Invalid request. Request is malformed or invalid.', 'bad_token'],
  9002325: [
    'invalid_request',
    'Proof Key for Code Exchange is required for cross-origin authorization code redemption.',
  ],
  9002326: [
    'invalid_request',
    "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type.",
  ],
  9002327: [
    'invalid_request',
    "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.",
  ],
};

export function describe(code: number): { error: string; text: string; suberror: string | undefined } {
  const [error = 'server_error', text = 'Unknown.', suberror] = TEXTS[code] ?? [];
  return { error, text: `AADSTS${code}: ${text}`, suberror };
}

export function tokenError(control: EntraControl, code: number, claims?: string): SandboxResponse {
  const { error, text, suberror } = describe(code);
  const time = new Date(control.world.now()).toISOString();
  const trace = control.guid();
  const correlation = control.guid();
  const body = {
    error,
    error_description: `${text} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${time}`,
    error_codes: [code],
    timestamp: time.replace('T', ' ').replace(/\.\d+/, ''),
    trace_id: trace,
    correlation_id: correlation,
    error_uri: `https://login.microsoftonline.com/error?code=${code}`,
    ...(suberror === undefined ? {} : { suberror }),
    ...(claims === undefined ? {} : { claims }),
  };
  return {
    status: 400,
    headers: [['Content-Type', 'application/json; charset=utf-8']],
    body: JSON.stringify(body),
  };
}
