/** How long to wait before a request is sent again. */

/** How long to wait before the next try: what the server asked, else doubling with jitter. Milliseconds. */
export function backOff(attempt: number, retryAfter: number | undefined, random: () => number): number {
  if (retryAfter !== undefined) return Math.max(0, retryAfter);
  return Math.min(30_000, 500 * 2 ** attempt) * (0.5 + random());
}

/** Retry-After as seconds, whole or fractional (graph.md 9), or as a date; milliseconds from `now`. */
export function retryAfterOf(value: string | null | undefined, now: number): number | undefined {
  if (value === null || value === undefined || value.trim() === '') return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.ceil(seconds * 1000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Everything a client of a server may not take from the global scope. */
export interface Outside {
  fetch: typeof fetch;
  now(): number;
  random(): number;
  /** Rejects when the signal aborts. */
  sleep(ms: number): Promise<void>;
  signal: AbortSignal;
}
