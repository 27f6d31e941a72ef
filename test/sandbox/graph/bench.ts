/** What the tests of the stand-ins share: a world without waiting, and a client without manners. */
import { asFetch, type World } from '../http.ts';
import type { Fields } from './model.ts';
import { type GraphOptions, GraphServer } from './server.ts';

/** A world whose clock moves only by sleeping; chance is a fixed sequence. */
export function testWorld(start = '2026-11-22T12:00:00Z', seed = 1): World & { set(ms: number): void } {
  let now = Date.parse(start);
  let state = seed;
  return {
    now: () => now,
    set: (ms) => {
      now = ms;
    },
    random: () => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
    },
    sleep: async (ms) => {
      const until = now + ms;
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
      now = Math.max(now, until);
    },
  };
}

export interface Got {
  status: number;
  headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers freely
  body: any;
}

export class Client {
  readonly bearer: string;
  private readonly fetch: typeof fetch;

  constructor(graph: GraphServer, bearer: string) {
    this.bearer = bearer;
    this.fetch = asFetch(() => graph);
  }

  async call(method: string, path: string, body?: Fields, headers: Record<string, string> = {}): Promise<Got> {
    const url = path.startsWith('https:') ? path : `https://graph.microsoft.com/v1.0${path}`;
    const init: RequestInit = { method, headers: { Authorization: `Bearer ${this.bearer}`, ...headers } };
    if (body) init.body = JSON.stringify(body);
    const answer = await this.fetch(url, init);
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text === '' ? undefined : JSON.parse(text) };
  }

  get = (path: string, headers?: Record<string, string>) => this.call('GET', path, undefined, headers);
  post = (path: string, body: Fields, headers?: Record<string, string>) => this.call('POST', path, body, headers);
  patch = (path: string, body: Fields, headers?: Record<string, string>) => this.call('PATCH', path, body, headers);
  delete = (path: string, headers?: Record<string, string>) => this.call('DELETE', path, undefined, headers);

  /** All pages of a delta round. */
  async round(
    path: string,
    headers: Record<string, string> = {},
  ): Promise<{ items: Got['body'][]; link: string; pages: number; error?: Got }> {
    const items: Got['body'][] = [];
    let next: string | undefined = path;
    for (let pages = 1; ; pages++) {
      const got: Got = await this.get(next, headers);
      if (got.status !== 200) return { items, link: '', pages, error: got };
      items.push(...got.body.value);
      if (got.body['@odata.deltaLink']) return { items, link: got.body['@odata.deltaLink'], pages };
      next = got.body['@odata.nextLink'];
      if (next === undefined) throw new Error('neither nextLink nor deltaLink');
    }
  }
}

export const IMMUTABLE = { Prefer: 'IdType="ImmutableId"' };
export const at = (dateTime: string, timeZone = 'UTC') => ({ dateTime, timeZone });
export const timed = (subject: string, day: string, from = '10:00', to = '11:00', zone = 'UTC'): Fields => ({
  subject,
  start: at(`${day}T${from}:00`, zone),
  end: at(`${day}T${to}:00`, zone),
});
export const person = (address: string) => ({ type: 'required', emailAddress: { name: address, address } });

/** A tenant of three: anna, bert and carl. */
export function tenantOfThree(options: Partial<GraphOptions> = {}) {
  const world = options.world ?? testWorld();
  const graph = new GraphServer({ world, ...options });
  const add = (oid: string, name: string) =>
    graph.control.addMailbox({ oid, name, address: `${oid}@contoso.example`, timeZone: 'W. Europe Standard Time' });
  const [anna, bert, carl] = [add('anna', 'Anna Moe'), add('bert', 'Bert Roe'), add('carl', 'Carl Poe')];
  return { world, graph, anna, bert, carl, client: (oid: string) => new Client(graph, `test-${oid}`) };
}

export const WINDOW = 'startDateTime=2026-11-01T00:00:00Z&endDateTime=2027-02-01T00:00:00Z';
