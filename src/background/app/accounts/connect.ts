/** Connecting and disconnecting the two sides, on a click of the user. */
import { SyncError, sideOf, toSyncError } from '../../../shared/codes';
import type { Request } from '../../../shared/messages';
import { type Login, logIn, logInByOpenEspo, logOut, recognise } from '../../auth/espo';
import type { Application } from '../../auth/microsoft';
import { Vault } from '../../auth/vault';
import { otherUser } from '../../espo/own-session';
import type { Outside } from '../../net/retry';
import { connectionNow, keepConnection, managed } from '../../store/managed';
import * as stored from '../../store/values';
import { toStored } from '../kept/errors';
import { espoToken } from '../kept/espo-login';
import { mendLastRun } from '../kept/last-run';
import { tellPages, tellTabs } from '../kept/notices';
import { database } from '../kept/open-database';
import { newSettings, openPair } from '../kept/open-pair';
import { currentPair } from '../kept/pairs';
import { type Mailbox, readMailbox } from '../kept/read-around';
import { applicationOf, espoClient, graphClient, graphWith, microsoft, outside } from '../kept/services';
import { clearSide, noteOnItsSide, SIDE_ERRORS, type SideName } from '../kept/side-errors';
import { goOn } from '../runs/alarm';
import { lookAround } from '../runs/look-around';
import { isRunning, stopRun } from '../runs/under-way';
import { showToolbar } from '../said/toolbar';
import { asking, giveUp, isAsking } from './attempt';
import { connecting } from './connecting';

const never = (): AbortSignal => new AbortController().signal;

/** The sign-in by the user's click. How it failed is stored beside being thrown: the popup may have closed meanwhile. */
export async function connectOutlook({ clientId, tenantId }: Request<'outlook.connect'>): Promise<void> {
  const typed = { clientId: clientId.trim(), tenantId: tenantId.trim() };
  const set = await managed();
  const application = applicationOf({ ...typed, ...set }, set);
  await remembering('outlook', () => asking((signal) => signIn(application, signal)), afterConnect);
}

async function signIn(application: Application, signal: AbortSignal): Promise<void> {
  const known = await stored.microsoftAccount.get();
  // Of an account that is there they stand until another sign-in has succeeded; without one the consent link is made of them.
  if (!known) await keepApplication(application);
  // The pair outlives a disconnected side: connected again, it goes on in its direction, with the rights that needs.
  const pair = await currentPair(await database());
  const { direction } = pair?.settings ?? (await newSettings());
  const write = direction !== 'outlookToEspo';
  await microsoft.connect(application, write, signal, async ({ account, accessToken }) => {
    const { mailboxId, name, address } = await mailboxBehind(accessToken, signal);
    await keepApplication(application);
    await stored.microsoftAccount.set({ tenantId: account.tenantId, mailboxId, name, address, canWrite: write });
  });
}

/** Whoever set it: the account goes on with the application that it was signed in to. */
async function keepApplication({ clientId, tenantId }: Application): Promise<void> {
  await stored.connection.set({ ...(await stored.connection.get()), clientId, tenantId });
}

/** Whose mailbox was just signed in to. Nothing is kept of the sign-in before it is known. */
async function mailboxBehind(token: string, signal: AbortSignal): Promise<Mailbox> {
  try {
    const mailbox = await readMailbox(await graphWith(token, signal));
    signal.throwIfAborted();
    return mailbox;
  } catch (thrown) {
    const error = toSyncError(thrown);
    // Everything was granted a moment ago, so "sign in and accept" would lead in a circle: it is the mailbox that is closed.
    throw error.code === 'ms.scopeMissing' ? new SyncError('ms.noAccess', error.detail, { cause: error }) : error;
  }
}

