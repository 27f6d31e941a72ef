import type { SandboxResponse } from '../sandbox/http.ts';
import type { Exchange } from './espo-recordings.ts';

const ID = /^[0-9a-f]{17}$/;
const TOKEN = /^[0-9a-f]{32}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const SECRET = /^[A-Z2-7]{16}$|^[0-9A-F]{16}$/;
const KINDS = [ID, TOKEN, UUID];

/** Moments of the server's own, of which only the kind can agree. */
const MOMENTS = ['microtime', 'microtimeState', 'cacheTimestamp', 'appTimestamp'];

/** Ids, tokens and uids: what the recording calls A the stand-in calls B, one to one, for the whole run. */
export class Names {
  private readonly there = new Map<string, string>();
  private readonly here = new Map<string, string>();

  bind(recorded: string, own: string): boolean {
    const known = this.there.get(recorded);
    if (known !== undefined) return known === own;
    if (this.here.has(own)) return false;
    this.there.set(recorded, own);
    this.here.set(own, recorded);
    return true;
  }

  knows(recorded: string): boolean {
    return this.there.has(recorded);
  }

  /** A text in the stand-in's names. */
  translate(text: string): string {
    // An escape like %22 before an id is none of its digits.
    const parts = text.split(/(%[0-9A-Fa-f]{2})/);
    return parts.map((part, index) => (index % 2 === 1 ? part : this.plain(part))).join('');
  }

  private plain(text: string): string {
    return text.replace(/[0-9a-f]{32}|[0-9a-f]{17}/g, (name) => this.there.get(name) ?? name);
  }
}

/** The first difference, or undefined. */
export function compareBodies(recorded: unknown, own: unknown, names: Names, at = ''): string | undefined {
  const differ = () => `${at || 'body'}: ${short(recorded)} <> ${short(own)}`;
  const key = at.slice(at.lastIndexOf('.') + 1);
  if (MOMENTS.includes(key)) return typeof recorded === typeof own ? undefined : differ();
  if (typeof recorded === 'string') return compareText(recorded, own, names) ? undefined : differ();
  if (typeof recorded !== 'object' || recorded === null) return Object.is(recorded, own) ? undefined : differ();
  if (typeof own !== 'object' || own === null || Array.isArray(own) !== Array.isArray(recorded)) return differ();
  if (Array.isArray(recorded)) return compareLists(recorded, own as unknown[], names, at);
  return compareObjects(recorded as Record<string, unknown>, own as Record<string, unknown>, names, at);
}

function compareText(recorded: string, own: unknown, names: Names): boolean {
  if (typeof own !== 'string') return false;
  for (const kind of KINDS) if (kind.test(recorded)) return kind.test(own) && names.bind(recorded, own);
  if (SECRET.test(recorded)) return SECRET.test(own);
  return names.translate(recorded) === own;
}

/** Ids of linked records come in no promised order. */
function compareLists(recorded: unknown[], own: unknown[], names: Names, at: string): string | undefined {
  if (recorded.length !== own.length)
    return `${at}: ${recorded.length} entries <> ${own.length}: ${short(recorded)} <> ${short(own)}`;
  if (/Ids$/.test(at) && recorded.length > 1) {
    const wanted = recorded.map((id) => names.translate(String(id))).sort();
    return JSON.stringify(wanted) === JSON.stringify([...own].sort())
      ? undefined
      : `${at}: ${short(wanted)} <> ${short(own)}`;
  }
  for (const [index, one] of recorded.entries()) {
    const difference = compareBodies(one, own[index], names, `${at}.${index}`);
    if (difference) return difference;
  }
  return undefined;
}

function compareObjects(
  recorded: Record<string, unknown>,
  own: Record<string, unknown>,
  names: Names,
  at: string,
): string | undefined {
  // The record's own id first: it binds the names that keys need.
  if ('id' in recorded) {
    const difference = compareBodies(recorded['id'], own['id'], names, `${at}.id`);
    if (difference) return difference;
  }
  const keys = Object.keys(recorded).map((key) => [key, ID.test(key) ? names.translate(key) : key] as const);
  const missing = keys.filter(([, key]) => !(key in own)).map(([key]) => key);
  const extra = Object.keys(own).filter((key) => !keys.some(([, one]) => one === key));
  if (missing.length + extra.length > 0) return `${at || 'body'}: missing [${missing}] extra [${extra}]`;
  for (const [key, name] of keys) {
    const difference = compareBodies(recorded[key], own[name], names, `${at}.${key}`);
    if (difference) return difference;
  }
  return undefined;
}

const short = (value: unknown) => {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 160 ? `${text.slice(0, 160)}...` : text;
};

type Headers = [string, string][];
const valueOf = (headers: Headers, name: string) => headers.find(([key]) => key.toLowerCase() === name)?.[1];

const EXACT = ['content-type', 'www-authenticate', 'allow', 'x-status-reason'];
const PRESENT = ['date', 'x-app-timestamp'];

/** Set-Cookie by name and attributes; a moment stands for any moment. */
const cookie = (value: string | undefined) =>
  value
    ?.replace(/=[0-9a-f]{32};/, '=<secret>;')
    .replace(/expires=[^;]*/, (part) => (part.includes('1970') ? part : 'expires=<then>'));

export function compareHeaders(recorded: Headers, own: Headers, names: Names): string | undefined {
  for (const name of EXACT) {
    const [a, b] = [valueOf(recorded, name), valueOf(own, name)];
    if ((a === undefined ? a : names.translate(a)) !== b) return `${name}: ${a} <> ${b}`;
  }
  for (const name of PRESENT) {
    if ((valueOf(recorded, name) === undefined) !== (valueOf(own, name) === undefined))
      return `${name}: only one has it`;
  }
  const secret = /auth-token-secret=([0-9a-f]{32})/;
  const [a, b] = [valueOf(recorded, 'set-cookie'), valueOf(own, 'set-cookie')];
  if (cookie(a) !== cookie(b)) return `set-cookie: ${a} <> ${b}`;
  const [, there] = secret.exec(a ?? '') ?? [];
  const [, here] = secret.exec(b ?? '') ?? [];
  if (there && here) names.bind(there, here);
  const cors = (headers: Headers) =>
    headers
      .filter(([name]) => name.toLowerCase().startsWith('access-control-'))
      .map(([name, value]) => `${name.toLowerCase()}=${value}`)
      .sort()
      .join();
  return cors(recorded) === cors(own) ? undefined : `cors: ${cors(recorded)} <> ${cors(own)}`;
}

export function compare(exchange: Exchange, own: SandboxResponse, names: Names): string | undefined {
  const { response } = exchange;
  let body: unknown = own.body;
  if (typeof response.body !== 'string') {
    try {
      body = JSON.parse(own.body);
    } catch {
      body = own.body;
    }
  }
  if (response.status !== own.status) {
    return `status ${response.status} <> ${own.status} ${valueOf(own.headers, 'x-status-reason') ?? ''} ${short(own.body)}`;
  }
  const wanted = response.body === null ? '' : response.body;
  return compareHeaders(response.headers, own.headers, names) ?? compareBodies(wanted, body, names);
}
