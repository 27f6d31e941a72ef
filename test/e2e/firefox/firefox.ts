/** A Firefox with the unmodified package installed in it for good, all of whose traffic stays on loopback. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findFirefox } from '../../../scripts/browsers.mjs';
import { MARK } from '../../../src/shared/envelope.ts';
import type { Answers, MessageName } from '../../../src/shared/messages.ts';
import type { AppState } from '../../../src/shared/state.ts';
import { FIREFOX_ID, type Stage } from '../stage.ts';
import { Marionette } from './marionette.ts';

/** Otherwise Firefox gives every profile another one. */
const HOST = '8f2f6b1e-5c0e-4d7a-9a41-0d2f5a3c7b10';
export const PAGE = `moz-extension://${HOST}/src/popup/page.html`;

/** Nothing is asked of anybody but the stage; what Mozilla's servers would be asked is switched off. */
const QUIET = {
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.safebrowsing.update.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.update.enabled': false,
  'extensions.systemAddon.update.enabled': false,
  'media.gmp-manager.updateEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.trr.mode': 5,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'toolkit.telemetry.enabled': false,
};

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export class Firefox {
  readonly stage: Stage;
  readonly profile: string;
  readonly #user: string;
  #process: ChildProcess | undefined;
  #driver: Marionette | undefined;

  private constructor(stage: Stage, user: string) {
    this.stage = stage;
    this.#user = user;
    this.profile = mkdtempSync(path.join(tmpdir(), 'e2e-firefox-'));
  }

  /** `xpi`: the package, as the store would hand it out but for the signature. `user`: who is chosen in Microsoft's window. */
  static async launch(stage: Stage, xpi: string, user: string): Promise<Firefox> {
    const firefox = new Firefox(stage, user);
    try {
      await firefox.#start();
      await firefox.driver.send('Addon:Install', { path: xpi, temporary: false });
    } catch (error) {
      await firefox.close();
      throw error;
    }
    return firefox;
  }

  async #start(): Promise<void> {
    const binary = findFirefox();
    if (!binary) throw new Error('no Firefox: see npm test');
    const port = await freePort();
    const prefs = {
      ...QUIET,
      'marionette.port': port,
      'network.dns.forceResolve': '127.0.0.1',
      'network.socket.forcePort': `443=${this.stage.port}`,
      'extensions.webextensions.uuids': JSON.stringify({ [FIREFOX_ID]: HOST }),
      // A question of the browser cannot be clicked without a display: what is asked for on a click is granted.
      'extensions.webextOptionalPermissionPrompts': false,
      // Only Mozilla's own keys sign what the usual Firefox takes.
      'xpinstall.signatures.required': false,
    };
    const lines = Object.entries(prefs).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`);
    writeFileSync(path.join(this.profile, 'user.js'), lines.join('\n'));
    const args = [
      '--headless',
      '--no-remote',
      '--profile',
      this.profile,
      '--marionette',
      '--remote-allow-system-access',
    ];
    this.#process = spawn(binary, [...args, 'about:blank'], {
      stdio: 'ignore',
      env: { ...process.env, HOME: this.profile, MOZ_DISABLE_AUTO_SAFE_MODE: '1' },
    });
    this.#driver = await Marionette.connect(port, 60_000);
    const timeouts = { script: 20_000, pageLoad: 20_000, implicit: 0 };
    await this.driver.send('WebDriver:NewSession', { acceptInsecureCerts: true, timeouts });
  }

  get driver(): Marionette {
    if (!this.#driver) throw new Error('the browser is closed');
    return this.#driver;
  }

  async goto(url: string): Promise<void> {
    await this.driver.send('WebDriver:Navigate', { url });
  }

  /** The extension's full page; `view` is one of its own. */
  page(view = 'overview'): Promise<void> {
    return this.goto(`${PAGE}#${view}`);
  }

  /** Asks the event page as an extension page does: one has to be open. */
  async ask<N extends MessageName>(name: N, request: unknown = {}): Promise<Answers[N]> {
    const reply = await this.driver.run(
      (message: unknown) => (globalThis as unknown as { browser: typeof chrome }).browser.runtime.sendMessage(message),
      { mark: MARK, name, request },
    );
    const { ok, answer, error } = reply as { ok: boolean; answer: Answers[N]; error: unknown };
    if (!ok) throw new Error(`${name}: ${JSON.stringify(error)}`);
    return answer;
  }

  state(): Promise<AppState> {
    return this.ask('state.get');
  }

  /** Does something that may open Microsoft's window, and clicks through its pages there, as long as there are any. */
  async withSignIn(act: () => Promise<void>, settled: () => Promise<boolean>): Promise<void> {
    const { driver } = this;
    const own = (await driver.send<{ value: string }>('WebDriver:GetWindowHandle')).value;
    const before = await driver.send<string[]>('WebDriver:GetWindowHandles');
    await act();
    const end = Date.now() + 60_000;
    for (;;) {
      const handles = await driver.send<string[]>('WebDriver:GetWindowHandles');
      const other = handles.find((one) => !before.includes(one));
      if (other) await this.#clickThrough(other).catch(() => undefined);
      await driver.send('WebDriver:SwitchToWindow', { handle: own });
      if (!other && (await settled())) return;
      if (Date.now() > end) throw new Error(`sign-in: ${other ? 'its window stays' : 'nothing happened'}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** The last click closes the window while we wait for its answer. */
  async #clickThrough(handle: string): Promise<void> {
    await this.driver.send('WebDriver:SwitchToWindow', { handle });
    const step = await this.driver.find(`#account-${this.#user}, #accept`);
    if (step) await this.driver.click(step);
  }

  /** As Firefox does to an event page that has nothing to do. */
  async stopBackground(): Promise<void> {
    await this.driver.asBrowser(
      (id: string) =>
        (
          globalThis as unknown as {
            WebExtensionPolicy: { getByID(id: string): { extension: { terminateBackground(): Promise<void> } } };
          }
        ).WebExtensionPolicy.getByID(id).extension.terminateBackground(),
      FIREFOX_ID,
    );
  }

  async restart(): Promise<void> {
    await this.#stop();
    await this.#start();
  }

  async #stop(): Promise<void> {
    const [running, driver] = [this.#process, this.#driver];
    this.#process = undefined;
    this.#driver = undefined;
    if (!running || running.exitCode !== null) return;
    const gone = new Promise<void>((resolve) => running.once('exit', () => resolve()));
    driver?.send('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => undefined);
    const timer = setTimeout(() => running.kill('SIGKILL'), driver ? 15_000 : 0);
    await gone;
    clearTimeout(timer);
    driver?.close();
  }

  async close(): Promise<void> {
    await this.#stop();
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
