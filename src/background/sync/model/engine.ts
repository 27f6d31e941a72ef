/** What a run works with, and what it reports. */
import type { ErrorCode, SyncError } from '../../../shared/codes';
import type { Forms } from './carried-fields';
import type { Directory } from './directory';
import type { Side } from './item';
import type { LeaseOptions } from './lease';
import type { Parts } from './parts';
import { isCalendar, type Policy } from './policy';
import type { Feed, Notes, Ports } from './port';
import type { Store } from './store';

/** Everything a run works with. No clock, chance or network of its own: they come in here. */
export interface Engine {
  store: Store;
  ports: Ports;
  people: Directory;
  notes: Notes;
  forms: Forms;
  policy: Policy;
  /** What could not be read in this run. */
  parts: Parts;
  feeds: { outlook: Feed[]; espo: Feed[] };
  /** Undefined where nothing may be written in Outlook. */
  lease: LeaseOptions | undefined;
  runId: string;
  now(): number;
  newId(): string;
  signal: AbortSignal;
  progress(update: Partial<Progress>): void;
}

/** Whether a feed is left alone in this run: it could not be read, or it waits for the user to choose again. */
export const isOut = ({ parts, policy }: Engine, side: Side, feed: string): boolean =>
  parts.isUnread(side, feed) ||
  (side === 'outlook' && feed in policy.calendars && policy.gone.some((choice) => isCalendar(choice, feed)));

export interface Progress {
  phase: 'reading' | 'comparing' | 'writing';
  /** Calendars and kinds of records to be read, and those that were. */
  parts: number;
  partsDone: number;
  /** Items read of the part under way, and how many it held when it was read last; 0 where it is asked for news only. */
  read: number;
  expected: number;
  /** Of those that were read, how many may become a write. */
  arrived: number;
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
  /** What could not be read: it waits, and everything else goes on. */
  parts: ReportedPart[];
  /** Nothing of a side could be read, though the side itself answers: the first that its parts said. */
  stuck: SyncError | undefined;
}

/** A part that failed, as it is shown. */
export interface ReportedPart {
  side: Side;
  feed: string;
  /** As people know it; '' for what is no calendar and no kind of record. */
  name: string;
  code: ErrorCode;
  detail: string;
  /** Our clock: when it failed first, without a run in between in which it answered. */
  since: number;
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
  parts: [],
  stuck: undefined,
});

export const writesOf = (report: RunReport): number => report.created + report.updated + report.removed;
