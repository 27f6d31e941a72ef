/** Errors by their AADSTS number (graph.md 10): as JSON from the token endpoint, as parameters of a redirect, as a page. */
import type { SandboxResponse } from '../http.ts';
import type { EntraControl } from './control.ts';
import { TEXTS } from './texts.ts';

/** Whom and what an error is about, as far as Entra ID knows it by then. */
export interface Names {
  account?: string;
  tenant?: string;
  app?: string;
}

interface Described {
  error: string;
  text: string;
  suberror: string | undefined;
}

/** In pages the account is named; what an app is told often hides it ("{EmailHidden}"). */
export function describe(code: number, names: Names = {}): Described {
  const [error = 'invalid_request', text = 'Unknown.', suberror] = TEXTS[code] ?? [];
  const filled = text.replace(/\{(account|tenant|app)\}/g, (_, name: keyof Names) => names[name] ?? `{${name}}`);
  return { error, text: `AADSTS${code}: ${filled}`, suberror };
}

interface Told {
  trace: string;
  correlation: string;
  time: string;
  uri: string;
}

const HIDDEN = '{EmailHidden}';

/** What goes back to an app, which need not be told who it was. */
export function told(control: EntraControl, code: number, names: Names): Described & Told {
  const { error, text, suberror } = describe(code, control.hidesAccounts ? { ...names, account: HIDDEN } : names);
  const time = new Date(control.world.now()).toISOString().replace('T', ' ').replace(/\.\d+/, '');
  const [trace, correlation] = [control.guid(), control.guid()];
  const whole = `${text} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${time}`;
  const uri = `https://login.microsoftonline.com/error?code=${code}`;
  return { error, text: whole, suberror, trace, correlation, time, uri };
}

export interface TokenRefusal extends Names {
  claims?: string | undefined;
  error?: string | undefined;
}

export function tokenError(control: EntraControl, code: number, about: TokenRefusal = {}): SandboxResponse {
  const { error, text, suberror, trace, correlation, time, uri } = told(control, code, about);
  const body = {
    error: about.error ?? error,
    error_description: text,
    error_codes: [code],
    timestamp: time,
    trace_id: trace,
    correlation_id: correlation,
    error_uri: uri,
    ...(suberror === undefined ? {} : { suberror }),
    ...(about.claims === undefined ? {} : { claims: about.claims }),
  };
  return {
    status: 400,
    headers: [['Content-Type', 'application/json; charset=utf-8']],
    body: JSON.stringify(body),
  };
}
