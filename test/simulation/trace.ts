import { createHash, type Hash } from 'node:crypto';

/**
 * What a history did, step by step: counted always, and hashed where two plays of the same history are compared. Every
 * request, answer and commit is in it, with all that it carried.
 */
export class Trace {
  requests = 0;
  commits = 0;
  /** Everything that was noted. */
  seen = 0;
  readonly #hash: Hash | undefined;
  readonly #limit: number;

  /** `limit`: a history that takes more steps than that goes round in circles. */
  constructor(options: { hashed?: boolean; limit?: number } = {}) {
    this.#hash = options.hashed ? createHash('sha256') : undefined;
    this.#limit = options.limit ?? Number.POSITIVE_INFINITY;
  }

  get steps(): number {
    return this.requests + this.commits;
  }

  note(kind: 'request' | 'answer' | 'commit' | 'step', value: unknown): void {
    this.seen += 1;
    if (kind === 'request') this.requests += 1;
    if (kind === 'commit') this.commits += 1;
    if (this.steps > this.#limit) throw new Endless(`more than ${this.#limit} steps`);
    this.#hash?.update(`${kind} ${JSON.stringify(value)}\n`);
  }

  /** Equal for equal traces. */
  digest(): string {
    return this.#hash?.copy().digest('hex') ?? '';
  }
}

/** Not an error that the engine knows: it must not be taken for a server's or the network's. */
export class Endless extends Error {}

let current: Trace | undefined;

/** Everything that happens until the next call is noted there. */
export function traceInto(trace: Trace | undefined): void {
  current = trace;
}

export function noted(kind: Parameters<Trace['note']>[0], value: unknown): void {
  current?.note(kind, value);
}

/** Something that belongs to no history. */
export async function unnoted<T>(task: () => Promise<T>): Promise<T> {
  const before = current;
  current = undefined;
  try {
    return await task();
  } finally {
    current = before;
  }
}
