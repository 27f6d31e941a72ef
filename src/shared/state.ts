import type { ErrorCode, Reason } from './codes';
import type { Draft } from './draft';
import type { ManagedState } from './managed';
import type { Connection, Settings } from './settings';

/** An error as it is shown: its code, its sentence with the place, and the way out. */
export interface ErrorView {
  code: ErrorCode;
  sentence: string;
  remedy: string;
  /** Where it helps: what answered, which field, which status. */
  detail: string;
}

export type SideState = 'disconnected' | 'connecting' | 'connected' | 'signInNeeded';

export interface CalendarChoice {
  id: string;
  name: string;
  isDefault: boolean;
  canEdit: boolean;
  own: boolean;
}

export interface EntityChoice {
  type: string;
  label: string;
  allDay: boolean;
  canCreate: boolean;
  canEdit: boolean;
  /** What may carry the place, and the link of an online meeting. */
  locationFields: FieldChoice[];
  joinLinkFields: FieldChoice[];
}

export interface FieldChoice {
  name: string;
  label: string;
}

export interface RunSummary {
  at: number;
  created: number;
  updated: number;
  removed: number;
  linked: number;
  held: number;
  refused: number;
  error: ErrorView | undefined;
  /** It failed, and what stopped it was mended since. */
  mended?: boolean;
}

/** Everything a page shows, in one answer. */
export interface AppState {
  connection: Connection;
  /** What the organization has set. */
  managed: ManagedState;
  /** What was typed to connect before the page was closed. */
  draft: Draft;
  outlook: {
    state: SideState;
    account: string;
    canWrite: boolean;
    error: ErrorView | undefined;
    consentLink: string;
    /** Microsoft's window waits for the user, who may give it up. */
    asking: boolean;
  };
  espo: {
    state: SideState;
    site: string;
    user: string;
    version: string;
    error: ErrorView | undefined;
    codeNeeded: boolean;
    /** How EspoCRM sends the code; '' where an app shows it, or where nothing is known. */
    codeBy: 'email' | 'sms' | '';
  };
  /** Present once both sides are connected. */
  pair: { settings: Settings; started: boolean; since: string } | undefined;
  calendars: CalendarChoice[];
  entities: EntityChoice[];
  /** EspoCRM's own Outlook integration is connected for this user, too. */
  secondWriter: boolean;
  /** '' when the sync may be switched on; else who has to grant what. */
  missing: string;
  sync: {
    running: boolean;
    phase: '' | 'reading' | 'comparing' | 'writing';
    read: number;
    done: number;
    total: number;
    last: RunSummary | undefined;
    linked: number;
    leftOut: number;
    needsYou: number;
    held: HeldView[];
    /** Entities that are chosen and that the role gives no access to any more, as people know them. */
    paused: string[];
  };
}

/** What Start would do. Nothing has been written for it anywhere. */
export interface Preview {
  at: number;
  creates: { outlook: number; espo: number };
  /** Of meetings that stand on both sides and differ. */
  updates: { outlook: number; espo: number };
  /** Meetings that stand on both sides already: nothing is made for them. */
  linked: number;
  /** What a person would have to decide. */
  asks: number;
  leftOut: { reason: Reason; count: number }[];
  /** How often EspoCRM would ring for a colleague. */
  notifications: number;
  mails: number;
}

/** A held bulk change: "187 of 200 would be deleted in EspoCRM". */
export interface HeldView {
  id: string;
  sentence: string;
  /** What cannot come back. */
  warning?: string;
}

/** One thing that a sync needs or profits from. */
export interface CheckLine {
  ok: boolean;
  sentence: string;
  /** What to do about it, and who; '' where all is well. */
  remedy: string;
}

/** What a person chose and may vanish: another one never takes its place (rule 6). */
export type ChosenThing =
  | 'mainCalendar'
  | 'defaultEntity'
  | 'entity'
  | 'locationField'
  | 'joinLinkField'
  | 'defaultTeam'
  | 'statusOption';

/** One of them that is not there any more. */
export interface GoneChoice {
  what: ChosenThing;
  /** The entity that it belongs to, as people know it; empty for none. */
  of: { type: string; label: string };
  /** How it was last known. */
  name: string;
  /** What may be chosen instead. */
  choices: { id: string; title: string }[];
}

export interface NeedsItem {
  id: string;
  /** Where it would be written. */
  side: 'outlook' | 'espo';
  reason: Reason;
  title: string;
  sentence: string;
  /** What the answers do. */
  remedy: string;
  /** Opens the record or event, '' where there is none. */
  link: string;
  actions: NeedsAction[];
  /** What may be linked, for `link`, or chosen, for `choose`; empty where there is only one. */
  choices: { id: string; title: string }[];
  /** Of a conflict: what either side holds, as texts. */
  values: { field: string; outlook: string; espo: string }[];
  /** Where `restore` makes it again; '' where that is not offered. */
  restores: 'outlook' | 'espo' | '';
}
export const NEEDS_ACTIONS = [
  'apply',
  'takeEspo',
  'discard',
  'restore',
  'remove',
  'link',
  'retry',
  'makeMeeting',
  'addContact',
  'addLead',
  'choose',
] as const;
export type NeedsAction = (typeof NEEDS_ACTIONS)[number];

export interface LeftOut {
  side: 'outlook' | 'espo';
  title: string;
  start: number;
  reason: Reason;
  sentence: string;
}

export interface ActivityRow {
  id: number;
  run: string;
  at: number;
  side: 'outlook' | 'espo';
  title: string;
  op: string;
  field: string;
  oldValue: string;
  newValue: string;
  cause: string;
  link: string;
  /** The same for all rows of one item in one run. */
  record: string;
  /** It says what was lost, or left out: nothing of it can be undone by itself. */
  undoable: boolean;
}

export interface UndoAnswer {
  undone: number;
  /** What could not be undone, or not wholly, and why. */
  skipped: { title: string; sentence: string }[];
}

/** What a badge needs: the record's type and id, its address, and words for it. */
export interface Badge {
  type: string;
  id: string;
  url: string;
  label: string;
}
