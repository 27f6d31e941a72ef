import { SyncError, toSyncError } from '../../../shared/codes';
import type { Request } from '../../../shared/messages';
import { logIn, logOut, recognise } from '../../auth/espo';
import { Vault } from '../../auth/vault';
import type { GraphClient } from '../../outlook/client';
import * as stored from '../../store/values';
import { toStored } from '../kept/errors';
import { tellPages, tellTabs } from '../kept/notices';
import { currentPair, openPair } from '../kept/pairs';
import { readMe, zoneOf } from '../kept/read-around';
import { database, espoClient, espoToken, graphClient, microsoft, outside } from '../kept/services';
import { lookAround } from '../runs/look-around';
import { stopRun } from '../runs/runner';

const never = (): AbortSignal => new AbortController().signal;

/** The sign-in by the user's click. How it failed is stored beside being thrown: the popup may have closed meanwhile. */
export async function connectOutlook({ clientId, tenantId }: Request<'outlook.connect'>): Promise<void> {
  await remembering(
    'outlook',
    async () => {
      const before = await stored.connection.get();
      const application = { clientId: clientId.trim(), tenantId: tenantId.trim() };
      await stored.connection.set({ ...before, ...application });
      // The pair outlives a disconnected side: connected again, it goes on in its direction, with the rights that needs.
      const pair = await currentPair(await database());
      const write = pair ? pair.settings.direction !== 'outlookToEspo' : false;
      const account = await microsoft.connect(application, write);
      const mailbox = await mailboxOf(await graphClient(never(), write));
      await stored.microsoftAccount.set({
        tenantId: account.tenantId,
        mailboxId: mailbox.mailboxId,
        name: mailbox.name,
        address: mailbox.address,
        canWrite: write,
      });
    },
    afterConnect,
  );
}

/** Whose mailbox it is, and that there is one: its calendars are looked at when both sides are there. */
async function mailboxOf(client: GraphClient) {
  const mailbox = await readMe(client);
  await zoneOf(client).catch((error: unknown) => {
    if (!(error instanceof SyncError) || error.code !== 'ms.server') throw error;
  });
  return mailbox;
}

export async function connectEspo(request: Request<'espo.connect'>): Promise<void> {
  const { address, username, password, code, stayConnected } = request;
  await remembering(
    'espo',
    async () => {
      const before = await stored.connection.get();
      await stored.connection.set({ ...before, espoAddress: address.trim(), espoUser: username.trim(), stayConnected });
      const net = outside(never());
      const site = await recognise(net, address);
      const login = await logIn(net, site, username, password, code);
      const vault = new Vault(await database());
      const old = await espoToken();
      const known = await stored.espoAccount.get();
      const { token, ...account } = login;
      await stored.espoToken.set(token);
      await stored.espoAccount.set(account);
      if (stayConnected) await vault.seal(token);
      else await vault.forget();
      if (known && old !== '' && old !== token) await logOut(net, known.site, known.userName, old);
    },
    afterConnect,
  );
}

/** Both sides are there: the pair opens or resumes, and calendars, entities and rights are read for the settings page. */
async function afterConnect(): Promise<void> {
  const db = await database();
  const pair = await openPair(db, Date.now());
  await tellTabs();
  if (!pair) return;
  await stored.failures.remove();
  const write = pair.settings.direction !== 'outlookToEspo';
  await lookAround(db, pair, await graphClient(never(), write), await espoClient(never()));
}

export async function disconnectOutlook(): Promise<void> {
  stopRun();
  await microsoft.disconnect();
  await stored.microsoftAccount.remove();
  await stored.outlookError.remove();
  await stored.noteSignIn('outlook', false);
  await tellTabs();
}

/** Signing out destroys the token, here and on the server. */
export async function disconnectEspo(): Promise<void> {
  stopRun();
  const account = await stored.espoAccount.get();
  const token = await espoToken();
  await stored.espoToken.remove();
  await new Vault(await database()).forget();
  await stored.espoAccount.remove();
  await stored.espoError.remove();
  await stored.noteSignIn('espo', false);
  await tellTabs();
  if (account && token !== '') await logOut(outside(never()), account.site, account.userName, token);
}

/** Sides whose sign-in is under way: the popup may be closed and opened again meanwhile. */
export const connecting = { outlook: false, espo: false };

/** `after` belongs to the connecting, but how it ends says nothing of the sign-in. */
async function remembering(side: keyof typeof connecting, task: () => Promise<void>, after?: () => Promise<void>) {
  const place = side === 'outlook' ? stored.outlookError : stored.espoError;
  connecting[side] = true;
  tellPages();
  try {
    await task();
    await place.remove();
    await stored.noteSignIn(side, false);
  } catch (thrown) {
    const error = toSyncError(thrown);
    await place.set(toStored(error));
    if (error.code === 'ms.signInNeeded' || error.code === 'espo.signInNeeded') await stored.noteSignIn(side, true);
    connecting[side] = false;
    tellPages();
    throw error;
  }
  try {
    await after?.();
  } finally {
    connecting[side] = false;
    tellPages();
  }
}

/** The rights that a new direction needs, asked for once, interactively; declined, the caller keeps the old direction. */
export async function widenOutlook(write: boolean): Promise<void> {
  const account = await stored.microsoftAccount.get();
  if (!account || !write || account.canWrite) return;
  await remembering('outlook', async () => {
    await microsoft.widen(await stored.connection.get(), true);
    const mailbox = await mailboxOf(await graphClient(never(), true));
    if (mailbox.mailboxId !== account.mailboxId) throw new SyncError('ms.otherAccount');
    await stored.microsoftAccount.set({ ...account, canWrite: true });
  });
}
