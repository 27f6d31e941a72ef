/**
 * `fetch` without its machinery: a million histories cannot afford a Request, a Response, two Headers and two streams for
 * every call in process. The rules of the real ones that a client could break are kept: what is refused, what is added, how
 * addresses and texts are written. Anything but an address and plain options goes through the real Request.
 */
import type { SandboxRequest, SandboxResponse } from './http.ts';

export async function readRequest(input: RequestInfo | URL, init: RequestInit | undefined): Promise<SandboxRequest> {
  const { headers, body } = init ?? {};
  const plain = headers === undefined || Object.getPrototypeOf(headers) === Object.prototype;
  if (input instanceof Request || !plain || (body != null && typeof body !== 'string')) {
    const request = new Request(input, init);
    return {
      method: request.method,
      url: request.url,
      headers: Object.fromEntries(request.headers),
      body: await request.text(),
    };
  }
  const method = (init?.method ?? 'GET').toUpperCase();
  const url = typeof input === 'string' ? new URL(input) : input;
  if (url.username !== '' || url.password !== '') throw new TypeError('an address with credentials');
  if (body != null && (method === 'GET' || method === 'HEAD')) throw new TypeError('GET and HEAD have no body');
  const named: Record<string, string> = {};
  for (const [name, value] of Object.entries((headers ?? {}) as Record<string, string>)) {
    if (!VALUE.test(value)) throw new TypeError(`header ${name} cannot be sent`);
    named[lowerOf(name)] = value.trim();
  }
  if (body != null) named['content-type'] ??= 'text/plain;charset=UTF-8';
  return { method, url: url.href, parsed: url, headers: named, body: (body ?? '').toWellFormed() };
}

const lower = new Map<string, string>();

/** Header names are few. */
function lowerOf(name: string): string {
  const known = lower.get(name);
  if (known !== undefined) return known;
  if (!TOKEN.test(name)) throw new TypeError(`${name} is no header`);
  const fresh = name.toLowerCase();
  lower.set(name, fresh);
  return fresh;
}

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Bytes, so no letter above U+00FF, and no line break. */
const VALUE = /^[^\0\r\n\u0100-\uffff]*$/;

class LightHeaders {
  readonly #list: readonly [string, string][];

  constructor(list: readonly [string, string][]) {
    this.#list = list;
  }

  get(name: string): string | null {
    const wanted = lowerOf(name);
    let found: string | null = null;
    for (const [other, value] of this.#list)
      if (lowerOf(other) === wanted) found = found === null ? value : `${found}, ${value}`;
    return found;
  }
  has(name: string): boolean {
    return this.get(name) !== null;
  }
  [Symbol.iterator]() {
    const values = new Map<string, string>();
    for (const [other, value] of this.#list) {
      const name = lowerOf(other);
      const before = values.get(name);
      values.set(name, before === undefined ? value : `${before}, ${value}`);
    }
    return values[Symbol.iterator]();
  }
}

const ENCODER = new TextEncoder();

/** The parts of a Response that clients of ours use. */
class LightResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: LightHeaders;
  bodyUsed = false;
  readonly #body: string;
  readonly #answer: SandboxResponse;

  constructor(answer: SandboxResponse) {
    this.#answer = answer;
    this.status = answer.status;
    this.statusText = answer.reason ?? '';
    this.headers = new LightHeaders(answer.headers);
    this.#body = answer.status === 204 || answer.status === 304 ? '' : answer.body.toWellFormed();
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  clone(): LightResponse {
    if (this.bodyUsed) throw new TypeError('Response.clone: Body has already been consumed.');
    return new LightResponse(this.#answer);
  }

  /** All of it as one piece. */
  get body(): { getReader(): Pick<ReadableStreamDefaultReader<Uint8Array>, 'read' | 'cancel'> } | null {
    if (this.#body === '') return null;
    const read = async () => {
      const value = this.bodyUsed ? undefined : ENCODER.encode(this.#body);
      this.bodyUsed = true;
      return value ? { done: false as const, value } : { done: true as const, value: undefined };
    };
    return { getReader: () => ({ read, cancel: async () => undefined }) };
  }

  async text(): Promise<string> {
    if (this.bodyUsed) throw new TypeError('Body is unusable: Body has already been read');
    this.bodyUsed = true;
    return this.#body;
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }
}

export const asResponse = (answer: SandboxResponse): Response => new LightResponse(answer) as unknown as Response;
