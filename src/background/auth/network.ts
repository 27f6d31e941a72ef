/** MSAL's requests: without cookies, and no larger than an answer may be. */
import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-browser';
import { readJson, readText } from '../net/answer';

/** Bytes: a description of a directory, or tokens. */
const LARGEST = 1024 * 1024;

/** MSAL's network without cookies: its own fetch would send the login cookies along wherever a host permission exists. */
async function send<T>(
  method: 'GET' | 'POST',
  url: string,
  options?: NetworkRequestOptions,
): Promise<NetworkResponse<T>> {
  const response = await fetch(url, {
    method,
    headers: options?.headers ?? {},
    credentials: 'omit',
    cache: 'no-store',
    redirect: 'error',
    // Every request of either side waits for a token: one that never comes would stop them all.
    signal: AbortSignal.timeout(30_000),
    ...(method === 'POST' ? { body: options?.body ?? '' } : {}),
  });
  const body = readJson(await readText(response, LARGEST));
  // The engine's own error would quote what it could not read, and a token may stand there.
  if (typeof body !== 'object' || body === null) throw new TypeError('Failed to fetch: not JSON');
  return { headers: Object.fromEntries(response.headers), body: body as T, status: response.status };
}

export const cookielessNetwork: INetworkModule = {
  sendGetRequestAsync: (url, options) => send('GET', url, options),
  sendPostRequestAsync: (url, options) => send('POST', url, options),
};
