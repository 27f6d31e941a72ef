/** A Chromium with the unmodified production build, all of whose traffic stays on loopback. */
import { mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BrowserContext, type CDPSession, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../scripts/browsers.mjs';
import { MARK } from '../../src/shared/envelope.ts';
import type { Answers, MessageName } from '../../src/shared/messages.ts';
import type { AppState } from '../../src/shared/state.ts';
import { ANNA, EXTENSION, type Stage } from './stage.ts';

/** The production build; EXTENSION_DIST names another one. */
const DIST = path.resolve(process.env['EXTENSION_DIST'] ?? path.join(import.meta.dirname, '../../dist/chrome'));
const PAGE = `chrome-extension://${EXTENSION}/src/popup/page.html`;

/**
 * What the browser would draw or ask for by itself. The list under its address bar is two pages of its own, drawn at every start for
 * 2 s of processor time; the rest are playwright's own choices, which ours take the place of.
 */
const UNUSED = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
];

export interface LaunchOptions {
  headless?: boolean;
  /** Real hosts that may be reached beside the stage. */
  open?: string[];
  /** Who sits in front of it: the account that is chosen in Microsoft's window. */
  user?: string;
}

export class Chrome {
  readonly stage: Stage;
  readonly profile: string;
  readonly user: string;
  readonly #options: LaunchOptions;
  #context: BrowserContext | undefined;
  #page: Page | undefined;
  #isNew = true;

  private constructor(stage: Stage, options: LaunchOptions) {
    this.stage = stage;
    this.#options = options;
    this.user = options.user ?? ANNA.oid;
    this.profile = mkdtempSync(path.join(tmpdir(), 'e2e-profile-'));
  }

  static async launch(stage: Stage, options: LaunchOptions = {}): Promise<Chrome> {
    const chrome = new Chrome(stage, options);
    try {
      await chrome.#start();
    } catch (error) {
      await chrome.close();
      throw error;
    }
    return chrome;
  }

