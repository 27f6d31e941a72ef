/** What something would do before it is done: Start, other settings, an undo, disconnecting, forgetting. */
import type { Reason } from './codes';
import type { SideName } from './items';

/** The lines of a preview: each has a count in `Preview.counts` and its items by `preview.list`. */
export const PREVIEW_LINES = [
  'createEspo',
  'createOutlook',
  'updateEspo',
  'updateOutlook',
  'removeEspo',
  'removeOutlook',
  'linked',
  'asks',
  'leftOut',
  /** Of other settings: linked now, and not kept in step then. */
  'stops',
  /** Not kept in step now, and then. */
  'starts',
] as const;
export type PreviewLine = (typeof PREVIEW_LINES)[number];

/** What Start would do. Nothing has been written for it anywhere. */
export interface Preview {
  at: number;
  creates: { outlook: number; espo: number };
  /** Of meetings that stand on both sides and differ. */
  updates: { outlook: number; espo: number };
  removes: { outlook: number; espo: number };
  /** Meetings that stand on both sides already: nothing is made for them. */
  linked: number;
  /** What would wait under Needs you, a held bulk as one. */
  asks: number;
  /** What a held bulk would hold back. */
  held: number;
  /** In lines, as under "Why not synced". */
  leftOut: { reason: Reason; count: number }[];
  /** How often EspoCRM would ring for a colleague. */
  notifications: number;
  mails: number;
}

/** What the sync would do with other settings than the saved ones. */
export interface SettingsPreview {
  at: number;
  /** False: nothing that is linked or left out depends on what was changed. Then everything else is 0. */
  matters: boolean;
  /** Linked meetings that would not be kept in step any more: nothing is deleted for it. */
  stops: number;
  /** Events and records that would be taken up. */
  starts: number;
  /** Questions that would come besides those that wait now. */
  asks: number;
  creates: { outlook: number; espo: number };
  updates: { outlook: number; espo: number };
  removes: { outlook: number; espo: number };
  mails: number;
  /** All of it together: above 20 the page shows the preview before it saves. */
  total: number;
}

/** An undo before it is done, from the log alone: what was edited since is found out by the undo itself. */
export interface UndoPreview {
  /** Changes that would be undone. */
  changes: number;
  /** What the undo would do on each side: delete what was made, put values back, make again what was deleted. */
  outlook: UndoCounts;
  espo: UndoCounts;
  /** Pairs that would be taken apart, and linked again; nothing is written for these. */
  apart: number;
  together: number;
  /** Changes that are undone already. */
  already: number;
  /** Changes on a side that the direction does not allow to write. */
  closed: number;
  /** Deletions whose other half was deleted, too, and stays so: what comes back stands alone. */
  alone: number;
}
export interface UndoCounts {
  deleted: number;
  putBack: number;
  madeAgain: number;
}

export interface DisconnectPreview {
  side: SideName;
  /** Nothing is deleted on either side, and the links stay in this browser: connecting the same account again goes on. */
  linked: number;
  needsYou: number;
  /** Writes that are decided on and not made yet. */
  waiting: number;
}

export interface ForgetPreview {
  linked: number;
  activity: number;
  needsYou: number;
  /** Mailbox and EspoCRM user pairs that this browser remembers. */
  pairs: number;
  /** Access that is given back: addresses, and `notifications`. */
  permissions: string[];
}
