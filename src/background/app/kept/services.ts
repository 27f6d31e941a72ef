import { SyncError } from '../../../shared/codes';
import { Microsoft } from '../../auth/microsoft';
import { Vault } from '../../auth/vault';
import { EspoClient } from '../../espo/client';
import type { Outside } from '../../net/retry';
import { GraphClient } from '../../outlook/client';
import { Database, opener } from '../../store/database';
import * as stored from '../../store/values';

export const microsoft = new Microsoft();

export const database = opener(new Database());

/** A request that is never answered must not hold a run for ever: by then nobody waits at the other end either. Milliseconds. */
const LONGEST_ANSWER = 60_000;

/** The real world for the two clients. */
export function outside(signal: AbortSignal): Outside {
  return {
    fetch: (input, init) =>
      fetch(input, { ...init, signal: AbortSignal.any([signal, AbortSignal.timeout(LONGEST_ANSWER)]) }),
    now: () => Date.now(),
    random: () => Math.random(),
    sleep: (ms) => sleep(ms, signal),
    signal,
  };
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

/** With the rights that the account was granted: a token for less would have to be asked for anew. */
export async function graphClient(signal: AbortSignal, write?: boolean): Promise<GraphClient> {
  const scope = write ?? (await stored.microsoftAccount.get())?.canWrite ?? false;
  const application = await stored.connection.get();
  return new GraphClient(outside(signal), { token: (options) => microsoft.token(application, scope, options) });
}

/** With the token of a sign-in that is not accepted yet. What conditional access asks for then is for the next one. */
export function graphWith(token: string, signal: AbortSignal): GraphClient {
  const given = async ({ claims }: { claims?: string | undefined } = {}): Promise<string> => {
    if (claims) await stored.microsoftClaims.set(claims);
    return token;
  };
  return new GraphClient(outside(signal), { token: given });
}

/** The token from memory, else unsealed; none means that only the password is asked again. */
export async function espoToken(): Promise<string> {
  const token = await stored.espoToken.get();
  if (token !== '') return token;
  const sealed = await new Vault(await database()).open();
  if (sealed !== '') await stored.espoToken.set(sealed);
  return sealed;
}

/** There is none: it was never to be kept, or what was kept cannot be read any more. */
export const whyNoToken = async (): Promise<'espo.notKept' | 'espo.signInNeeded'> =>
  (await stored.connection.get()).stayConnected ? 'espo.signInNeeded' : 'espo.notKept';

export async function espoClient(signal: AbortSignal): Promise<EspoClient> {
  const account = await stored.espoAccount.get();
  const token = await espoToken();
  if (!account || token === '') throw new SyncError(await whyNoToken());
  return new EspoClient(outside(signal), { site: account.site, userName: account.userName, token });
}
