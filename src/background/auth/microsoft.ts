/** Signing in to Microsoft, and tokens for Graph. */
import type {
  AccountInfo,
  AuthenticationResult,
  InteractionRequiredAuthError,
  PublicClientApplication,
} from '@azure/msal-browser';
import browser from 'webextension-polyfill';
import type { Cloud } from '../../shared/clouds';
import { SyncError } from '../../shared/codes';
import { microsoftClaims, microsoftHint } from '../store/values';
import { AuthWindow } from './auth-window';
import { namesOf } from './error-names';
import { forgetToken, keepToken, keptToken } from './kept-token';
import { isNotDescribed, isNotLoaded, microsoftError, textOf } from './microsoft-errors';
import { clearCache, dropInteraction, flushCache, loadCache } from './msal-window';
import { cookielessNetwork } from './network';
import { whyNotLoaded } from './not-loaded';
import { scopesFor } from './scopes';

export interface Application {
  clientId: string;
  tenantId: string;
  cloud: Cloud;
}

interface Request {
  scopes: string[];
  prompt?: string;
  /** Who is meant: no other account is taken. */
  loginHint?: string;
  claims?: string;
}

/** What a sign-in brought, before anything of it is kept. */
export type Accept = (result: Pick<AuthenticationResult, 'account' | 'accessToken'>) => Promise<void>;

/** Somebody looks on. */
interface Asking {
  write: boolean;
  signal: AbortSignal;
  accept: Accept;
}

/** Read when a token has to be asked for: most wakes have one that still lasts. */
const loadMsal = async () => (await import('./msal')).loadMsal();

/** Sign-in to Microsoft inside the worker: one flow at a time, tokens in memory and storage.session only. */
export class Microsoft {
  #application: Application | undefined;
  #ready: Promise<PublicClientApplication> | undefined;
  #flow: Promise<unknown> = Promise.resolve();

  /**
   * Interactive: the user chooses the account, or gives it up by `signal`: then whatever the window still hands back is dropped. `accept`
   * looks at what came of it; what it throws leaves everything as it was.
   */
  async connect(application: Application, write: boolean, signal: AbortSignal, accept: Accept): Promise<void> {
    const request = { scopes: scopesFor(write, application.cloud), prompt: 'select_account' };
    await this.#inTurn(application, () => this.#ask(request, { write, signal, accept }));
  }

  /** The right to write for the account that is connected: interactive, without choosing again, and for no other account. */
  async widen(application: Application, signal: AbortSignal, accept: Accept): Promise<void> {
    const hint = await microsoftHint.get();
    const request = { scopes: scopesFor(true, application.cloud), ...(hint ? { loginHint: hint } : {}) };
    await this.#inTurn(application, () => this.#ask(request, { write: true, signal, accept }));
  }

