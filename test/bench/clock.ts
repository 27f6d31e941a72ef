import { performance } from 'node:perf_hooks';
import type { World } from '../sandbox/http.ts';
import { SeededWorld } from '../simulation/company.ts';

/** Idle turns of the event loop before waiting is skipped: what is under way elsewhere (a digest, a queue) may answer first. */
const QUIET = 3;

/**
 * A clock on which computing takes the time it takes, and waiting takes none: once nothing is left to compute, the clock is put
 * forward to the next thing that somebody waits for. A skip that comes too early counts the waiting and the computing one after the
 * other, so a mistake of this clock only makes the figure worse.
 */
export class SkippingWorld implements World {
  readonly random: () => number;
  readonly #start: number;
  readonly #began = performance.now();
  readonly #sleepers: { due: number; wake: () => void }[] = [];
  #skipped = 0;
  #quiet = 0;
  #turning = false;

  constructor(seed = 1, start = '2026-11-23T08:00:00Z') {
    this.random = new SeededWorld(seed).random;
    this.#start = Date.parse(start);
  }

  /** Milliseconds since the clock was made, with fractions. */
  elapsed = (): number => performance.now() - this.#began + this.#skipped;

  now = (): number => this.#start + Math.floor(this.elapsed());

  sleep = (ms: number): Promise<void> =>
    new Promise((wake) => {
      this.#sleepers.push({ due: this.elapsed() + ms, wake });
      this.#sleepers.sort((a, b) => a.due - b.due);
      if (!this.#turning) setImmediate(this.#turn);
      this.#turning = true;
    });

  /** Lets time go by between two runs. */
  advance(ms: number): void {
    this.#skipped += ms;
  }

  #turn = (): void => {
    const [next] = this.#sleepers;
    this.#turning = next !== undefined;
    if (!next) return;
    const wait = next.due - this.elapsed();
    if (wait <= 0) {
      this.#sleepers.shift();
      next.wake();
      this.#quiet = 0;
    } else if (this.#quiet < QUIET) this.#quiet += 1;
    else this.#skipped += wait;
    setImmediate(this.#turn);
  };
}
