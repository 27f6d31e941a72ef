/** Questions under "Needs you". The page makes the words of buttons and sentences from what stands here. */
import type { Reason } from './codes';
import type { FieldWord } from './fields';
import type { FieldChange, Place, SideName, WhenView } from './items';
import type { SettingChange } from './settings';

export const NEEDS_ACTIONS = [
  'apply',
  'takeEspo',
  'fields',
  'discard',
  'restore',
  'remove',
  'link',
  'retry',
  'makeMeeting',
  'addContact',
  'addLead',
  'choose',
  'belongs',
] as const;
export type NeedsAction = (typeof NEEDS_ACTIONS)[number];

/** What an answer does, for the name of its button. The order of a list is the order of the buttons. */
export interface NeedsChoice {
  action: NeedsAction;
  /** Deletes, mails, or overwrites what a person wrote: looks like it, and never stands where something else was pressed. */
  danger: boolean;
  /** What is written: made, changed or deleted there; '' where nothing is written. */
  does: 'create' | 'update' | 'remove' | 'link' | 'keep';
  side: SideName | '';
  /** How many records or events it is about. */
  count: number;
  /** How many people Outlook would mail. */
  mails: number;
  /** "Always this way": the setting that the answer also makes, when asked with `always`. */
  always: SettingChange | undefined;
}

/** What a person chose and may vanish: another one never takes its place (rule 6). */
export type ChosenThing =
  | 'mainCalendar'
  | 'otherCalendar'
  | 'defaultEntity'
  | 'entity'
  | 'locationField'
  | 'joinLinkField'
  | 'teamsField'
  | 'defaultTeam'
  | 'statusOption'
  /** Not chosen by name: that the mailbox makes Teams meetings. */
  | 'teams';

/** One of them that is not there any more. */
export interface GoneChoice {
  what: ChosenThing;
  /** The entity that it belongs to, as people know it; empty for none. */
  of: { type: string; label: string };
  /** As the settings, or the server, call it. */
  id: string;
  /** How it was last known. */
  name: string;
  /** What may be chosen instead. */
  choices: { id: string; title: string }[];
}

export interface NeedsItem {
  id: string;
  /** Of one kind: one answer for all of them. */
  group: string;
  /** row: a write that waits. hold: a bulk of them. link: a link that sleeps or ended. seen: something left out. stranger: somebody unknown. choice: something chosen that is gone. parent: what a record belongs to. */
  kind: 'row' | 'hold' | 'link' | 'seen' | 'stranger' | 'choice' | 'parent';
  /** Where it would be written. */
  side: SideName;
  reason: Reason;
  op: 'create' | 'update' | 'remove' | '';
  title: string;
  when: WhenView;
  outlook: Place;
  espo: Place;
  actions: NeedsChoice[];
  /** What was chosen and is gone, and the kind of record it belongs to ('' for none). */
  choice: { what: ChosenThing; of: string; name: string } | undefined;
  /** What may be linked, for `link`, chosen, for `choose`, or what the record may belong to, for `belongs`; empty where there is only one. */
  choices: { id: string; title: string; place: string; madeAt: number; url: string }[];
  /** What `apply` would change on `side`: old and new per field. */
  changes: FieldChange[];
  /** Of a conflict: what either side holds, as texts; `fields` answers each by itself. */
  values: { field: FieldWord; outlook: string; espo: string }[];
  /** Everybody whom Outlook would mail, by name or address. */
  mails: string[];
  /** Who takes part in the record and cannot be invited, by name: they have no address. */
  withoutAddress?: readonly string[];
  /** The side whose item was deleted; '' for none. */
  gone: SideName | '';
  /** Where `restore` makes it again; '' where that is not offered. */
  restores: SideName | '';
  /** Of a bulk: how many of how many, and the calendar or kind of record. */
  count: number;
  of: number;
  /** Of somebody unknown: in how many linked meetings. */
  meetings: number;
  /** What the server said, in its words; '' mostly. */
  detail: string;
}

export interface NeedsList {
  items: NeedsItem[];
  total: number;
}

/** What became of an answer. */
export interface NeedsDone {
  /** Questions that are answered. The write follows at once, when no run stands in the way. */
  answered: number;
  /** They waited no more, or the action is not offered for them. */
  notAnswered: string[];
  /** The question that comes next in the list; '' for none. */
  next: string;
  /** The setting that was made with it. */
  always: SettingChange | undefined;
}
