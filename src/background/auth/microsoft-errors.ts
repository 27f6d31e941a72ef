/** What MSAL and the browser's sign-in window say when they fail, as errors of ours. */
import * as v from 'valibot';
import { type ErrorCode, type ErrorNames, SyncError } from '../../shared/codes';
import { meaningOf } from './sign-in-numbers';

const text = v.optional(v.fallback(v.string(), ''), '');
/** As far as MSAL's errors and the browser's are looked at. One field that is not as it should be hides no other. */
const Thrown = v.object({
  errorCode: text,
  errorMessage: text,
  message: text,
  name: text,
  subError: text,
  suberror: text,
  errorNo: v.optional(v.fallback(v.union([v.pipe(v.number(), v.transform(String)), v.string()]), ''), ''),
});
type Thrown = v.InferOutput<typeof Thrown>;

function read(thrown: unknown): Thrown & { text: string; number: number | undefined } {
  // An Error's message and name are not its own keys, so it is no record to a schema.
  const { errorCode, errorMessage, message, name, subError, suberror, errorNo } = (thrown ?? {}) as Record<
    string,
    unknown
  >;
  const one = v.parse(Thrown, { errorCode, errorMessage, message, name, subError, suberror, errorNo });
  return { ...one, text: `${one.errorMessage} ${one.message}`, number: numberOf(one) };
}

/** MSAL cuts errorNo out of an address, to its end, and leaves it empty where that names none: then the texts are asked. */
function numberOf({ errorNo, errorMessage, message, subError, suberror, errorCode }: Thrown): number | undefined {
  const said = [errorMessage, message, subError, suberror, errorCode].map((one) => /AADSTS\s*(\d+)/.exec(one)?.[1]);
  const numbers = [/^\s*(?:AADSTS)?(\d+)/.exec(errorNo)?.[1], ...said].map(Number);
  return numbers.find((number) => Number.isSafeInteger(number) && number > 0);
}

/** What was said, for the names in it. */
export const textOf = (thrown: unknown): string => read(thrown).text;

/** The browser's window showed an error page, and says no more of it. */
export const isNotLoaded = (thrown: unknown): boolean => /Authorization page could not be loaded/i.test(textOf(thrown));

/** The library could not read the directory's public description: the directory is not there, or nobody answered. */
export const isNotDescribed = (thrown: unknown): boolean =>
  /endpoints_resolution_error|openid_config_error|untrusted_authority|invalid_authority|url_parse_error/i.test(
    read(thrown).errorCode,
  );

/** What the browser says of its sign-in window (Chromium's identity_constants, and Firefox), and what it means to somebody who looks. */
const WINDOW: readonly (readonly [said: RegExp, code: ErrorCode])[] = [
  [/did not approve access|cancelled or denied/i, 'ms.windowClosed'],
  [/create a browser window|not implemented|in incognito windows/i, 'ms.noWindow'],
  [/one web auth flow/i, 'ms.windowOpen'],
];

const UNREACHABLE =
  /Authorization page could not be loaded|timed out|TimeoutError|Failed to fetch|NetworkError|network_error|no_network_connectivity|post_request_failed|get_request_failed/i;
const TRANSIENT = /temporarily_unavailable|server_error|service_unavailable|throttled/i;
/** OAuth errors that only say that somebody has to sign in, whatever the reason. */
const ASKS_FOR_SOMEBODY = /interaction_required|login_required|consent_required|invalid_grant|no_tokens_found|^$/i;

/** What MSAL or the browser's auth window threw, as the one error type. `interactive`: the user was looking. */
export function microsoftError(thrown: unknown, interactive: boolean, names: ErrorNames = {}): SyncError {
  if (thrown instanceof SyncError) return thrown;
  const { errorCode, message, name, text, number } = read(thrown);
  const known =
    number === undefined
      ? codeOf(errorCode, text, interactive)
      : (meaningOf(number, interactive) ?? (TRANSIENT.test(errorCode) ? 'ms.server' : undefined));
  const detail = number === undefined ? errorCode || (known ? '' : message || name).slice(0, 100) : `AADSTS${number}`;
  const fails = interactive || !ASKS_FOR_SOMEBODY.test(errorCode);
  const code = known ?? (fails ? 'ms.signInFailed' : 'ms.signInNeeded');
  return new SyncError(code, detail || undefined, { cause: thrown, names });
}

/** By the OAuth error, or by what the browser says, where Entra ID names no number. */
function codeOf(errorCode: string, text: string, interactive: boolean): ErrorCode | undefined {
  const window = WINDOW.find(([said]) => said.test(text))?.[1];
  // A window that nobody sees cannot be closed or missed: the user's own shows what is wrong with it.
  if (window) return interactive || window === 'ms.windowOpen' ? window : 'ms.signInNeeded';
  if (errorCode === 'access_denied') return 'ms.declined';
  if (errorCode === 'consent_required' && interactive) return 'ms.adminConsent';
  if (UNREACHABLE.test(`${errorCode} ${text}`)) return 'ms.unreachable';
  // Microsoft's own trouble passes; signing in again would not help.
  if (TRANSIENT.test(errorCode)) return 'ms.server';
  if (/unauthorized_client|invalid_client/i.test(errorCode)) return 'ms.wrongClient';
  return undefined;
}
