/** Why Microsoft's sign-in page did not come back with an answer. */
import * as v from 'valibot';
import { type ErrorCode, SyncError } from '../../shared/codes';
import type { SignInNames } from './error-names';
import { cookielessNetwork } from './network';
import { meaningOf } from './sign-in-numbers';

const Refusal = v.object({ error_codes: v.pipe(v.array(v.number()), v.minLength(1)) });
/** What the token endpoint may find wrong with an application before it looks at a code. */
const OF_THE_APPLICATION: readonly (ErrorCode | undefined)[] = ['ms.wrongClient', 'ms.notSpa', 'ms.tenantNeeded'];

export interface Asked {
  clientId: string;
  tenantId: string;
  /** Origin of the sign-in. */
  login: string;
  names: SignInNames;
}

/**
 * Entra ID answers some sign-ins with an error page, of which Chromium tells nothing but that it could not be loaded. The directory's
 * public description says whether it is the directory, or that nobody answers at all; a code that is none, whether it is the
 * application. `page`: one was to be shown; else only the description was asked for.
 */
export async function whyNotLoaded({ clientId, tenantId, login, names }: Asked, page: boolean): Promise<SyncError> {
  const base = `${login}/${encodeURIComponent(tenantId || 'organizations')}`;
  const is = (code: ErrorCode, number?: number) =>
    new SyncError(code, number === undefined ? undefined : `AADSTS${number}`, { names });
  try {
    const described = await cookielessNetwork.sendGetRequestAsync<unknown>(
      `${base}/v2.0/.well-known/openid-configuration`,
    );
    if (described.status !== 200) {
      const number = numberIn(described.body);
      const code = number === undefined ? undefined : meaningOf(number, true);
      return code ? is(code, number) : new SyncError('ms.server', String(described.status));
    }
    if (!page) return is('ms.unreachable');
    const body = new URLSearchParams({
      client_id: clientId,
      grant_type: 'authorization_code',
      code: 'none',
      redirect_uri: names.redirect,
    });
    const redeemed = await cookielessNetwork.sendPostRequestAsync<unknown>(`${base}/oauth2/v2.0/token`, {
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: body.toString(),
    });
    const number = numberIn(redeemed.body);
    const code = number === undefined ? undefined : meaningOf(number, true);
    return code && OF_THE_APPLICATION.includes(code) ? is(code, number) : is('ms.errorPage');
  } catch (error) {
    return new SyncError('ms.unreachable', undefined, { cause: error });
  }
}

function numberIn(body: unknown): number | undefined {
  const refusal = v.safeParse(Refusal, body);
  return refusal.success ? refusal.output.error_codes[0] : undefined;
}
