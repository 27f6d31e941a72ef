/** The clients of this worker, and the sign-in that Outlook's has its tokens from. */
import { CLOUDS } from '../../../shared/clouds';
import { SyncError } from '../../../shared/codes';
import { cloudOf, type Managed } from '../../../shared/managed';
import { type Application, Microsoft } from '../../auth/microsoft';
import { EspoClient } from '../../espo/client';
import type { Outside } from '../../net/retry';
import { GraphClient } from '../../outlook/client';
import { cloudNow, connectionNow, managed, obeyConnection } from '../../store/managed';
import * as stored from '../../store/values';
import { espoLogin, whyNoToken } from './espo-login';

export const microsoft = new Microsoft();

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

/** The application that a sign-in is made with, in the cloud that the organization is in. */
export const applicationOf = (ids: { clientId: string; tenantId: string }, set: Managed): Application => ({
  clientId: ids.clientId,
  tenantId: ids.tenantId,
  cloud: CLOUDS[cloudOf(set)],
});

/** With the rights that the account was granted: a token for less would have to be asked for anew. */
export async function graphClient(signal: AbortSignal, write?: boolean): Promise<GraphClient> {
  await obeyConnection('outlook');
  const scope = write ?? (await stored.microsoftAccount.get())?.canWrite ?? false;
  const set = await managed();
  const application = applicationOf(await connectionNow(), set);
  const tokens = { token: (options = {}) => microsoft.token(application, scope, options) };
  return new GraphClient(outside(signal), tokens, application.cloud.graph);
}

/** With the token of a sign-in that is not accepted yet. What conditional access asks for then is for the next one. */
export async function graphWith(token: string, signal: AbortSignal): Promise<GraphClient> {
  const given = async ({ claims }: { claims?: string | undefined } = {}): Promise<string> => {
    if (claims) await stored.microsoftClaims.set(claims);
    return token;
  };
  return new GraphClient(outside(signal), { token: given }, (await cloudNow()).graph);
}

export async function espoClient(signal: AbortSignal): Promise<EspoClient> {
  const login = await espoLogin();
  if (!login) throw new SyncError(await whyNoToken());
  await obeyConnection('espo');
  return new EspoClient(outside(signal), login);
}
