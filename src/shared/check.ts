/** "Check my setup": what a sync needs or profits from, and what the trial found out. */
import type { SideName } from './items';

/** One thing that a sync needs or profits from. */
export interface CheckLine {
  /** What the line is about; the page makes its words of it and of `values`. */
  code: string;
  ok: boolean;
  side: SideName | '';
  /** Names and numbers for the sentence. */
  values: Record<string, string | number>;
}

/** Questions that documents leave open (facts of the mailbox and its server), answered by a harmless trial. */
export const TRIALS = [
  /** A write with an old version is refused (If-Match). */
  'ifMatch',
  /** An event is found by the marker that it was made with. */
  'markerFound',
  /** So many events come in one page; `detail` has the number. */
  'pageSize',
  /** A deleted event can be read by its id for a while. */
  'deletedReadable',
  /** A draft with an attendee stays a draft: nobody was mailed. */
  'draftMailsNobody',
  /** A change of nothing but categories or our own mark leaves a draft a draft. */
  'markMailsNobody',
  /** The server takes the mailbox's zone by its name. */
  'zoneTaken',
  /** Changes can be read without a window. */
  'windowlessChanges',
] as const;
export type Trial = (typeof TRIALS)[number];

export interface Finding {
  trial: Trial;
  /** unknown counts as no. */
  answer: 'yes' | 'no' | 'unknown';
  /** When it was found out. */
  at: number;
  /** A number or a word of the server; '' mostly. */
  detail: string;
}

export interface SetupAnswer {
  lines: CheckLine[];
  /** Of the last trial; empty where none was made. */
  findings: Finding[];
}
