import type {
  AccountInfo,
  AuthenticationResult,
  INavigationClient,
  InteractionRequiredAuthError,
  PublicClientApplication,
} from '@azure/msal-browser';
import browser from 'webextension-polyfill';
import { SyncError } from '../../shared/codes';
import { microsoftClaims, microsoftHint } from '../store/values';
import { forgetToken, keepToken, keptToken } from './kept-token';
import { isNotLoaded, microsoftError } from './microsoft-errors';
import { loadMsal } from './msal';
import { clearCache, dropInteraction, flushCache, loadCache } from './msal-window';
import { cookielessNetwork } from './network';
import { whyNotLoaded } from './not-loaded';

const READ = ['User.Read', 'MailboxSettings.Read', 'Calendars.Read'];
const WRITE = ['User.Read', 'MailboxSettings.Read', 'Calendars.ReadWrite'];
/** offline_access, openid and profile are MSAL's own. */
export const scopesFor = (write: boolean): string[] => (write ? WRITE : READ);

export interface Application {
  clientId: string;
  tenantId: string;
}

interface Request {
  scopes: string[];
  prompt?: string;
  /** Who is meant: no other account is taken. */
  loginHint?: string;
  claims?: string;
}

/** MSAL asks to navigate to the authorize URL: the browser's own auth window does it and hands back the redirect. */
class AuthWindow implements INavigationClient {
  hash = '';
  readonly #interactive: boolean;

  constructor(interactive: boolean) {
    this.#interactive = interactive;
  }

  navigateInternal(): Promise<boolean> {
    return Promise.resolve(false);
  }

