import { MINUTE } from '../../src/shared/time.ts';
import { i18nOf } from '../surface/texts.ts';

// Texts come from the browser itself, for pages and worker alike.
Object.assign(globalThis, { chrome: { i18n: i18nOf('en') } });

/** The browser's extension API as far as the worker uses it, in memory. */
class Area {
  readonly values = new Map<string, unknown>();
  /** All of it for null. */
  async get(wanted: string | string[] | null): Promise<Record<string, unknown>> {
    const keys = wanted === null ? [...this.values.keys()] : [wanted].flat();
    return structuredClone(
      Object.fromEntries(keys.flatMap((key) => (this.values.has(key) ? [[key, this.values.get(key)]] : []))),
    );
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
  async clear(): Promise<void> {
    this.values.clear();
  }
}

const BASE = 'chrome-extension://abc/';
interface Alarm {
  delayInMinutes?: number;
  periodInMinutes?: number;
  when?: number;
}
const alarms = new Map<string, Alarm>();
const nothing = async (): Promise<void> => undefined;

const fakeBrowser = {
  storage: { local: new Area(), session: new Area(), managed: new Area() },
  alarms: {
    all: alarms,
    create: async (name: string, info: object) => void alarms.set(name, info),
    clear: async (name: string) => alarms.delete(name),
    getAll: async () => [...alarms].map(([name, { when = Date.now() }]) => ({ name, scheduledTime: when })),
    get: async (name: string) => {
      const alarm = alarms.get(name);
      if (!alarm) return undefined;
      const { when, delayInMinutes, periodInMinutes = 0 } = alarm;
      return { ...alarm, scheduledTime: when ?? Date.now() + (delayInMinutes ?? periodInMinutes) * MINUTE };
    },
  },
  action: {
    badge: '',
    title: '',
    setBadgeText: async ({ text }: { text: string }) => void (fakeBrowser.action.badge = text),
    setBadgeBackgroundColor: nothing,
    setTitle: async ({ title }: { title: string }) => void (fakeBrowser.action.title = title),
    setIcon: nothing,
  },
  runtime: {
    id: 'abc',
    getURL: (path: string) => `${BASE}${path}`,
    sendMessage: nothing,
    getPlatformInfo: nothing,
    getManifest: () => ({
      version: '1.0.0',
      host_permissions: ['https://graph.microsoft.com/*'],
      content_scripts: [{ matches: ['https://outlook.office.com/*'] }],
    }),
  },
  permissions: {
    /** As a browser lists them: those of installing, too. */
    origins: [] as string[],
    names: [] as string[],
    getAll: async () => {
      const { origins, names } = fakeBrowser.permissions;
      return { origins, permissions: names };
    },
    remove: async (given: { origins: string[]; permissions: string[] }) => {
      const kept = fakeBrowser.permissions;
      kept.origins = kept.origins.filter((one) => !given.origins.includes(one));
      kept.names = kept.names.filter((one) => !given.permissions.includes(one));
      return true;
    },
    contains: (async () => true) as (asked: { origins?: string[]; permissions?: string[] }) => Promise<boolean>,
  },
  tabs: {
    sendMessage: nothing,
    opened: [] as string[],
    create: async ({ url }: { url: string }) => void fakeBrowser.tabs.opened.push(url),
  },
  notifications: {
    shown: [] as string[],
    click: (_id: string): void => undefined,
    create: async (_: string, { message }: { message: string }) => void fakeBrowser.notifications.shown.push(message),
    clear: nothing,
    onClicked: { addListener: (listener: (id: string) => void) => void (fakeBrowser.notifications.click = listener) },
  },
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
    this.permissions.origins = [
      'https://graph.microsoft.com/*',
      'https://outlook.office.com/*',
      'https://crm.example.test/*',
    ];
    this.permissions.names = ['storage', 'notifications'];
    this.action.badge = '';
    this.tabs.opened.length = 0;
    this.notifications.shown.length = 0;
  },
};
export default fakeBrowser;

/** As an extension page sends it; `content` as an Outlook tab does. */
export const SENDERS = {
  page: { id: 'abc', url: `${BASE}src/popup/popup.html` },
  content: { id: 'abc', url: 'https://outlook.office.com/calendar/view/week', tab: { id: 1 }, frameId: 0 },
  otherTab: { id: 'abc', url: 'https://outlook.office.com/calendar/view/week', tab: { id: 2 }, frameId: 0 },
};