  /** An access token without asking anybody: cache, refresh token, then the silent flow (24 hours over, or browser restarted). */
  async token(
    application: Application,
    write: boolean,
    options: { force?: boolean; claims?: string | undefined } = {},
  ): Promise<string> {
    return this.#inTurn(application, async () => {
      const scopes = scopesFor(write, application.cloud);
      const place = JSON.stringify([application.clientId, application.tenantId, ...scopes]);
      const kept = options.force || options.claims ? undefined : await keptToken(place, Date.now());
      if (kept !== undefined) return kept;
      const client = await this.#client();
      const account = client.getActiveAccount() ?? client.getAllAccounts()[0];
      let claims = options.claims;
      let refused: SyncError | undefined;
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
          await keepToken(place, withScopes(result, write));
          return result.accessToken;
        } catch (error) {
          refused = await this.#explained(error, false, account.username);
          if (!needsInteraction(error) && !isExpired(error)) throw refused;
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
      try {
        const result = await this.#run(request);
        await keepToken(place, withScopes(result, write));
        return result.accessToken;
      } catch (error) {
        // "Sign in again" says less than why the token was refused.
        throw refused && (error as SyncError).code === 'ms.signInNeeded' ? refused : error;
      }
    });
  }

  /** At once, and again behind whatever is under way: a token that comes meanwhile must not stay. */
  async disconnect(): Promise<void> {
    await this.#forget();
    this.#flow = this.#flow.then(() => this.#forget());
  }

  async #forget(): Promise<void> {
    await clearCache();
    await forgetToken();
    await microsoftHint.remove();
    await microsoftClaims.remove();
    this.#ready = undefined;
  }

  #use(application: Application): void {
    if (!application.clientId) throw new SyncError('ms.wrongClient', 'Application (client) ID');
    const before = this.#application;
    const isOther = (key: keyof Application): boolean => before?.[key] !== application[key];
    if (before && (['clientId', 'tenantId', 'cloud'] as const).some(isOther)) this.#ready = undefined;
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
    const { clientId, tenantId, cloud } = this.#application as Application;
    const client = new PublicClientApplication({
      auth: {
        clientId,
        authority: `${cloud.login}/${encodeURIComponent(tenantId || 'organizations')}`,
        redirectUri: browser.identity.getRedirectURL(),
      },
      cache: { cacheLocation: 'sessionStorage' },
      system: { networkClient: cookielessNetwork },
    });
    await client.initialize();
    return client;
  }

  /** MSAL knows one interaction at a time; so does the user. */
  #inTurn<T>(application: Application, task: () => Promise<T>): Promise<T> {
    const begin = (): Promise<T> => {
      this.#use(application);
      return task();
    };
    const next = this.#flow.then(begin, begin);
    this.#flow = next.catch(() => undefined);
    return next;
  }

  /** Interactive. What conditional access asks for only when the code is redeemed is asked for once more, at once. */
  async #ask(request: Request, asking: Asking): Promise<AuthenticationResult> {
    const known = await microsoftClaims.get();
    try {
      return await this.#run({ ...request, ...(known ? { claims: known } : {}) }, asking);
    } catch (error) {
      const claims = claimsIn((error as SyncError).cause);
      if (!claims || claims === known) throw error;
      return this.#run({ ...request, claims }, asking);
    }
  }

  /** One sign-in, from the first page to what is kept of it; without `asking` nobody looks on. */
  async #run(request: Request, asking?: Asking): Promise<AuthenticationResult> {
    try {
      asking?.signal.throwIfAborted();
      // Whoever signs in may be another one, with other rights.
      await forgetToken();
      const client = await this.#client();
      const authWindow = new AuthWindow(asking?.signal);
      client.setNavigationClient(authWindow);
      await client.acquireTokenRedirect({ redirectStartPage: browser.identity.getRedirectURL(), ...request });
      const result = await client.handleRedirectPromise({ hash: authWindow.hash, navigateToLoginRequestUrl: false });
      if (!result) throw new SyncError(asking ? 'ms.signInFailed' : 'ms.signInNeeded', 'no answer');
      await this.#accept(client, result, request.loginHint, asking);
      client.setActiveAccount(result.account);
      await microsoftHint.set(result.account.username);
      await microsoftClaims.remove();
      return result;
    } catch (error) {
      // An interaction that failed half-way stays marked as in progress inside MSAL.
      this.#ready = undefined;
      dropInteraction();
      throw await this.#explained(error, asking !== undefined, request.loginHint ?? '');
    } finally {
      await flushCache();
    }
  }

  /** Of a sign-in that is not accepted, nothing stays: its tokens would read another mailbox under the name of the one that is there. */
  async #accept(
    client: PublicClientApplication,
    result: AuthenticationResult,
    hint = '',
    asking?: Asking,
  ): Promise<void> {
    try {
      if (hint !== '' && !isCalled(result.account, hint))
        throw new SyncError(asking ? 'ms.otherAccount' : 'ms.signInNeeded');
      asking?.signal.throwIfAborted();
      if (asking) await asking.accept(withScopes(result, asking.write));
    } catch (error) {
      if (!isCalled(result.account, await microsoftHint.get())) await client.clearCache({ account: result.account });
      throw error;
    }
  }

  /** Whatever stopped a sign-in, as the one error type, with whom and what it is about. */
  async #explained(error: unknown, interactive: boolean, hint: string): Promise<SyncError> {
    if (error instanceof SyncError) return error;
    const { clientId, tenantId, cloud } = this.#application as Application;
    const names = namesOf(textOf(error), { tenantId, hint });
    const page = isNotLoaded(error);
    if (!page && !isNotDescribed(error)) return microsoftError(error, interactive, names);
    const why = await whyNotLoaded({ clientId, tenantId, login: cloud.login, names }, page);
    // A page that nobody saw: whoever signs in sees what it says.
    return why.code === 'ms.errorPage' && !interactive ? new SyncError('ms.signInNeeded') : why;
  }
}

const isCalled = ({ username }: AccountInfo, name: string): boolean => username.toLowerCase() === name.toLowerCase();

/** What was asked for has to have been granted: Graph would refuse it only later, and without saying that it was this. */
function withScopes(result: AuthenticationResult, write: boolean): AuthenticationResult {
  const granted = result.scopes.map((scope) => scope.toLowerCase());
  const has = (scope: string): boolean => granted.some((one) => one.endsWith(scope));
  if (has('calendars.readwrite') || (!write && has('calendars.read'))) return result;
  throw new SyncError('ms.scopeMissing', write ? 'Calendars.ReadWrite' : 'Calendars.Read');
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
