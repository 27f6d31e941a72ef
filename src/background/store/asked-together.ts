/** One area of the browser's storage: what is asked for in one turn is fetched by one call. Each call crosses to the browser's process, and the state of a page asks for thirty values. */
import browser from 'webextension-polyfill';

export class AskedTogether {
  readonly #area: 'local' | 'session';
  /** Asked for, and not yet sent. */
  #keys = new Set<string>();
  #answer: Promise<Record<string, unknown>> | undefined;
  #send = (): void => undefined;

  constructor(area: 'local' | 'session') {
    this.#area = area;
  }

  async get(key: string): Promise<unknown> {
    this.#keys.add(key);
    this.#answer ??= this.#nextAnswer();
    return (await this.#answer)[key];
  }

  /** What was asked for before is answered as it was before. */
  set(key: string, value: unknown): Promise<void> {
    this.#send();
    return browser.storage[this.#area].set({ [key]: value });
  }

  remove(key: string): Promise<void> {
    this.#send();
    return browser.storage[this.#area].remove(key);
  }

  #nextAnswer(): Promise<Record<string, unknown>> {
    return new Promise((resolve, reject) => {
      this.#send = () => {
        const keys = [...this.#keys];
        this.#keys = new Set();
        this.#answer = undefined;
        this.#send = () => undefined;
        browser.storage[this.#area].get(keys).then(resolve, reject);
      };
      const send = this.#send;
      queueMicrotask(() => {
        if (send === this.#send) send();
      });
    });
  }
}
