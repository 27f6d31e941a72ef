/** The part of MSAL that is used, loaded when it is needed. */
export type Msal = Pick<typeof import('@azure/msal-browser'), 'CacheLookupPolicy' | 'PublicClientApplication'>;

/**
 * MSAL asks for a window and a document, which a worker lacks: the build (msal.build.ts) puts a module in this one's place that holds the
 * library as a function of both.
 */
export const loadMsal = (): Promise<Msal> => import('@azure/msal-browser');
