/** Marionette, the protocol that Firefox speaks with --marionette: `length:[0, id, command, parameters]` there, `length:[1, id, error, result]` back. */
import net from 'node:net';

type Bag = Record<string, unknown>;
type Waiting = { resolve(result: unknown): void; reject(error: Error): void };

/** The key under which WebDriver names an element. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

export class Marionette {
  readonly #socket: net.Socket;
  readonly #waiting = new Map<number, Waiting>();
  #received: Buffer = Buffer.alloc(0);
  #last = 0;
  #greeted: (() => void) | undefined;

  private constructor(socket: net.Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('Firefox has closed the connection'));
      this.#waiting.clear();
    });
  }

  /** Firefox needs a while until it listens. */
  static async connect(port: number, ms: number): Promise<Marionette> {
    const end = Date.now() + ms;
    for (;;) {
      const socket = net.connect(port, '127.0.0.1');
      const open = await new Promise<boolean>((resolve) => {
        socket.once('connect', () => resolve(true));
        socket.once('error', () => resolve(false));
      });
      if (open) {
        const client = new Marionette(socket);
        await new Promise<void>((resolve) => {
          client.#greeted = resolve;
        });
        return client;
      }
      if (Date.now() > end) throw new Error(`Firefox does not listen on port ${port}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  #take(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    for (;;) {
      const colon = this.#received.indexOf(':');
      const length = Number(this.#received.subarray(0, Math.max(colon, 0)));
      if (colon < 0 || this.#received.length < colon + 1 + length) return;
      const text = this.#received.subarray(colon + 1, colon + 1 + length).toString('utf8');
      this.#received = this.#received.subarray(colon + 1 + length);
      this.#answer(JSON.parse(text) as unknown);
    }
  }

  #answer(message: unknown): void {
    if (!Array.isArray(message)) return this.#greeted?.();
    const [, id, error, result] = message as [number, number, { error: string; message: string } | null, unknown];
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting?.reject(new Error(`${error.error}: ${error.message}`));
    else waiting?.resolve(result);
  }

  send<T = Bag>(command: string, parameters: Bag = {}): Promise<T> {
    this.#last += 1;
    const text = JSON.stringify([0, this.#last, command, parameters]);
    const answered = new Promise<unknown>((resolve, reject) => this.#waiting.set(this.#last, { resolve, reject }));
    this.#socket.write(`${Buffer.byteLength(text)}:${text}`);
    return answered as Promise<T>;
  }

  /** Runs a function in the page, with arguments that are JSON or elements; what it promises is waited for. */
  async run<T>(act: (...args: never[]) => T | Promise<T>, ...args: unknown[]): Promise<T> {
    const script = `const args = [...arguments]; const done = args.pop();
      Promise.resolve().then(() => (${act}).apply(null, args)).then((value) => done({ value }), (error) => done({ error: String(error) }));`;
    const { value: answer } = await this.send<{ value: { value: T; error?: string } }>('WebDriver:ExecuteAsyncScript', {
      script,
      args,
    });
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.value;
  }

  /** The same with the rights of the browser itself. */
  async asBrowser<T>(act: (...args: never[]) => T | Promise<T>, ...args: unknown[]): Promise<T> {
    await this.send('Marionette:SetContext', { value: 'chrome' });
    try {
      return await this.run(act, ...args);
    } finally {
      await this.send('Marionette:SetContext', { value: 'content' });
    }
  }

  /** By CSS; undefined where there is none. */
  async find(selector: string): Promise<string | undefined> {
    const found = await this.send<Record<string, string>[]>('WebDriver:FindElements', {
      using: 'css selector',
      value: selector,
    });
    return found[0]?.[ELEMENT];
  }

  /** With a real mouse, so that it counts as a gesture of the user. */
  click(id: string): Promise<unknown> {
    return this.send('WebDriver:ElementClick', { id });
  }

  type(id: string, text: string): Promise<unknown> {
    return this.send('WebDriver:ElementSendKeys', { id, text });
  }

  static element = (id: string): Bag => ({ [ELEMENT]: id });

  close(): void {
    this.#socket.destroy();
  }
}
