/** What Entra ID knows, and the hands of users and administrators on it (graph.md 10). */
import { hex, type World } from '../http.ts';

export interface Account {
  oid: string;
  tenantId: string;
  username: string;
  name: string;
  disabled: boolean;
}

export interface App {
  clientId: string;
  name: string;
  redirectUris: string[];
  /** Which platform the redirect URIs are registered for: only `spa` may redeem across origins. */
  type: 'spa' | 'native';
}

/** `page`: whoever sits there clicks. The rest happens by itself. */
export type Outcome =
  | 'page'
  | 'accept'
  | 'decline'
  | 'adminConsentRequired'
  | 'wrongTenant'
  | 'hang'
  | 'mfaRequired'
  | 'transient';

/** How Entra ID says no to a sign-in: every number comes in more than one of these ways, and as more than one OAuth error. */
export interface Refusal {
  /** AADSTS number. */
  code: number;
  /** Back to the app; as JSON where a code or a refresh token is redeemed; as a page with no way back, or one that is an HTTP error. */
  as: 'redirect' | 'token' | 'page' | 'errorPage';
  /** The OAuth error, where it is not the usual one of the number. */
  error?: string;
  /** Only with nobody looking (prompt=none), or only where somebody does. */
  only?: 'silent' | 'interactive';
  /** What would satisfy conditional access, as JSON. */
  claims?: string;
}

export interface AccessToken {
  oid: string;
  clientId: string;
  scopes: string[];
  expires: number;
  claims: string | undefined;
  revoked: boolean;
}

export interface RefreshToken {
  oid: string;
  clientId: string;
  scopes: string[];
  /** Fixed for an SPA: use does not extend it. */
  expires: number;
  revoked: boolean;
}

export interface Code {
  oid: string;
  clientId: string;
  redirectUri: string;
  scopes: string[];
  challenge: string | undefined;
  nonce: string | undefined;
  claims: string | undefined;
  expires: number;
  used: boolean;
}

export interface EntraLogEntry {
  time: number;
  method: string;
  path: string;
  origin: string | undefined;
  cookie: boolean;
  status: number;
  error?: string;
}

/** Whether a token's claims hold what conditional access wants; MSAL always asks for some claims of its own. */
export function meets(required: string, given: string | undefined): boolean {
  const holds = (want: unknown, have: unknown): boolean =>
    typeof want === 'object' && want !== null
      ? Object.entries(want).every(([key, value]) => holds(value, (have as Record<string, unknown> | undefined)?.[key]))
      : want === have;
  return holds(JSON.parse(required), JSON.parse(given ?? '{}'));
}

export class EntraControl {
  readonly world: World;
  readonly tenantId: string;
  readonly accounts = new Map<string, Account>();
  readonly apps = new Map<string, App>();
  readonly accessTokens = new Map<string, AccessToken>();
  readonly refreshTokens = new Map<string, RefreshToken>();
  readonly codes = new Map<string, Code>();
  /** Session cookie -> accounts signed in. */
  readonly sessions = new Map<string, Set<string>>();
  /** `oid|clientId` -> scopes the user (or the administrator, oid `*`) has granted. */
  readonly grants = new Map<string, Set<string>>();
  readonly log: EntraLogEntry[] = [];
  outcome: Outcome = 'page';
  /** What every sign-in meets from now on. */
  refusal: Refusal | undefined;
  /** What an app is told of an error names the account, or hides it: both are seen. */
  hidesAccounts = true;
  /** As errors call it. */
  tenantName = 'Contoso';
  /** Who is meant when nobody chooses. */
  account: string | undefined;
  /** Since the end of 2025 most tenants' users cannot consent to calendars (graph.md 10). */
  usersMayConsent = true;
  accessTokenSeconds: [least: number, most: number] = [3600, 5400];
  spaHours = 24;
  /** oid -> claims (JSON) that tokens must satisfy from now on: conditional access. */
  readonly required = new Map<string, string>();

  constructor(world: World, tenantId: string) {
    this.world = world;
    this.tenantId = tenantId;
  }

  addAccount(account: { oid: string; username: string; name: string; tenantId?: string }): Account {
    const whole = { disabled: false, tenantId: this.tenantId, ...account };
    this.accounts.set(account.oid, whole);
    this.account ??= account.oid;
    return whole;
  }

  addApp(app: { clientId: string; redirectUris: string[]; name?: string; type?: App['type'] }): App {
    const whole: App = {
      name: app.name ?? app.clientId,
      type: app.type ?? 'spa',
      clientId: app.clientId,
      redirectUris: app.redirectUris,
    };
    this.apps.set(app.clientId, whole);
    return whole;
  }

  grant(oid: string, clientId: string, scopes: string[]): void {
    const key = `${oid}|${clientId}`;
    this.grants.set(key, new Set([...(this.grants.get(key) ?? []), ...scopes]));
  }

  /** What a user's token for the app may hold: own grants and the administrator's. */
  granted(oid: string, clientId: string): string[] {
    return [
      ...new Set([...(this.grants.get(`${oid}|${clientId}`) ?? []), ...(this.grants.get(`*|${clientId}`) ?? [])]),
    ];
  }

  /** The user or an administrator takes the grant back: refresh tokens die with it. */
  withdraw(oid: string, clientId: string): void {
    this.grants.delete(`${oid}|${clientId}`);
    this.revoke(oid);
  }

  /** Password changed, sessions revoked. */
  revoke(oid: string): void {
    for (const token of this.refreshTokens.values()) if (token.oid === oid) token.revoked = true;
    for (const token of this.accessTokens.values()) if (token.oid === oid) token.revoked = true;
    this.signOut(oid);
  }

  signOut(oid?: string): void {
    for (const accounts of this.sessions.values()) {
      if (oid === undefined) accounts.clear();
      else accounts.delete(oid);
    }
  }

  /** Access tokens are refused from now on (the clock need not move). */
  expireAccessTokens(): void {
    for (const token of this.accessTokens.values()) token.expires = 0;
  }

  expireRefreshTokens(): void {
    for (const token of this.refreshTokens.values()) token.expires = 0;
  }

  /** Conditional access: Graph answers a claims challenge until a token with these claims comes. */
  requireClaims(oid: string, claims: string | undefined): void {
    if (claims === undefined) this.required.delete(oid);
    else this.required.set(oid, claims);
  }

  /** The refusal that is met there, if any. */
  refusedAt(where: Refusal['as'][], silent?: boolean): Refusal | undefined {
    const { refusal } = this;
    if (!refusal || !where.includes(refusal.as)) return undefined;
    if (silent !== undefined && refusal.only !== undefined && (refusal.only === 'silent') !== silent) return undefined;
    return refusal;
  }

  guid(): string {
    const text = hex(this.world, 32);
    return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
  }

  secret(length = 48): string {
    const bytes = Array.from({ length }, () => Math.floor(this.world.random() * 256));
    return Buffer.from(bytes).toString('base64url');
  }
}
