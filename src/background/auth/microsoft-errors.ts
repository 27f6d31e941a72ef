import { type ErrorCode, SyncError } from '../../shared/codes';

/** AADSTS numbers that call for another act of the user than "sign in again" (graph.md 10). Numbers, never texts. */
const NUMBERS: Record<string, ErrorCode> = {
  '65004': 'ms.declined',
  '65001': 'ms.adminConsent',
  '90093': 'ms.adminConsent',
  '90094': 'ms.adminConsent',
  '90095': 'ms.adminConsent',
  '90008': 'ms.adminConsent',
  '900941': 'ms.adminConsent',
  '50020': 'ms.wrongTenant',
  '50128': 'ms.wrongTenant',
  '90002': 'ms.wrongTenant',
  '50194': 'ms.wrongTenant',
  '900023': 'ms.wrongTenant',
  '50059': 'ms.wrongTenant',
  '65005': 'ms.wrongTenant',
  '50011': 'ms.wrongClient',
  '500113': 'ms.wrongClient',
  '700016': 'ms.wrongClient',
  '700038': 'ms.wrongClient',
  '9002326': 'ms.wrongClient',
  '50105': 'ms.adminConsent',
};

/** What Entra ID's number means, asked outside any sign-in. */
export const numberError = (number: string): SyncError =>
  new SyncError(NUMBERS[number] ?? 'ms.server', `AADSTS${number}`);

/** The browser's window showed an error page, and says no more of it. */
export const isNotLoaded = (thrown: unknown): boolean =>
  /Authorization page could not be loaded/i.test(String((thrown as Thrown | undefined)?.message ?? ''));

const TRANSIENT = new Set(['90033', '90090', '90006', '90024']);

interface Thrown {
  errorCode?: unknown;
  errorMessage?: unknown;
  message?: unknown;
  name?: unknown;
}

/** What MSAL or the browser's auth window threw, as the one error type. `interactive`: the user was looking. */
export function microsoftError(thrown: unknown, interactive: boolean): SyncError {
  if (thrown instanceof SyncError) return thrown;
  const { errorCode, errorMessage, message, name } = (thrown ?? {}) as Thrown;
  const text = `${String(errorMessage ?? '')} ${String(message ?? '')}`;
  const number = /AADSTS(\d+)/.exec(text)?.[1];
  const options = { cause: thrown };
  // Found out silently, a missing consent may still be the user's own to give; asked interactively, it was not.
  const known = number === undefined || (number === '65001' && !interactive) ? undefined : NUMBERS[number];
  if (known) return new SyncError(known, `AADSTS${number}`, options);
  if (errorCode === 'access_denied' || (errorCode === 'consent_required' && interactive))
    return new SyncError(
      errorCode === 'access_denied' ? 'ms.declined' : 'ms.adminConsent',
      number && `AADSTS${number}`,
      options,
    );
  // Chromium: "The user did not approve access."; Firefox: "User cancelled or denied access."
  if (/did not approve access|cancelled or denied/i.test(text))
    return new SyncError(interactive ? 'ms.windowClosed' : 'ms.signInNeeded', undefined, options);
  if (
    /Authorization page could not be loaded|timed out|TimeoutError|Failed to fetch|NetworkError|network_error|no_network_connectivity|post_request_failed|get_request_failed/i.test(
      `${String(errorCode ?? '')} ${text}`,
    )
  )
    return new SyncError('ms.unreachable', undefined, options);
  const code = String(errorCode ?? name ?? '');
  // Microsoft's own trouble passes; signing in again would not help.
  if (/temporarily_unavailable|server_error|service_unavailable|throttled/i.test(code) || TRANSIENT.has(number ?? ''))
    return new SyncError('ms.server', number ? `AADSTS${number}` : code, options);
  if (
    /endpoints_resolution_error|openid_config_error|untrusted_authority|invalid_authority|url_parse_error/i.test(code)
  )
    return new SyncError('ms.wrongTenant', code, options);
  if (/unauthorized_client|invalid_client/i.test(code)) return new SyncError('ms.wrongClient', code, options);
  return new SyncError('ms.signInNeeded', number ? `AADSTS${number}` : code, options);
}
