import * as v from 'valibot';
import { SyncError } from '../../shared/codes';
import { numberError } from './microsoft-errors';
import { cookielessNetwork } from './network';

const Refusal = v.object({ error_codes: v.pipe(v.array(v.number()), v.minLength(1)) });

/**
 * Entra ID answers a sign-in for a directory or an application that it does not know with an error page, of which Chromium tells
 * nothing but that it could not be loaded. The directory's public description says which it is, or that nobody answers at all.
 */
export async function whyNotLoaded(tenantId: string): Promise<SyncError> {
  const tenant = encodeURIComponent(tenantId || 'organizations');
  const url = `https://login.microsoftonline.com/${tenant}/v2.0/.well-known/openid-configuration`;
  try {
    const { status, body } = await cookielessNetwork.sendGetRequestAsync<unknown>(url);
    // The directory is there: it is the application, or its redirect address.
    if (status === 200) return new SyncError('ms.wrongClient');
    const refusal = v.safeParse(Refusal, body);
    return refusal.success
      ? numberError(String(refusal.output.error_codes[0]))
      : new SyncError('ms.server', String(status));
  } catch (error) {
    return new SyncError('ms.unreachable', undefined, { cause: error });
  }
}
