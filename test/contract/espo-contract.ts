import { EspoServer, type EspoVersion } from '../sandbox/espo/server.ts';
import type { SandboxRequest, World } from '../sandbox/http.ts';
import { compare, Names } from './espo-compare.ts';
import { actsBefore, leftOutReason } from './espo-exceptions.ts';
import { type Exchange, header, login, recordings } from './espo-recordings.ts';
import { plant, type Seed, seedsOf } from './espo-seeds.ts';

export interface Detail {
  file: string;
  line: number;
  note: string;
  outcome: 'identical' | 'different' | 'leftOut';
  /** The first difference, or why it was left out. */
  why?: string;
}

export interface EspoReport {
  version: EspoVersion;
  exchanges: number;
  identical: number;
  different: number;
  leftOut: number;
  details: Detail[];
}

export interface EspoContractOptions {
  /** Changes the server before the first exchange: the deliberate kindnesses. */
  apply?: (server: EspoServer) => void;
}

/** A world whose clock stands where the recording says, and whose chance is a plain generator. */
class RecordedWorld implements World {
  time = 0;
  private seed = 12_345;

  now(): number {
    return this.time;
  }

  random(): number {
    this.seed = (this.seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return this.seed / 2_147_483_648;
  }

  async sleep(ms: number): Promise<void> {
    this.time += ms;
  }
}

/**
 * The clock of an exchange: its Date. A save that fell into a neighbouring second is seen in the stored time of the
 * answer, and the clock stands there.
 */
function moment(exchange: Exchange): number {
  const date = Date.parse(header(exchange, 'date') ?? '');
  const body = exchange.response.body as Record<string, unknown> | null;
  const { method } = exchange.request;
  if (method === 'GET' || typeof body !== 'object' || body === null) return date;
  const saved = Date.parse(`${String(body['modifiedAt'] ?? '').replace(' ', 'T')}Z`);
  if (!(Math.abs(date - saved) <= 2000)) return date;
  // The id of a new record holds the very microsecond: the order of ids within a second is part of the answers.
  const id = method === 'POST' ? String(body['id'] ?? '') : '';
  return Number.parseInt(id.slice(0, 8), 16) * 1000 === saved
    ? saved + Number.parseInt(id.slice(8, 13), 16) / 1000
    : saved;
}

/** Tokens whose login was not recorded. */
function tokens(exchanges: Exchange[]): Map<string, string> {
  const found = new Map<string, string>();
  const given = new Set<unknown>();
  for (const exchange of exchanges) {
    const { secret = '', name = '' } = login(exchange) ?? {};
    const cookie = /auth-token=([0-9a-f]{32})/.exec(exchange.request.headers['Cookie'] ?? '')?.[1];
    if (exchange.response.status !== 401) {
      if (/^[0-9a-f]{32}$/.test(secret) && !given.has(secret)) found.set(secret, name);
      if (cookie && !given.has(cookie) && !found.has(cookie)) found.set(cookie, 'anna');
    }
    given.add((exchange.response.body as { token?: unknown } | null)?.token);
  }
  return found;
}

function request(exchange: Exchange, names: Names): SandboxRequest {
  const { method, path, headers, body } = exchange.request;
  const lower: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) lower[name.toLowerCase()] = value;
  for (const name of ['espo-authorization', 'authorization']) {
    const value = lower[name];
    if (value === undefined) continue;
    const encoded = value.replace(/^Basic /, '');
    const text = Buffer.from(encoded, 'base64').toString('utf8');
    const translated = names.translate(text);
    if (translated !== text) lower[name] = value.replace(encoded, Buffer.from(translated).toString('base64'));
  }
  for (const name of ['cookie', 'x-api-key']) if (lower[name] !== undefined) lower[name] = names.translate(lower[name]);
  const text = body === null || body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  return {
    method,
    url: `https://crm.example.test${names.translate(path)}`,
    headers: lower,
    body: names.translate(text),
  };
}

/** Replays every recorded exchange against the stand-in. 00-setup makes the state and is not counted. */
export async function runEspoContract(
  version: EspoVersion = '9.2.7',
  options: EspoContractOptions = {},
): Promise<EspoReport> {
  const exchanges = recordings(version);
  const world = new RecordedWorld();
  world.time = Date.parse(header(exchanges[0] as Exchange, 'date') ?? '');
  const server = new EspoServer({ world, version, empty: true });
  const names = new Names();
  const admin = (exchanges[0]?.response.body as { user: { id: string; createdAt: string } }).user;
  const own = server.core.userByName('admin');
  if (own) {
    names.bind(admin.id, own.id);
    Object.assign(own, { createdAt: admin.createdAt, modifiedAt: admin.createdAt });
  }
  options.apply?.(server);
  const unknown = tokens(exchanges);
  let seeds = seedsOf(exchanges).sort((a, b) => a.since - b.since);
  const details: Detail[] = [];
  for (const [index, exchange] of exchanges.entries()) {
    const { file, line, note } = exchange;
    const time = moment(exchange);
    if (!Number.isNaN(time)) world.time = Math.max(world.time - 3_600_000, time);
    seedTokens(server, exchange, unknown, names);
    seedKey(server, exchange, names);
    const due = (seed: Seed) => seed.since <= world.time || seed.index <= index;
    for (const seed of seeds.filter(due)) plant(server, seed, names);
    seeds = seeds.filter((seed) => !due(seed));
    for (const act of actsBefore(version, file, line)) act(server, names, exchange);
    const answer = await server.handle(request(exchange, names));
    const difference = compare(exchange, answer, names);
    if (file === '00') continue;
    const why = leftOutReason(version, exchange);
    if (why) details.push({ file, line, note, outcome: 'leftOut', why });
    else if (difference) details.push({ file, line, note, outcome: 'different', why: difference });
    else details.push({ file, line, note, outcome: 'identical' });
  }
  const count = (outcome: Detail['outcome']) => details.filter((one) => one.outcome === outcome).length;
  return {
    version,
    exchanges: details.length,
    identical: count('identical'),
    different: count('different'),
    leftOut: count('leftOut'),
    details,
  };
}

/** An API key that no answer shows. */
function seedKey(server: EspoServer, exchange: Exchange, names: Names): void {
  const key = exchange.request.headers['X-Api-Key'] ?? '';
  const user = server.core.userByName('apisync');
  if (!/^[0-9a-f]{32}$/.test(key) || names.knows(key) || !user || exchange.response.status === 401) return;
  names.bind(key, String(user['apiKey']));
}

function seedTokens(server: EspoServer, exchange: Exchange, unknown: Map<string, string>, names: Names): void {
  const { secret = '' } = login(exchange) ?? {};
  const cookie = /auth-token=([0-9a-f]{32})/.exec(exchange.request.headers['Cookie'] ?? '')?.[1];
  for (const value of [secret, cookie ?? '']) {
    const name = unknown.get(value);
    const user = name && server.core.userByName(name);
    if (!user || names.knows(value)) continue;
    names.bind(value, value);
    const token = { value, userId: user.id, active: true, lastAccess: server.core.now() };
    const own = /auth-token-secret=([0-9a-f]{32})/.exec(exchange.request.headers['Cookie'] ?? '')?.[1];
    server.core.tokens.push(own && cookie === value ? { ...token, secret: names.translate(own) } : token);
  }
}

export type { EspoVersion };
