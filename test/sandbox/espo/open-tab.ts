/** The EspoCRM that a user has open in the same browser, in process: what its page does with cookies, and a fetch that adds them. */
import type { EspoServer } from './server.ts';

const PASSWORDS: Record<string, string> = { anna: 'Anna12345', ben: 'Ben12345' };

export class OpenTab {
  readonly #espo: EspoServer;
  #jar: Record<string, string> = {};

  constructor(espo: EspoServer) {
    this.#espo = espo;
  }

  get cookies(): Readonly<Record<string, string>> {
    return this.#jar;
  }

  /** As page.ts does it: with a secret, and the token becomes a cookie. */
  async signIn(userName: string): Promise<void> {
    const { settings } = this.#espo.control;
    const said = settings.oidc ? `**oidc:code-of-${userName}` : `${userName}:${PASSWORDS[userName]}`;
    const answer = await this.#espo.handle({
      method: 'GET',
      url: `${settings.siteUrl}/api/v1/App/user`,
      headers: {
        'espo-authorization': Buffer.from(said).toString('base64'),
        'espo-authorization-create-token-secret': 'true',
      },
      body: '',
    });
    if (answer.status !== 200) throw new Error(`${userName} may not sign in: ${answer.status}`);
    const secret = answer.headers.find(([name]) => name.toLowerCase() === 'set-cookie')?.[1] ?? '';
    this.#jar = {
      'auth-token': (JSON.parse(answer.body) as { token: string }).token,
      'auth-token-secret': secret.slice(secret.indexOf('=') + 1, secret.indexOf(';')),
    };
  }

  signOut(): void {
    this.#jar = {};
  }

  /** A browser adds cookies to what asks for them, and to nothing else. */
  around(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
    return (input, init) => {
      const jar = Object.entries(this.#jar).map(([name, value]) => `${name}=${value}`);
      if (init?.credentials !== 'include' || jar.length === 0) return fetch(input, init);
      return fetch(input, { ...init, headers: { ...(init.headers as object), cookie: jar.join('; ') } });
    };
  }
}
