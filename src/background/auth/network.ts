import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-browser';

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
  return { headers: Object.fromEntries(response.headers), body: (await response.json()) as T, status: response.status };
}

export const cookielessNetwork: INetworkModule = {
  sendGetRequestAsync: (url, options) => send('GET', url, options),
  sendPostRequestAsync: (url, options) => send('POST', url, options),
};
