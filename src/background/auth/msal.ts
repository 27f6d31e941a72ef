/** The part of MSAL that is used, loaded when it is needed. */
export type Msal = Pick<typeof import('@azure/msal-browser'), 'CacheLookupPolicy' | 'PublicClientApplication'>;

/**
 * MSAL, evaluated when it is needed: it is most of the worker's bytes, and most wakes have a token that still lasts. A worker knows no
 * import() at run time, so the build (msal.build.ts) puts a module in this one's place that holds the library as a function to call.
 */
export const loadMsal = (): Promise<Msal> => import('@azure/msal-browser');