export async function connectEspo(request: Request<'espo.connect'>): Promise<void> {
  const { username, session } = request;
  // The organization's word comes first, whatever the page says.
  const set = await managed();
  const address = set.espoAddress ?? request.address;
  const stayConnected = set.stayConnected ?? request.stayConnected;
  await remembering(
    'espo',
    async () => {
      await keepConnection({ espoAddress: address.trim(), espoUser: username.trim(), stayConnected });
      const net = outside(never());
      const site = await recognise(net, address);
      const login = await signInToEspo(net, site, request);
      const vault = new Vault(await database());
      const old = await espoToken();
      const known = await stored.espoAccount.get();
      const { token, ...account } = login;
      await stored.espoToken.set(token);
      await stored.espoAccount.set({ ...account, session });
      if (stayConnected && token !== '') await vault.seal(token);
      else await vault.forget();
      if (known && old !== '' && old !== token) await logOut(net, known.site, known.userName, old);
    },
    afterConnect,
  );
}

async function signInToEspo(net: Outside, site: string, request: Request<'espo.connect'>): Promise<Login> {
  const { username, password, code, session } = request;
  if (!session) return logIn(net, site, username, password, code);
  const login = await logInByOpenEspo(net, site);
  const known = await stored.espoAccount.get();
  // Nobody has typed a name: that somebody else's calendar begins here has to be said by disconnecting first.
  if (known && known.site === site && known.userId !== login.userId) throw otherUser(known.userName, login.userName);
  return login;
}

/** Both sides are there: the pair opens or resumes, calendars, entities and rights are read for the settings page, and it goes on. */
async function afterConnect(): Promise<void> {
  const db = await database();
  const pair = await openPair(db, Date.now());
  await tellTabs();
  if (pair) await stored.failures.remove();
  try {
    const write = pair?.settings.direction !== 'outlookToEspo';
    if (pair) await lookAround(db, pair, await graphClient(never(), write), await espoClient(never()));
  } finally {
    // Not awaited: a sign-in is done long before a run is.
    void goOn();
  }
}

/** What stood in the way of that side is over: nothing says it any more. */
async function isNoNews(side: SideName, disconnected = false): Promise<void> {
  await clearSide(side);
  await mendLastRun(side, disconnected);
  await showToolbar(isRunning());
}

export async function disconnectOutlook(): Promise<void> {
  giveUp();
  stopRun();
  await microsoft.disconnect();
  await stored.microsoftAccount.remove();
  await isNoNews('outlook', true);
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
  await isNoNews('espo', true);
  await tellTabs();
  if (account && token !== '') await logOut(outside(never()), account.site, account.userName, token);
}

const OTHER = { outlook: 'espo', espo: 'outlook' } as const;

/** `after` belongs to the connecting, but how it ends says nothing of the sign-in. */
async function remembering(side: SideName, task: () => Promise<void>, after?: () => Promise<void>) {
  connecting[side] = true;
  tellPages();
  try {
    await task();
    await isNoNews(side);
    await stored.forgetDraft(side);
  } catch (thrown) {
    const error = toSyncError(thrown);
    // Given up: everything is as it was before.
    if (error.code !== 'ms.cancelled') await SIDE_ERRORS[side].set(toStored(error));
    // Another attempt may have taken its place.
    connecting[side] = side === 'outlook' && isAsking();
    tellPages();
    throw error;
  }
  try {
    await after?.();
  } catch (thrown) {
    const error = toSyncError(thrown);
    // The other side's, which says it by itself (pages/connections.ts).
    if (error.code === 'policy.elsewhere') return;
    // This side is connected; what only the user mends on the other one is said there.
    if (error.family !== 'user' || sideOf(error.code) !== OTHER[side]) throw error;
    await noteOnItsSide(error);
  } finally {
    connecting[side] = false;
    tellPages();
  }
}

/** The rights that a new direction needs, asked for once, interactively; declined, the caller keeps the old direction. */
export async function widenOutlook(write: boolean): Promise<void> {
  const account = await stored.microsoftAccount.get();
  if (!account || !write || account.canWrite) return;
  const application = applicationOf(await connectionNow(), await managed());
  const widen = (signal: AbortSignal) =>
    microsoft.widen(application, signal, async ({ accessToken }) => {
      const { mailboxId } = await mailboxBehind(accessToken, signal);
      if (mailboxId !== account.mailboxId) throw new SyncError('ms.otherAccount');
      await stored.microsoftAccount.set({ ...account, canWrite: true });
    });
  await remembering('outlook', () => asking(widen));
}
