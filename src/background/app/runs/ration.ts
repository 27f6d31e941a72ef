/** How often a short look may be taken, so that somebody who edits or comes back all day costs no server more than its share. Pure. */
import { MINUTE } from '../../../shared/time';

export interface Ration {
  /** At most so many in a row; each comes back after `every`. Milliseconds. */
  most: number;
  every: number;
  /** Not sooner after the one before. */
  apart: number;
}

/** What is left, and when the last look was taken. */
export interface Left {
  left: number;
  at: number;
}

/**
 * Outlook first: an edit costs Graph one or two requests, and EspoCRM two a kind of record where it has to be carried over. EspoCRM first:
 * two requests a kind of record each time (docs/scale.md).
 */
export const RATIONS = {
  outlook: { most: 20, every: MINUTE, apart: 2000 },
  espo: { most: 6, every: 5 * MINUTE, apart: 3000 },
} as const satisfies Record<string, Ration>;

/** A clock that was set back counts as no time at all. */
const leftAt = ({ most, every }: Ration, { left, at }: Left, now: number): number =>
  Math.min(most, left + Math.max(0, now - at) / every);

/** Milliseconds until the next look may be taken: 0 for now. `known`: undefined before the first one. */
export function waitFor(ration: Ration, known: Left | undefined, now: number): number {
  if (!known) return 0;
  const left = leftAt(ration, known, now);
  const whole = left >= 1 ? 0 : (1 - left) * ration.every;
  const soon = now >= known.at ? known.at + ration.apart - now : ration.apart;
  return Math.max(whole, soon, 0);
}

export const afterOne = (ration: Ration, known: Left | undefined, now: number): Left => ({
  left: (known ? leftAt(ration, known, now) : ration.most) - 1,
  at: now,
});
