/**
 * The window and document that MSAL sees. A worker has none, and Firefox's event page has one whose sessionStorage dies at idle. The build
 * (msal.build.ts) makes MSAL a function of these two, so nothing global is touched.
 */
const KEY = 'msal';
let dirty = false;

/** MSAL enumerates its cache by own keys, as a real Storage allows. */
class SessionCache {
  [key: string]: unknown;

  getItem(key: string): string | null {
    return Object.hasOwn(this, key) ? (this[key] as string) : null;
  }

  setItem(key: string, value: string): void {
    this[key] = String(value);
    dirty = true;
  }

  removeItem(key: string): void {
    if (!Object.hasOwn(this, key)) return;
    delete this[key];
    dirty = true;
  }
}

const cache = new SessionCache();

/** Rule 10: Microsoft's tokens live in storage.session only, never on disk. */
export async function loadCache(): Promise<void> {
  for (const key of Object.keys(cache)) delete cache[key];
  const stored = (await chrome.storage.session.get(KEY))[KEY];
  if (typeof stored === 'object' && stored !== null) Object.assign(cache, stored);
}

export async function flushCache(): Promise<void> {
  while (dirty) {
    dirty = false;
    await chrome.storage.session.set({ [KEY]: { ...cache } });
  }
}

/** What a failed flow leaves behind would make MSAL refuse the next one. */
export function dropInteraction(): void {
  for (const key of Object.keys(cache)) if (/interaction|request\.|temp/i.test(key)) cache.removeItem(key);
}

export async function clearCache(): Promise<void> {
  for (const key of Object.keys(cache)) delete cache[key];
  await chrome.storage.session.remove(KEY);
}

function makeWindow() {
  const here = new URL(chrome.identity.getRedirectURL());
  const ignore = (): void => undefined;
  const self: Record<string, unknown> = {
    location: { href: here.href, origin: here.origin, pathname: '/', search: '', hash: '' },
    history: { replaceState: ignore },
    opener: null,
    sessionStorage: cache,
    crypto: globalThis.crypto,
    navigator: globalThis.navigator,
    performance: globalThis.performance,
    setTimeout: globalThis.setTimeout.bind(globalThis),
    clearTimeout: globalThis.clearTimeout.bind(globalThis),
    addEventListener: ignore,
    removeEventListener: ignore,
  };
  self['parent'] = self;
  self['top'] = self;
  return self;
}

export const window = makeWindow();
export const document = {
  title: '',
  addEventListener: (): void => undefined,
  removeEventListener: (): void => undefined,
};
