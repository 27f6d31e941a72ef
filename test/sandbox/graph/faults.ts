/** Faults that whoever runs the sandbox queues up: errors, delays, and answers that are lost after the deed was done. */
import type { World } from '../http.ts';
import { GraphError } from './errors.ts';

export interface FaultTarget {
  method: string;
  /** Without host and version: /me/events?$top=5 */
  path: string;
  oid: string;
  headers: Record<string, string>;
  body: unknown;
}

/** The same without code, for scripts: `path` is a regular expression; members of a batch are looked at one by one. */
export interface FaultPattern {
  method?: string;
  path?: string;
}

const fits = (pattern: FaultPattern, { method, path }: FaultTarget) =>
  (pattern.method ?? method) === method && new RegExp(pattern.path ?? '').test(path);

export interface Fault {
  /** `member` is given for a member of a batch; `request` is then the batch itself. */
  match?: ((request: FaultTarget, member?: FaultTarget) => boolean) | FaultPattern;
  /** 'after': the request takes effect, then its answer is replaced or lost. */
  when?: 'before' | 'after';
  /** Without a status the connection breaks (a single request only; a batch member answers 504). */
  status?: number;
  code?: string;
  message?: string;
  retryAfter?: number | string;
  delayMs?: number;
  /** How often; 1 unless told. Infinity for ever. */
  times?: number;
}

const LOST = 'Failed to fetch';
export const isLost = (error: unknown) => error instanceof TypeError && error.message === LOST;

export class Faults {
  readonly queue: Fault[] = [];
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  add(fault: Fault): void {
    this.queue.push({ times: 1, ...fault });
  }

  clear(): void {
    this.queue.length = 0;
  }

  /** The fault for this request, counted down. */
  take(request: FaultTarget, member?: FaultTarget): Fault | undefined {
    const index = this.queue.findIndex(({ match }) => {
      if (match === undefined) return true;
      return typeof match === 'function' ? match(request, member) : fits(match, member ?? request);
    });
    const fault = this.queue[index];
    if (!fault) return undefined;
    fault.times = (fault.times ?? 1) - 1;
    if (fault.times <= 0) this.queue.splice(index, 1);
    return fault;
  }

  /** Only a delay: nothing fails. */
  static harmless(fault: Fault): boolean {
    return (
      fault.status === undefined && fault.when === undefined && fault.code === undefined && fault.delayMs !== undefined
    );
  }

  async strike(fault: Fault, when: 'before' | 'after', member: boolean): Promise<void> {
    if (when === 'before' && fault.delayMs !== undefined) await this.world.sleep(fault.delayMs);
    if (Faults.harmless(fault) || (fault.when ?? 'before') !== when) return;
    if (fault.status === undefined && !member) throw new TypeError(LOST);
    const headers: [string, string][] =
      fault.retryAfter === undefined ? [] : [['Retry-After', String(fault.retryAfter)]];
    throw new GraphError(fault.status ?? 504, fault.code ?? 'UnknownError', fault.message ?? '', headers);
  }
}
