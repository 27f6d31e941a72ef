/** Outlook's limits per mailbox and app (graph.md 9): four at a time, 10,000 in 10 minutes. Refused requests count too. */
import type { World } from '../http.ts';
import { GraphError } from './errors.ts';

const WINDOW = 600_000;
const SLOT = 10_000;
export const PER_WINDOW = 10_000;
export const AT_A_TIME = 4;

interface Usage {
  running: number;
  slots: Map<number, number>;
}

export class Limits {
  enforceConcurrency = true;
  enforceQuota = true;
  perWindow = PER_WINDOW;
  atATime = AT_A_TIME;
  private readonly world: World;
  private readonly usage = new Map<string, Usage>();

  constructor(world: World) {
    this.world = world;
  }

  /** Throws 429; otherwise the caller must `leave`. */
  enter(key: string, concurrency: boolean, rate: boolean): void {
    const usage = this.usage.get(key) ?? { running: 0, slots: new Map<number, number>() };
    this.usage.set(key, usage);
    const now = this.world.now();
    const slot = Math.floor(now / SLOT);
    usage.slots.set(slot, (usage.slots.get(slot) ?? 0) + 1);
    let count = 0;
    let oldest = slot;
    for (const [at, requests] of usage.slots) {
      if ((at + 1) * SLOT <= now - WINDOW) usage.slots.delete(at);
      else {
        count += requests;
        oldest = Math.min(oldest, at);
      }
    }
    if (rate && this.enforceQuota && count > this.perWindow) {
      // Whole or fractional seconds: both are seen.
      const seconds = Math.max(1, ((oldest + 1) * SLOT + WINDOW - now) / 1000);
      const text = this.world.random() < 0.5 ? `${Math.ceil(seconds)}` : (seconds + 0.128).toFixed(3);
      throw new GraphError(429, 'TooManyRequests', 'Too many requests.', [['Retry-After', text]]);
    }
    if (concurrency && this.enforceConcurrency && usage.running >= this.atATime) {
      throw new GraphError(429, 'ApplicationThrottled', 'Application is over its MailboxConcurrency limit.', [
        ['Retry-After', '1'],
      ]);
    }
    usage.running += 1;
  }

  leave(key: string): void {
    const usage = this.usage.get(key);
    if (usage) usage.running -= 1;
  }
}
