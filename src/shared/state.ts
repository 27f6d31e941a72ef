/** The state that a page draws, as the worker tells it. */
import type { Cause } from './causes';
import type { ErrorCode } from './codes';
import type { Draft } from './draft';
import type { FieldWord, LogWord } from './fields';
import type { Place, SideName, WhenView } from './items';
import type { ManagedState } from './managed';
import type { GoneChoice, NeedsItem } from './needs';
import type { Connection, Settings } from './settings';
import type { StatusView } from './status';
import type { UndoCode } from './undo-codes';

/** An error as it is sent to whoever shows it: its words are the texts `error_<code>` and `remedy_<code>`. */
export interface ErrorView {
  code: ErrorCode;
  /** Where it helps: what answered, which field, which status. */
  detail: string;
  /** What it is about, for the sentence: account, tenant, redirect. */
  names: Readonly<Record<string, string>>;
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
  /** What may ask for a Teams meeting. */
  teamsFields: FieldChoice[];
  /** What no record can be made without; of some only these may stand there. */
  requiredFields: (FieldChoice & { options: { value: string; label: string }[] })[];
}

export interface FieldChoice {
  name: string;
  label: string;
}

/** A run as lists and the status show it. `at`: when it ended. */
export interface RunSummary {
  /** What `activity.list` and `activity.undo` know it by; '' where it wrote nothing down. */
  id: string;
  startedAt: number;
  at: number;
  /** Counts without what was undone since. */
  created: number;
  updated: number;
  removed: number;
  linked: number;
  held: number;
  refused: number;
  /** Changes of it that were undone since. */
  undone: number;
  error: ErrorView | undefined;
  /** It failed, and what stopped it was mended since. */
  mended?: boolean;
}

/** What has to be granted before anything can be synced: access to any kind of record, the right to make them, or to write in Outlook. */
export type MissingGrant = '' | 'espoAccess' | 'espoCreate' | 'outlookWrite';

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
    /** For the message to the administrator: the redirect address, the scopes, and where to consent ('' without an application id). */
    redirect: string;
    scopes: { read: string[]; write: string[] };
    adminLink: string;
    /** Microsoft's window waits for the user, who may give it up. */
    asking: boolean;
    /** Outlook's page has changed: nothing on it is recognised any more, and badges are paused. */
    badgesPaused: boolean;
  };
  espo: {
    state: SideState;
    site: string;
    user: string;
    version: string;
    /** Signed in by the EspoCRM that is open in this browser. */
    session: boolean;
    error: ErrorView | undefined;
    codeNeeded: boolean;
    /** How EspoCRM sends the code; '' where an app shows it, or where nothing is known. */
    codeBy: 'email' | 'sms' | '';
  };
  /** Present once both sides are connected. */
  pair:
    | {
        settings: Settings;
        /** Start was pressed. */
        started: boolean;
        /** Paused by the user until then, 0: until resumed; undefined: not paused. */
        pausedUntil: number | undefined;
        since: string;
      }
    | undefined;
  /** What the status line says. */
  status: StatusView;
  /** The browser lets us notify; asked for by the page when notifications are chosen. */
  mayNotify: boolean;
  calendars: CalendarChoice[];
  entities: EntityChoice[];
  /** EspoCRM's own Outlook integration is connected for this user, too. */
  secondWriter: boolean;
  /** The trial has found that a draft with attendees mails nobody in this mailbox. */
  draftsMailNobody: boolean;
  /** '' when the sync may be switched on; else who has to grant what. */
  missing: MissingGrant;
  sync: {
    running: boolean;
    phase: '' | 'reading' | 'comparing' | 'writing';
    read: number;
    done: number;
    total: number;
    /** How much of the whole run is done, 0 to 1, never less than before in the same run. */
    fraction: number;
    last: RunSummary | undefined;
    /** When the next run begins by itself; 0 for never, or while one is under way. */
    next: number;
    /** The five newest changes, the newest first. */
    recent: ChangeView[];
    linked: number;
    /** Lines under "Why not synced". */
    leftOut: number;
    /** Questions under "Needs you", a held bulk as one. */
    needsYou: number;
    /** The first of them, to be answered on the spot. */
    firstNeed: NeedsItem | undefined;
    held: HeldView[];
    /** What could not be read: it waits, and everything else goes on. */
    parts: PartView[];
  };
  /** What was chosen and is gone: nothing takes its place. */
  gone: GoneChoice[];
}

/** What is known about a side as a whole. */
export type KnownThing =
  | 'me'
  | 'mailboxSettings'
  | 'calendars'
  | 'rights'
  | 'entities'
  | 'names'
  | 'integrations'
  | 'definition';

/** A part that waits. closed: the role gives no access. failing: it does not answer as it should. old: what was last known goes on. */
export interface PartView {
  kind: 'closed' | 'failing' | 'old';
  side: SideName;
  /** A calendar or an entity as people know it; '' where `thing` says all. */
  name: string;
  thing: KnownThing | '';
  /** Why; undefined where the role says it all. */
  error: ErrorView | undefined;
  /** Our clock; 0 where nobody knows. */
  since: number;
}

/** A held bulk change: "187 of 200 would be deleted in EspoCRM". */
export interface HeldView {
  id: string;
  side: SideName;
  op: 'create' | 'update' | 'remove';
  /** The calendar or kind of record; '' where nobody knows its name. */
  name: string;
  count: number;
  of: number;
}

export interface ActivityRow {
  id: number;
  run: string;
  at: number;
  side: SideName;
  title: string;
  /** lose: a value that another one overruled. */
  op: 'create' | 'update' | 'remove' | 'link' | 'unlink' | 'lose';
  field: LogWord | '';
  oldValue: string;
  newValue: string;
  /** What happened in the world, in English; `causes` for the page's own words, empty where an older version wrote it. */
  cause: string;
  causes: Cause[];
  outlook: Place;
  espo: Place;
  /** The same for all rows of one item in one run. */
  record: string;
  /** False where it says what was lost, or left out, or was undone already. */
  undoable: boolean;
  /** It was undone since. */
  undone: boolean;
  /** What `item.again` takes to do it once more; '' where that is not offered. */
  again: string;
}

/** All that one run did to one item, in short. */
export interface ChangeView {
  /** Of its first row, for `activity.undo` with `record`. */
  id: number;
  run: string;
  at: number;
  side: SideName;
  title: string;
  when: WhenView;
  op: ActivityRow['op'];
  fields: LogWord[];
  outlook: Place;
  espo: Place;
  undone: boolean;
}

export interface UndoAnswer {
  undone: number;
  /** What could not be undone, or not wholly, and why; `field` where it is about one, `error` where that stood in the way. */
  skipped: { title: string; code: UndoCode; field: FieldWord | ''; error: ErrorCode | ''; detail: string }[];
}
