import type { Forms } from './carried-fields';
import type { LeaseOptions } from './lease';
import type { Policy } from './policy';
import type { Directory, Feed, Ports } from './port';
import type { Store } from './store';

/** Everything a run works with. No clock, chance or network of its own: they come in here. */
export interface Engine {
  store: Store;
  ports: Ports;
  people: Directory;
  forms: Forms;
  policy: Policy;
  feeds: { outlook: Feed[]; espo: Feed[] };
  /** Undefined where nothing may be written in Outlook. */
  lease: LeaseOptions | undefined;
  runId: string;
  now(): number;
  newId(): string;
  signal: AbortSignal;
  progress(update: Partial<Progress>): void;
}

export interface Progress {
  phase: 'reading' | 'comparing' | 'writing';
  /** Calendars and kinds of records to be read, and those that were. */
  parts: number;
  partsDone: number;
  /** Items read of the part under way, and how many it held when it was read last; 0 where it is asked for news only. */
  read: number;
  expected: number;
  /** Writes. */
  done: number;
  total: number;
}

/** The one record of a run: what the popup, the log and the benchmarks read. */
export interface RunReport {
  created: number;
  updated: number;
  removed: number;
  linked: number;
  held: number;
  refused: number;
  failed: number;
  /** Writes whose answer is still unknown when the run ends. */
  lost: number;
  /** Entity types that could not be read: they pause. */
  paused: string[];
}

export const emptyReport = (): RunReport => ({
  created: 0,
  updated: 0,
  removed: 0,
  linked: 0,
  held: 0,
  refused: 0,
  failed: 0,
  lost: 0,
  paused: [],
});

export const writesOf = (report: RunReport): number => report.created + report.updated + report.removed;
