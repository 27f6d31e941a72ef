import type { LogEntry as EspoEntry } from '../sandbox/espo/control.ts';
import type { EspoServer } from '../sandbox/espo/server.ts';
import type { LogEntry as GraphEntry } from '../sandbox/graph/control.ts';
import type { GraphServer } from '../sandbox/graph/server.ts';

/** What the servers saw, from their own logs. */
export interface Counts {
  /** Requests: a $batch is one. The lease is not among them. */
  http: number;
  /** The same with the members of each batch in the place of the batch. */
  members: number;
  graph: number;
  espo: number;
  /** Requests of the lease (DESIGN 3.4). */
  lease: number;
  reads: number;
  writes: number;
  /** Of EspoCRM's requests: kind -> number. */
  espoKinds: Record<string, number>;
  graphKinds: Record<string, number>;
}

const isLease = ({ method, path }: { method: string; path: string }): boolean =>
  /^\/me\/calendars\/[^/]+$/.test(path.split('?')[0] ?? '') && (method === 'PATCH' || path.includes('$expand'));

/** What a request to EspoCRM was for, as the engine means it. */
function espoKind({ method, path }: EspoEntry): string {
  const { pathname, search } = new URL(path, 'https://espo.invalid');
  const [type = '', second] = pathname.replace('/api/v1/', '').split('/');
  if (['User', 'Contact', 'Lead'].includes(type)) return 'people';
  if (type === 'App' || type === 'Metadata' || type === 'Settings' || type === 'I18n') return 'surroundings';
  if (method !== 'GET') return method === 'POST' && second === undefined ? 'create' : 'write';
  if (second !== undefined) return 'read';
  const query = JSON.parse(new URLSearchParams(search).get('searchParams') ?? '{}') as {
    maxSize?: number;
    orderBy?: string;
  };
  if (query.maxSize === 0) return 'count';
  if (query.orderBy === 'modifiedAt') return 'changes';
  return /"attribute":"(dateStart|dateStartDate|createdById)"/.test(JSON.stringify(query)) ? 'find' : 'reread';
}

function graphKind({ method, path }: { method: string; path: string }): string {
  if (path.includes('/calendarView')) return 'changes';
  if (path.includes('translateExchangeIds')) return 'translate';
  if (path.startsWith('/$batch')) return 'batch';
  if (path.includes('singleValueExtendedProperties')) return 'marks';
  if (/^\/me(\/mailboxSettings|\/calendars\?|$)/.test(path)) return 'surroundings';
  if (method === 'POST') return 'create';
  return method === 'GET' ? 'read' : 'write';
}

const READ_ONLY = ['surroundings', 'changes', 'count', 'find', 'reread', 'people', 'read', 'marks', 'translate'];

/** Where a log stands, and what came after that. */
export class Meter {
  readonly #graph: GraphServer;
  readonly #espo: EspoServer;
  #at: [number, number] = [0, 0];

  constructor(graph: GraphServer, espo: EspoServer) {
    this.#graph = graph;
    this.#espo = espo;
    this.start();
  }

  start(): void {
    this.#at = [this.#graph.control.log.length, this.#espo.control.log.length];
  }

  counts(): Counts {
    const all: readonly GraphEntry[] = this.#graph.control.log.slice(this.#at[0]);
    const graph = all.filter((entry) => !isLease(entry) && entry.method !== 'OPTIONS');
    const espo = this.#espo.control.log.slice(this.#at[1]).filter((entry) => entry.method !== 'OPTIONS');
    const single = graph.flatMap((entry) => entry.members ?? [entry]);
    const kinds = [...espo.map(espoKind), ...single.map(graphKind)];
    const reads = kinds.filter((kind) => READ_ONLY.includes(kind)).length;
    return {
      http: graph.length + espo.length,
      members: single.length + espo.length,
      graph: graph.length,
      espo: espo.length,
      lease: all.filter(isLease).length,
      reads,
      writes: kinds.length - reads,
      espoKinds: tally(espo.map(espoKind)),
      graphKinds: tally([
        ...graph.map(graphKind),
        ...graph.flatMap((e) => e.members ?? []).map((m) => `batched ${graphKind(m)}`),
      ]),
    };
  }
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
