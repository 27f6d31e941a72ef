/** What the connected EspoCRM account signs in with, or why there is nothing. */
import { Vault } from '../../auth/vault';
import type { EspoLogin } from '../../espo/client';
import { type AskPolicy, connectionNow, managed } from '../../store/managed';
import * as stored from '../../store/values';
import { database } from './open-database';

/** The token from memory, else unsealed; none means that only the password is asked again. */
export async function espoToken(): Promise<string> {
  const token = await stored.espoToken.get();
  if (token !== '') return token;
  const sealed = await new Vault(await database()).open();
  if (sealed !== '') await stored.espoToken.set(sealed);
  return sealed;
}

/** There is none: it was never to be kept, or what was kept cannot be read any more. */
export const whyNoToken = async (ask: AskPolicy = managed): Promise<'espo.notKept' | 'espo.signInNeeded'> =>
  (await connectionNow(ask)).stayConnected ? 'espo.signInNeeded' : 'espo.notKept';

/** What the account that is connected signs in with; none where the user has to sign in first. */
export async function espoLogin(): Promise<EspoLogin | undefined> {
  const account = await stored.espoAccount.get();
  if (!account) return undefined;
  const { site, userName, userId, session } = account;
  // Whether anybody is signed in there, only EspoCRM can say.
  if (session) return { site, userName, userId };
  const token = await espoToken();
  return token === '' ? undefined : { site, userName, token };
}
