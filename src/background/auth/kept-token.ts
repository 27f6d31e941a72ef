/** The access token, sealed and kept for the next worker while it is valid. */
import type { AuthenticationResult } from '@azure/msal-browser';
import { microsoftToken } from '../store/values';

/** MSAL's own margin: what has less time left is renewed. */
const MARGIN = 300_000;

/** The access token, so that a wake in which it still lasts needs no MSAL at all. `place` is whom and what it is for. */
export async function keptToken(place: string, now: number): Promise<string | undefined> {
  const kept = await microsoftToken.get();
  return kept?.place === place && now + MARGIN < kept.until ? kept.token : undefined;
}

export async function keepToken(place: string, { accessToken, expiresOn }: AuthenticationResult): Promise<void> {
  if (expiresOn) await microsoftToken.set({ place, token: accessToken, until: expiresOn.getTime() });
}

export const forgetToken = (): Promise<void> => microsoftToken.remove();
