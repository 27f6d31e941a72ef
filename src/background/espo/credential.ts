/** How a request tells EspoCRM who asks: by a token of ours, or by the session of the EspoCRM that the user has open. */

/** Characters of the shortest secret that no word can be taken for. */
const SECRET = 16;

export interface Credential {
  headers: Record<string, string>;
  /** The browser adds the site's cookies: of an account that the user connected so, and of nothing else. */
  cookies: boolean;
  /** Left out of whatever an answer repeats. */
  secrets: readonly string[];
  /** What a 401 means. */
  refused: 'espo.signInNeeded' | 'espo.noSession';
}

export interface TokenLogin {
  userName: string;
  token: string;
}

/** Whoever is signed in in the user's own EspoCRM, who has to be this user: no secret, nothing to be read or kept. */
export interface SessionLogin {
  userName: string;
  userId: string;
}

/** base64 of UTF-8: latin-1 bytes are refused (espo.md 1). */
export function authorization(userName: string, secret: string): string {
  const bytes = new TextEncoder().encode(`${userName}:${secret}`);
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** Nobody yet, or what the request's own headers say. */
export const NOBODY: Credential = { headers: {}, cookies: false, secrets: [], refused: 'espo.signInNeeded' };

/** Always with By-Token, so that a dead token is not tried as a password and never feeds the lock after failed logins (espo.md 1). */
export function byToken({ userName, token }: TokenLogin): Credential {
  const encoded = authorization(userName, token);
  return {
    headers: { 'Espo-Authorization': encoded, 'Espo-Authorization-By-Token': 'true' },
    cookies: false,
    secrets: [token, encoded].filter((secret) => secret.length >= SECRET),
    refused: 'espo.signInNeeded',
  };
}

/**
 * EspoCRM takes the cookie of its own page for any method, where no header of a login comes along (espo.md 1; Core/Api/Auth.php, 7.5 to
 * 10.0). By-Token keeps it out of the lock that other people's failed logins put on a shared address, and the other header
 * keeps the browser from asking for a password of its own where nobody is signed in.
 */
export const BY_SESSION: Credential = {
  headers: { 'Espo-Authorization-By-Token': 'true', 'X-Requested-With': 'XMLHttpRequest' },
  cookies: true,
  secrets: [],
  refused: 'espo.noSession',
};
