/** How much of a run is done, by the time that it takes, as one number that never goes back. */
import type { Progress } from '../../sync/model/engine';

export const NOTHING_YET: Progress = {
  ...{ phase: 'reading', parts: 0, partsDone: 0, read: 0, expected: 0, arrived: 0, done: 0, total: 0 },
};

/** What a run takes is counted in answers that it waits for: items in one of them, writes that wait for one together. */
const PAGE = 50;
const TOGETHER = 4;
/** Answers between reading and writing: counts, markers, what is looked for. */
const COMPARING = 3;
/** Items that a part may hold of which nothing is known yet: all that is said too early stays, because the number never goes back. */
const UNKNOWN = 40;

/** Items of the parts that were read before the one under way, and how many of them may become a write. */
export interface Earlier {
  read: number;
  arrived: number;
}

/** Pure: where a run stands, by its phase and the counts of that. What will be written is only guessed until it is planned. */
export function fractionOf(now: Progress, earlier: Earlier): number {
  const { phase, parts, partsDone, done, total } = now;
  if (parts === 0 && phase === 'reading') return 0;
  const read = (earlier.read + now.read) / PAGE + Math.min(partsDone, parts);
  const guessed = (earlier.arrived + now.arrived) / TOGETHER;
  switch (phase) {
    case 'reading': {
      const unread = Math.max(0, parts - partsDone - (now.read > 0 ? 1 : 0)) * (1 + UNKNOWN / TOGETHER);
      const left = unread + Math.max(0, now.expected - now.read) / PAGE;
      return read / (read + left + COMPARING + guessed);
    }
    case 'comparing':
      return read / (read + COMPARING + guessed);
    case 'writing':
      return (read + COMPARING + done / TOGETHER) / (read + COMPARING + total / TOGETHER);
  }
}

let most = 0;
let last = NOTHING_YET;
let earlier: Earlier = { read: 0, arrived: 0 };

export const beginProgress = (): void => {
  most = 0;
  last = NOTHING_YET;
  earlier = { read: 0, arrived: 0 };
};

/** A run looks again at what changed under it: it has not gone back for that. */
export function noteProgress(progress: Progress): void {
  if (progress.partsDone !== last.partsDone)
    earlier = { read: earlier.read + last.read, arrived: earlier.arrived + last.arrived };
  last = { ...progress };
  most = Math.max(most, fractionOf(progress, earlier));
}

export const fractionDone = (): number => most;
