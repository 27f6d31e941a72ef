/** The browser's extension API as far as the worker uses it, in memory. */
class Area {
  readonly values = new Map<string, unknown>();
  /** All of it for null. */
  async get(key: string | null): Promise<Record<string, unknown>> {
    if (key === null) return structuredClone(Object.fromEntries(this.values));
    return this.values.has(key) ? { [key]: structuredClone(this.values.get(key)) } : {};
  }
  async set(values: Record<string, unknown>): Promise<void> {
    for (const [key, value] of Object.entries(values)) {
      if (value === undefined) this.values.delete(key);
      else this.values.set(key, structuredClone(value));
    }
  }
  async remove(key: string): Promise<void> {
    this.values.delete(key);
  }
}

const BASE = 'chrome-extension://abc/';
const alarms = new Map<string, { delayInMinutes?: number; periodInMinutes?: number }>();
const nothing = async (): Promise<void> => undefined;

const fakeBrowser = {
  storage: { local: new Area(), session: new Area(), managed: new Area() },
  alarms: {
    all: alarms,
    create: async (name: string, info: object) => void alarms.set(name, info),
    clear: async (name: string) => alarms.delete(name),
    get: async (name: string) => alarms.get(name),
  },
  action: { badge: '', setBadgeText: async ({ text }: { text: string }) => void (fakeBrowser.action.badge = text) },
  runtime: { id: 'abc', getURL: (path: string) => `${BASE}${path}`, sendMessage: nothing, getPlatformInfo: nothing },
  permissions: { contains: (async () => true) as (asked: { origins: string[] }) => Promise<boolean> },
  tabs: { sendMessage: nothing },
  identity: {
    getRedirectURL: () => 'https://abc.chromiumapp.org/',
    /** Put there by auth-window.ts; some browsers have none. */
    launchWebAuthFlow: undefined as ((details: { url: string; interactive?: boolean }) => Promise<string>) | undefined,
  },
  reset(): void {
    for (const area of Object.values(this.storage)) area.values.clear();
    alarms.clear();
    this.identity.launchWebAuthFlow = undefined;
    this.permissions.contains = async () => true;
    this.action.badge = '';
  },
};
export default fakeBrowser;

/** As an extension page sends it; `content` as an Outlook tab does. */
export const SENDERS = {
  page: { id: 'abc', url: `${BASE}src/popup/popup.html` },
  content: { id: 'abc', url: 'https://outlook.office.com/calendar/view/week', tab: { id: 1 } },
};
