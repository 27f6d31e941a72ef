import { vi } from 'vitest';
import type { Microsoft } from '../../src/background/auth/microsoft.ts';
import { CLOUDS } from '../../src/shared/clouds.ts';
import { EntraServer } from '../sandbox/entra/server.ts';
import { asFetch, type StandIn } from '../sandbox/http.ts';
import { SeededWorld } from '../simulation/company.ts';
import fakeBrowser from './fake-browser.ts';

/** What the browser says of a sign-in window, word for word (Chromium's identity_constants; Firefox has its own). */
export const SAYS = {
  closed: 'The user did not approve access.',
  notLoaded: 'Authorization page could not be loaded.',
  needsSomebody: 'User interaction required.',
  noWindow: "Couldn't create a browser window to display an authorization page.",
  firefoxClosed: 'User cancelled or denied access.',
  second: 'Only one web auth flow is allowed at a time.',
};

export const APPLICATION = {
  clientId: '5a1bc2e0-0000-4000-8000-00000000c11e',
  tenantId: '11111111-2222-4333-8444-555555555555',
  cloud: CLOUDS.global,
};
const ORIGIN = 'chrome-extension://abc';

/** What somebody does with the page in the window: the id of a link to follow, or to leave it be, or to close it. */
export type Hand = (page: string) => string | 'close' | Promise<string | 'close'>;

/** The real sign-in over the stand-in of Entra ID: the library as it is, in the browser's sign-in window with a hand in front of it. */
export class AuthWindow {
  readonly entra: EntraServer;
  readonly microsoft: Microsoft;
  hand: Hand = () => 'close';
  /** How the browser fails before it shows anything. */
  broken: string | undefined;
  /** Nobody answers. */
  down = false;
  opened = 0;
  #cookie = '';

  private constructor(microsoft: Microsoft) {
    this.microsoft = microsoft;
    this.entra = new EntraServer({
      world: new SeededWorld(1, new Date().toISOString()),
      tenantId: APPLICATION.tenantId,
    });
    const { control } = this.entra;
    control.addAccount({ oid: 'anna', username: 'anna@contoso.example', name: 'Anna Berg' });
    control.addApp({
      clientId: APPLICATION.clientId,
      name: 'Outlook Calendar for EspoCRM',
      redirectUris: [fakeBrowser.identity.getRedirectURL()],
    });
    control.outcome = 'accept';
  }

  /** Puts itself in the place of the browser: what the library sees of it, its window, and its network. */
  static async open(): Promise<AuthWindow> {
    fakeBrowser.reset();
    vi.stubGlobal('chrome', fakeBrowser);
    // In the build they are given to the library alone (msal.build.ts).
    const { document, window } = await import('../../src/background/auth/msal-window.ts');
    vi.stubGlobal('window', window);
    vi.stubGlobal('document', document);
    const { Microsoft } = await import('../../src/background/auth/microsoft.ts');
    const it = new AuthWindow(new Microsoft());
    fakeBrowser.identity.launchWebAuthFlow = (details) => it.#launch(details);
    const entra: StandIn = { handle: (request) => it.#answer(request) };
    const fetch = asFetch((host) => (host === it.entra.host ? entra : undefined));
    vi.stubGlobal('fetch', (input: RequestInfo | URL, init: RequestInit = {}) =>
      // A browser sends it along with what goes to another origin.
      fetch(input, { ...init, headers: { ...(init.headers as Record<string, string>), Origin: ORIGIN } }),
    );
    return it;
  }

  #answer(request: Parameters<StandIn['handle']>[0]): ReturnType<StandIn['handle']> {
    if (this.down) throw new TypeError('Failed to fetch');
    return this.entra.handle(request);
  }

  async #launch({ url, interactive = false }: { url: string; interactive?: boolean }): Promise<string> {
    this.opened += 1;
    if (this.broken !== undefined) throw new Error(this.broken);
    let at = url;
    for (;;) {
      if (!at.startsWith(`https://${this.entra.host}/`)) return at;
      if (this.down) throw new Error(SAYS.notLoaded);
      const headers: Record<string, string> = this.#cookie === '' ? {} : { cookie: this.#cookie };
      const answer = await this.entra.handle({ method: 'GET', url: at, headers, body: '' });
      const header = (name: string) => answer.headers.find(([key]) => key === name)?.[1];
      this.#cookie = header('Set-Cookie')?.split(';')[0] ?? this.#cookie;
      const target = header('Location');
      if (target !== undefined) at = new URL(target, at).href;
      else if (answer.status >= 400) throw new Error(SAYS.notLoaded);
      else if (!interactive) throw new Error(SAYS.needsSomebody);
      else at = await this.#pressed(answer.body, at);
    }
  }

  async #pressed(body: string, at: string): Promise<string> {
    const act = await this.hand(body);
    if (act === 'close') throw new Error(SAYS.closed);
    const href = new RegExp(`<a id="${act}"[^>]* href="([^"]*)"`).exec(body)?.[1];
    if (href === undefined) throw new Error(`no ${act} on the page: ${body}`);
    return new URL(href.replaceAll('&amp;', '&'), at).href;
  }
}
