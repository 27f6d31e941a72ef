import type { Side } from '../../src/background/sync/model/item.ts';

/** One request, or member of a batch, that changes something on a server. */
export interface Write {
  side: Side;
  /** `other`: nothing that a calendar shows (an action, a link, an answer, the lease). */
  op: 'create' | 'update' | 'remove' | 'other';
  method: string;
  path: string;
  /** Calendar or entity type of a create; entity type of the other writes in EspoCRM. */
  feed: string;
  id: string;
  body: Record<string, unknown>;
  /** Graph: the If-Match header came along. */
  conditional: boolean;
}

/** DESIGN 3.4: one property of the main calendar, outside rules 3 and the budgets. */
export const isLease = ({ side, op, path }: Write): boolean =>
  side === 'outlook' && op === 'other' && /^\/me\/(calendar|calendars\/[^/]+)(\?|$)/.test(path);

/** The writes in a request of a browser; empty for everything that only reads. */
export function writesIn(url: string, init: RequestInit | undefined): Write[] {
  const method = init?.method ?? 'GET';
  if (method === 'GET') return [];
  const { host, pathname, search } = new URL(url);
  const text = typeof init?.body === 'string' ? init.body : '';
  if (host !== 'graph.microsoft.com') return [espoWrite(method, pathname.replace(/^.*\/api\/v1\//, ''), text)];
  const path = pathname.replace(/^\/v1\.0/, '') + search;
  if (path === '/me/translateExchangeIds') return [];
  if (path !== '/$batch') return [graphWrite(method, path, bodyOf(text), new Headers(init?.headers).has('if-match'))];
  if (!/"method":"(?!GET)/.test(text)) return [];
  const { requests } = JSON.parse(text) as { requests: Member[] };
  return requests
    .filter((r) => r.method !== 'GET')
    .map((r) => graphWrite(r.method, r.url, r.body ?? {}, r.headers?.['If-Match'] !== undefined));
}

interface Member {
  method: string;
  url: string;
  headers?: Record<string, string>;
  body?: Record<string, unknown>;
}

const bodyOf = (text: string): Record<string, unknown> => (text ? JSON.parse(text) : {}) as Record<string, unknown>;

function graphWrite(method: string, path: string, body: Record<string, unknown>, conditional: boolean): Write {
  const parts = path.replace(/\?.*$/, '').split('/').map(decodeURIComponent);
  const at = parts.lastIndexOf('events');
  const feed = parts[2] === 'calendars' ? (parts[3] ?? '') : '';
  const id = at >= 0 ? (parts[at + 1] ?? '') : '';
  const op =
    at < 0 || parts.length > at + 2
      ? 'other'
      : method === 'POST'
        ? 'create'
        : method === 'DELETE'
          ? 'remove'
          : 'update';
  return { side: 'outlook', op, method, path, feed, id, body, conditional };
}

function espoWrite(method: string, path: string, text: string): Write {
  const [feed = '', id = '', ...rest] = path.split('/').map(decodeURIComponent);
  const body = bodyOf(text);
  const calendar = rest.length === 0 && id !== 'action' && feed !== 'MassAction' && feed !== 'App';
  const op = !calendar ? 'other' : method === 'POST' ? 'create' : method === 'DELETE' ? 'remove' : 'update';
  return { side: 'espo', op, method, path, feed, id, body, conditional: false };
}
