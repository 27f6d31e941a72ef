/** What goes over the wire to each server and back, as HTTP/1.1 writes it; the stand-ins compress nothing. */
import { gzipSync } from 'node:zlib';
import type { SandboxRequest, SandboxResponse } from '../sandbox/http.ts';

export interface Bytes {
  requests: number;
  sent: number;
  received: number;
  /** The same with bodies packed, as servers send them to whoever takes that; only where it was asked for. */
  packed: number;
}

const nothing = (): Bytes => ({ requests: 0, sent: 0, received: 0, packed: 0 });

/** `name: value` and the end of a line. */
const headersOf = (headers: Iterable<readonly [string, string]>): number => {
  let size = 0;
  for (const [name, value] of headers) size += name.length + value.length + 4;
  return size;
};

export class Traffic {
  graph = nothing();
  espo = nothing();
  /** Packing takes longer than answering: for runs whose time nobody takes. */
  packs = false;

  start(): void {
    this.graph = nothing();
    this.espo = nothing();
  }

  count(side: 'graph' | 'espo', request: SandboxRequest, answer: SandboxResponse): void {
    const to = this[side];
    to.requests += 1;
    to.sent += request.method.length + request.url.length + 12 + headersOf(Object.entries(request.headers));
    to.sent += Buffer.byteLength(request.body);
    const head = 15 + headersOf(answer.headers);
    to.received += head + Buffer.byteLength(answer.body);
    if (this.packs) to.packed += head + gzipSync(answer.body).byteLength;
  }
}
