import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { EspoVersion } from '../sandbox/espo/server.ts';

/** One recorded request and what the real server answered. Bodies are parsed where they were JSON. */
export interface Exchange {
  /** Number of the file, e.g. `07`. */
  file: string;
  line: number;
  note: string;
  request: { method: string; path: string; headers: Record<string, string>; body: unknown };
  response: { status: number; reason: string; headers: [string, string][]; body: unknown };
}

const root = new URL('../data/', import.meta.url).pathname;

export function recordings(version: EspoVersion): Exchange[] {
  const folder = join(root, version === '9.2.7' ? 'espo' : `espo-versions/${version}`);
  const names = readdirSync(folder).filter((name) => name.endsWith('.jsonl.gz'));
  return names.sort().flatMap((name) => {
    const lines = gunzipSync(readFileSync(join(folder, name)))
      .toString('utf8')
      .split('\n');
    return lines.map((text, index) => ({ file: name.slice(0, 2), line: index + 1, ...JSON.parse(text) }) as Exchange);
  });
}

export const header = (exchange: Exchange, name: string): string | undefined =>
  exchange.response.headers.find(([key]) => key.toLowerCase() === name)?.[1];

/** Entity type and id of a request path, as far as it has them. */
export function target(path: string): { entity: string; id?: string; rest: string } {
  const [, entity = '', id, rest = ''] = /^\/api\/v1\/(\w+)(?:\/([0-9a-f]{17}))?([^?]*)/.exec(path) ?? [];
  return { entity, ...(id ? { id } : {}), rest };
}

/** `name:password` or `name:token` of the request, if it logs in that way. */
export function login(exchange: Exchange): { name: string; secret: string } | undefined {
  const { headers } = exchange.request;
  const encoded = headers['Espo-Authorization'] ?? /^Basic (.*)$/.exec(headers['Authorization'] ?? '')?.[1];
  if (!encoded) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const cut = text.indexOf(':');
  return cut < 0 ? undefined : { name: text.slice(0, cut), secret: text.slice(cut + 1) };
}
