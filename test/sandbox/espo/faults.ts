import type { SandboxRequest, SandboxResponse, World } from '../http.ts';

/** Something that goes wrong on the way, for as many requests as `times` says (default 1). */
export interface Fault {
  /** Absent = every request. */
  match?: (request: SandboxRequest) => boolean;
  /** `before`: the server never sees the request. `after`: it took effect, but its answer is lost. Default before. */
  when?: 'before' | 'after';
  /** Answer with this status instead; absent = the network fails (TypeError "Failed to fetch"). */
  status?: number;
  /** Seconds, or any text, for Retry-After beside `status`. */
  retryAfter?: number | string;
  body?: string;
  /** Waits that long in the world's time; with neither `status` nor `fail` the request then goes on as usual. */
  delayMs?: number;
  /** With delayMs: fail after the wait all the same. */
  fail?: boolean;
  times?: number;
}

/** Takes the first fault that fits and counts it down. */
export function takeFault(faults: Fault[], request: SandboxRequest): Fault | undefined {
  const fault = faults.find((one) => one.match?.(request) ?? true);
  if (!fault) return undefined;
  const left = (fault.times ?? 1) - 1;
  if (left <= 0) faults.splice(faults.indexOf(fault), 1);
  else fault.times = left;
  return fault;
}

/** Undefined = go on as if nothing was. */
export async function strike(fault: Fault, world: World): Promise<SandboxResponse | undefined> {
  if (fault.delayMs !== undefined) await world.sleep(fault.delayMs);
  if (fault.status !== undefined) {
    const retry: [string, string][] = fault.retryAfter === undefined ? [] : [['Retry-After', String(fault.retryAfter)]];
    return { status: fault.status, headers: [['Content-Type', 'text/html'], ...retry], body: fault.body ?? '' };
  }
  if (fault.delayMs !== undefined && !fault.fail) return undefined;
  throw new TypeError('Failed to fetch');
}