  async #start(): Promise<void> {
    const executablePath = findBrowser();
    if (!executablePath) throw new Error('no browser: see npm start');
    const { headless = true, open = [] } = this.#options;
    const map = this.stage.hosts.map((host) => `MAP ${host}:443 127.0.0.1:${this.stage.port}`);
    const free = ['127.0.0.1', 'localhost', ...open].map((host) => `EXCLUDE ${host}`);
    this.#context = await chromium.launchPersistentContext(this.profile, {
      executablePath,
      headless: false,
      viewport: headless ? { width: 1280, height: 900 } : null,
      ignoreDefaultArgs: ['--disable-extensions', '--enable-unsafe-swiftshader'],
      args: [
        ...(headless ? ['--headless=new'] : []),
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        `--disable-extensions-except=${DIST}`,
        `--load-extension=${DIST}`,
        '--ignore-certificate-errors',
        `--disable-features=${UNUSED.join(',')}`,
        `--host-resolver-rules=${[...map, 'MAP * ~NOTFOUND', ...free].join(',')}`,
      ],
    });
    const ours = (url: string) => url.startsWith(`chrome-extension://${EXTENSION}/`);
    if (!this.context.serviceWorkers().some((worker) => ours(worker.url())))
      await this.context
        .waitForEvent('serviceworker', { timeout: 15_000, predicate: (worker) => ours(worker.url()) })
        .catch(() => {
          throw new Error(
            `${executablePath} does not load extensions from the command line: use Chromium or Chrome for Testing`,
          );
        });
  }

  get context(): BrowserContext {
    if (!this.#context) throw new Error('the browser is closed');
    return this.#context;
  }

  /** The extension's full page, at its overview: at first the one that installing opens (two would draw everything twice), then a new one. */
  async page(): Promise<Page> {
    if (!this.#page || this.#page.isClosed()) {
      const opened = await this.#opened();
      this.#page = opened ?? (await this.context.newPage());
      // What is loading still cannot be told from outside to go to another part of itself: now and then nobody hears that it has.
      if (opened) await opened.evaluate(() => window.location.assign('#overview'));
      else await this.#page.goto(`${PAGE}#overview`);
    }
    return this.#page;
  }

  /** The page that installing opens, which may be a moment late; none in a profile that has had the extension before. */
  async #opened(): Promise<Page | undefined> {
    const isOurs = (page: Page) => page.url().startsWith(PAGE);
    const found = this.context.pages().find(isOurs);
    const isNew = this.#isNew;
    // It opens once, and may be closed again.
    this.#isNew = false;
    if (found || !isNew) return found;
    return this.context.waitForEvent('page', { timeout: 10_000, predicate: isOurs });
  }

  /** Asks the worker as an extension page does. */
  async ask<N extends MessageName>(name: N, request: unknown = {}): Promise<Answers[N]> {
    const page = await this.page();
    const reply = await page.evaluate((message) => chrome.runtime.sendMessage(message), { mark: MARK, name, request });
    const { ok, answer, error } = reply as { ok: boolean; answer: Answers[N]; error: unknown };
    if (!ok) throw new Error(`${name}: ${JSON.stringify(error)}`);
    return answer;
  }

  state(): Promise<AppState> {
    return this.ask('state.get');
  }

  /** A permission prompt cannot be clicked without a display: the answer is given beforehand, then the real request is granted. */
  async allow(pattern: string): Promise<void> {
    const page = await this.context.newPage();
    // Its interfaces are there before anything of it is drawn.
    await page.goto('chrome://extensions', { waitUntil: 'commit' });
    await page.evaluate(
      ([id, host]) =>
        (
          chrome as unknown as { developerPrivate: { addHostPermission(id: string, host: string): Promise<void> } }
        ).developerPrivate.addHostPermission(id, host),
      [EXTENSION, pattern] as const,
    );
    await page.close();
  }

  /**
   * The same for what is no host: what the browser would write down after its question was answered with yes is written into the profile
   * while it is closed. What is in memory only, like tokens of Microsoft, is gone afterwards.
   */
  async allowToUse(permission: string): Promise<void> {
    await this.context.close();
    const file = path.join(this.profile, 'Default', 'Preferences');
    const preferences = JSON.parse(readFileSync(file, 'utf8')) as {
      extensions: { settings: Record<string, Record<string, { api?: string[] }>> };
    };
    const ours = preferences.extensions.settings[EXTENSION] ?? {};
    for (const kind of ['active_permissions', 'granted_permissions', 'runtime_granted_permissions'])
      ours[kind] = { ...ours[kind], api: [...(ours[kind]?.api ?? []), permission] };
    writeFileSync(file, JSON.stringify(preferences));
    await this.again();
  }

  /** Does something in the extension's worker. */
  inWorker<T, A>(act: (argument: A) => T | Promise<T>, argument: A): Promise<T> {
    const worker = this.context
      .serviceWorkers()
      .find((one) => one.url().startsWith(`chrome-extension://${EXTENSION}/`));
    if (!worker) throw new Error('the worker sleeps');
    return worker.evaluate(act as (argument: unknown) => T | Promise<T>, argument);
  }

  /** As the browser does when it needs the memory: whatever the worker was doing ends there. */
  async stopWorker(): Promise<void> {
    await this.protocol(async (session) => {
      await session.send('ServiceWorker.enable');
      await session.send('ServiceWorker.stopAllWorkers');
    });
  }

  async restart(): Promise<void> {
    await this.context.close();
    await this.again();
  }

  /** The power goes: the browser and everything it started end at once, and nothing can be finished. */
  async kill(): Promise<void> {
    // `host-pid`, as Chromium names the one process that owns the profile.
    const pid = Number(readlinkSync(path.join(this.profile, 'SingletonLock')).split('-').at(-1));
    const closed = this.context.waitForEvent('close', { timeout: 20_000 });
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      process.kill(pid, 'SIGKILL');
    }
    await closed;
    await this.context.close().catch(() => undefined);
  }

  /** Started again with the same profile, after `kill`. */
  async again(): Promise<void> {
    this.#page = undefined;
    this.#isNew = false;
    await this.#start();
  }

  /** DevTools' own protocol, on the extension's page. */
  async protocol<T>(act: (session: CDPSession) => Promise<T>): Promise<T> {
    const session = await this.context.newCDPSession(await this.page());
    try {
      return await act(session);
    } finally {
      await session.detach().catch(() => undefined);
    }
  }

  async close(): Promise<void> {
    await this.#context?.close();
    this.#context = undefined;
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