  async navigateExternal(url: string): Promise<boolean> {
    const details: Record<string, unknown> = { url, interactive: this.#interactive };
    // Chromium only (Firefox throws on unknown keys): let a silent flow follow script redirects instead of giving up on the first page.
    if (!this.#interactive && !browser.runtime.getURL('').startsWith('moz-'))
      Object.assign(details, { abortOnLoadForNonInteractive: false, timeoutMsForNonInteractive: 10_000 });
    const back = await browser.identity.launchWebAuthFlow(
      details as unknown as browser.Identity.LaunchWebAuthFlowDetailsType,
    );
    this.hash = new URL(back).hash;
    return true;
  }
}

/** Sign-in to Microsoft inside the worker: one flow at a time, tokens in memory and storage.session only. */
export class Microsoft {
  #application: Application | undefined;
  #ready: Promise<PublicClientApplication> | undefined;
  #flow: Promise<unknown> = Promise.resolve();

  /** Interactive: the user chooses the account. */
  async connect(application: Application, write: boolean): Promise<AccountInfo> {
    await this.#use(application);
    const request = { scopes: scopesFor(write), prompt: 'select_account' };
    return mayWrite(await this.#inTurn(() => this.#ask(request)), write).account;
  }

  /** More rights for the account that is connected: interactive, without choosing again, and for no other account. */
  async widen(application: Application, write: boolean): Promise<void> {
    await this.#use(application);
    const hint = await microsoftHint.get();
    const request = { scopes: scopesFor(write), ...(hint ? { loginHint: hint } : {}) };
    mayWrite(await this.#inTurn(() => this.#ask(request)), write);
  }

  /** An access token without asking anybody: cache, refresh token, then the silent flow (24 hours over, or browser restarted). */
  async token(
    application: Application,
    write: boolean,
    options: { force?: boolean; claims?: string | undefined } = {},
  ): Promise<string> {
    await this.#use(application);
    return this.#inTurn(async () => {
      const scopes = scopesFor(write);
      const place = JSON.stringify([application.clientId, application.tenantId, ...scopes]);
      const kept = options.force || options.claims ? undefined : await keptToken(place, Date.now());
      if (kept !== undefined) return kept;
      const client = await this.#client();
      const account = client.getActiveAccount() ?? client.getAllAccounts()[0];
      let claims = options.claims;
      if (account) {
        try {
          const result = await client.acquireTokenSilent({
            scopes,
            account,
            forceRefresh: options.force ?? false,
            // Never the hidden iframe, which a worker cannot have.
            cacheLookupPolicy: (await loadMsal()).CacheLookupPolicy.AccessTokenAndRefreshToken,
            ...(claims ? { claims } : {}),
          });
          await keepToken(place, result);
          return result.accessToken;
        } catch (error) {
          if (!needsInteraction(error) && !isExpired(error)) throw microsoftError(error, false);
          claims = claimsIn(error) ?? claims;
        } finally {
          await flushCache();
        }
      }
      const hint = account?.username ?? (await microsoftHint.get());
      if (!hint) throw new SyncError('ms.signInNeeded');
      // What conditional access asks for has to be in the user's next sign-in, or it would be asked for again and again.
      if (claims) await microsoftClaims.set(claims);
      const request = { scopes, prompt: 'none', loginHint: hint, ...(claims ? { claims } : {}) };
      const result = await this.#run(false, request);
      await keepToken(place, result);
      return result.accessToken;
    });
  }

  async disconnect(): Promise<void> {
    await clearCache();
    await forgetToken();
    await microsoftHint.remove();
    await microsoftClaims.remove();
    this.#ready = undefined;
  }

  async #use(application: Application): Promise<void> {
    if (!application.clientId) throw new SyncError('ms.wrongClient', 'Application (client) ID');
    const before = this.#application;
    if (before && (before.clientId !== application.clientId || before.tenantId !== application.tenantId))
      this.#ready = undefined;
    this.#application = application;
  }

  #client(): Promise<PublicClientApplication> {
    this.#ready ??= this.#create();
    this.#ready.catch(() => {
      this.#ready = undefined;
    });
    return this.#ready;
  }

  async #create(): Promise<PublicClientApplication> {
    const { PublicClientApplication } = await loadMsal();
    await loadCache();
    const { clientId, tenantId } = this.#application as Application;
    const client = new PublicClientApplication({
      auth: {
        clientId,
        authority: `https://login.microsoftonline.com/${encodeURIComponent(tenantId || 'organizations')}`,
        redirectUri: browser.identity.getRedirectURL(),
      },
      cache: { cacheLocation: 'sessionStorage' },
      system: { networkClient: cookielessNetwork },
    });
    await client.initialize();
    return client;
  }

  /** MSAL knows one interaction at a time; so does the user. */
  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const next = this.#flow.then(task, task);
    this.#flow = next.catch(() => undefined);
    return next;
  }

  /** Interactive. What conditional access asks for only when the code is redeemed is asked for once more, at once. */
  async #ask(request: Request): Promise<AuthenticationResult> {
    const known = await microsoftClaims.get();
    try {
      return await this.#run(true, { ...request, ...(known ? { claims: known } : {}) });
    } catch (error) {
      const claims = claimsIn((error as SyncError).cause);
      if (!claims || claims === known) throw error;
      return this.#run(true, { ...request, claims });
    }
  }

  async #run(interactive: boolean, request: Request): Promise<AuthenticationResult> {
    try {
      // Whoever signs in may be another one, with other rights.
      await forgetToken();
      const client = await this.#client();
      const authWindow = new AuthWindow(interactive);
      client.setNavigationClient(authWindow);
      await client.acquireTokenRedirect({ redirectStartPage: browser.identity.getRedirectURL(), ...request });
      const result = await client.handleRedirectPromise({ hash: authWindow.hash, navigateToLoginRequestUrl: false });
      if (!result) throw new SyncError('ms.signInNeeded', 'no answer');
      if (request.loginHint && result.account.username.toLowerCase() !== request.loginHint.toLowerCase()) {
        // Its tokens would read another mailbox under the name of this one.
        await client.clearCache({ account: result.account });
        throw new SyncError('ms.otherAccount');
      }
      client.setActiveAccount(result.account);
      await microsoftHint.set(result.account.username);
      await microsoftClaims.remove();
      return result;
    } catch (error) {
      // An interaction that failed half-way stays marked as in progress inside MSAL.
      this.#ready = undefined;
      dropInteraction();
      if (interactive && isNotLoaded(error)) throw await whyNotLoaded(this.#application?.tenantId ?? '');
      throw microsoftError(error, interactive);
    } finally {
      await flushCache();
    }
  }
}

function mayWrite(result: AuthenticationResult, write: boolean): AuthenticationResult {
  if (write && !result.scopes.some((s) => s.toLowerCase().endsWith('calendars.readwrite')))
    throw new SyncError('ms.scopeMissing', 'Calendars.ReadWrite');
  return result;
}

/** By its name: the class itself is not at hand where the library is not. */
const needsInteraction = (error: unknown): error is InteractionRequiredAuthError =>
  error instanceof Error && error.name === 'InteractionRequiredAuthError';

/** The claims that Microsoft's refusal asks for, as JSON. */
function claimsIn(error: unknown): string | undefined {
  const claims = needsInteraction(error) ? error.claims : undefined;
  return claims === '' ? undefined : claims;
}

/** The refresh token of a single-page application lives 24 hours in all (graph.md 10). */
const isExpired = (error: unknown): boolean =>
  /AADSTS(700084|70008|70043|50173)|invalid_grant|no_tokens_found|refresh_token_expired/.test(
    String((error as Error)?.message ?? error),
  );
