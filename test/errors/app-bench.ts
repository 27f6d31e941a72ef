import { Dexie } from 'dexie';
import { vi } from 'vitest';
import { MARK, type Reply } from '../../src/shared/envelope.ts';
import type { Answers, MessageName } from '../../src/shared/messages.ts';
import type { AppState, ErrorView } from '../../src/shared/state.ts';
import { asFetch, type SandboxResponse } from '../sandbox/http.ts';
import { ANNA, Company, SeededWorld, SITE } from '../simulation/company.ts';
import fakeBrowser, { SENDERS } from './fake-browser.ts';
import { microsoft } from './fake-microsoft.ts';

// Put there by the build.
vi.stubGlobal('__DEFAULTS__', { CLIENT_ID: '', TENANT_ID: '' });

const SHOP: SandboxResponse = { status: 200, headers: [['Content-Type', 'text/html']], body: '<h1>Shop</h1>' };
export const ANNA_AT = {
  address: SITE,
  username: 'anna',
  password: 'Anna12345',
  code: '',
  stayConnected: false,
  session: false,
};
const APPLICATION = { clientId: 'app-1', tenantId: 'tenant-1' };

/** Nothing is stored in it. */
export async function newBrowser(): Promise<void> {
  fakeBrowser.reset();
  microsoft.signIn = async () => undefined;
  microsoft.token = async () => `test-${ANNA.oid}`;
  await Dexie.delete('sync');
}

/** What holds the lock of that name. Runs are left hanging by some tests, and those after them have to go on: theirs is none. */
const held = new Map<string, Promise<unknown>>();
function inTurn(name: string, task: () => unknown): unknown {
  if (name === 'sync') return task();
  const mine = (held.get(name) ?? Promise.resolve()).catch(() => undefined).then(task);
  held.set(name, mine);
  return mine;
}

/** The whole background program as the worker runs it, against the stand-ins: asked by messages, seen by its state. */
export class AppBench {
  readonly company: Company;

  private constructor(company: Company) {
    this.company = company;
  }

  /** A new browser: nothing stored, nothing connected. */
  static async open(): Promise<AppBench> {
    await AppBench.#ended();
    await newBrowser();
    // The stand-ins' clock is the worker's, and stands still: a wait is over at once.
    const company = new Company(1, new SeededWorld(1, new Date().toISOString()));
    const shop = { handle: async () => SHOP };
    const other = asFetch((host) => (host === 'www.example.test' ? shop : undefined));
    vi.stubGlobal('fetch', (input: RequestInfo | URL, init?: RequestInit) =>
      /^https:\/\/(graph\.microsoft\.com|crm\.example\.test)\//.test(String(input))
        ? company.fetch(input, init)
        : other(input, init),
    );
    vi.stubGlobal('setTimeout', (task: () => void) => {
      queueMicrotask(task);
      return 0;
    });
    vi.stubGlobal('navigator', {
      locks: { request: (name: string, ...rest: unknown[]) => inTurn(name, rest.at(-1) as () => unknown) },
    });
    return new AppBench(company);
  }

  /** What the test before has begun: the worker's modules outlive it. */
  static async #ended(): Promise<void> {
    const { stopRun, underWay } = await import('../../src/background/app/runs/under-way.ts');
    for (let turns = 0; turns < 20; turns += 1) {
      stopRun();
      await underWay.run?.promise;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async reply(name: string, request: unknown = {}, from: keyof typeof SENDERS = 'page'): Promise<Reply> {
    const { onMessage } = await import('../../src/background/app/messages.ts');
    const reply = await onMessage({ mark: MARK, name, request }, SENDERS[from] as never);
    if (!reply) throw new Error('not ours');
    return reply;
  }

  /** The answer, or the error as the page shows it. */
  async ask<N extends MessageName>(
    name: N,
    request: unknown = {},
    from: keyof typeof SENDERS = 'page',
  ): Promise<Answers[N]> {
    const reply = await this.reply(name, request, from);
    if (!reply.ok) throw new Error(`${reply.error.code} ${reply.error.detail}`);
    return reply.answer as Answers[N];
  }

  async refused(name: MessageName, request: unknown = {}): Promise<ErrorView> {
    const reply = await this.reply(name, request);
    if (reply.ok) throw new Error(`${name} was not refused`);
    return reply.error;
  }

  state = (): Promise<AppState> => this.ask('state.get');
  connectOutlook = (): Promise<AppState> => this.ask('outlook.connect', APPLICATION);
  refusedOutlook = (): Promise<ErrorView> => this.refused('outlook.connect', APPLICATION);
  connectEspo = (change: Partial<typeof ANNA_AT> = {}) => this.ask('espo.connect', { ...ANNA_AT, ...change });
  refusedEspo = (change: Partial<typeof ANNA_AT> = {}) => this.refused('espo.connect', { ...ANNA_AT, ...change });

  /** Both sides connected and switched on, two-way. */
  async connected(): Promise<void> {
    await this.connectOutlook();
    await this.connectEspo();
    const { pair } = await this.state();
    await this.ask('settings.save', { settings: { ...pair?.settings, enabled: true, direction: 'both' } });
  }

  /** "Sync now", to its end; the error that the page then shows. */
  async sync(): Promise<ErrorView | undefined> {
    const { underWay } = await import('../../src/background/app/runs/under-way.ts');
    const lastId = async () => ((await fakeBrowser.storage.local.get('lastRun'))['lastRun'] as { id?: string })?.id;
    const before = await lastId();
    await this.ask('sync.now');
    // It may be over before the state was put together, or begin after it.
    for (let turns = 0; turns < 2000 && (underWay.run || (await lastId()) === before); turns += 1) {
      await underWay.run?.promise;
      await new Promise((resolve) => setImmediate(resolve));
    }
    return (await this.state()).sync.last?.error;
  }
}
