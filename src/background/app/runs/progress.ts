/** How much of a run is done, as one number that never goes back. */
import type { Progress } from '../../sync/model/engine';

/** Where each phase ends. */
const READ = 0.5;
const COMPARED = 0.6;
/** Items that a part is taken to hold besides what was read of it. */
const UNKNOWN = 100;

let most = 0;

/** Pure: where a run stands, by its phase and the counts of that. */
export function fractionOf({ phase, read, expected, parts, partsDone, done, total }: Progress): number {
  switch (phase) {
    case 'reading': {
      // Of the part under way as much as was read of what it is known to hold; where nobody knows, less and less of what is left.
      const within = read / Math.max(expected, read + UNKNOWN);
      return parts === 0 ? 0 : READ * Math.min(1, (partsDone + within) / parts);
    }
    case 'comparing':
      return READ;
    case 'writing':
      return total === 0 ? 1 : COMPARED + (1 - COMPARED) * (done / total);
  }
}

export const beginProgress = (): void => {
  most = 0;
};

/** A run looks again at what changed under it: it has not gone back for that. */
export function noteProgress(progress: Progress): void {
  most = Math.max(most, fractionOf(progress));
}

export const fractionDone = (): number => most;
