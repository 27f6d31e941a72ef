/** What a run may do, and what follows from that alone. */
import type { GoneChoice } from '../../../shared/needs';
import { type EntitySetting, type Settings, splitLabel } from '../../../shared/settings';
import type { FieldName } from './event';
import type { Side } from './item';

/** What one run may do and how it decides: settings, rights and clocks, as plain data. Made once when the run begins. */
export interface Policy {
  settings: Settings;
  /** Our clock at the start of the run. */
  now: number;
  /** First instant of "Sync since" in the mailbox's zone, and the date itself for all-day events. */
  since: number;
  sinceDate: string;
  /** End of the window that Outlook is read in. */
  windowEnd: number;
  /** `domains`: whose addresses are inside the user's organization. */
  me: { espoUserId: string; addresses: string[]; domains: string[] };
  calendars: Record<string, CalendarRole>;
  /** '' while the user's choice is gone: nothing is read or written for it. */
  mainCalendar: string;
  /** Calendars and entity types as people know them. */
  names: ReadonlyMap<string, string>;
  entities: Record<string, EntityRights>;
  /** Milliseconds each server's clock is ahead of ours. */
  skew: Record<Side, number>;
  /** Addresses that were looked up in this run, and whether EspoCRM knows them: filled as pages are read, only where a filter asks. */
  known: Map<string, boolean>;
  /** Nothing was ever synced in this pair: creations are not bulk. */
  firstSync: boolean;
  /** The trial has found that a draft with attendees mails nobody in this mailbox. */
  draftsMailNobody: boolean;
  /** What was chosen and is not there any more: nothing takes its place (rule 6). */
  gone: readonly GoneChoice[];
}

/** Whether what is gone is that calendar. */
export const isCalendar = ({ what, id }: GoneChoice, calendar: string): boolean =>
  (what === 'mainCalendar' || what === 'otherCalendar') && id === calendar;

export interface CalendarRole {
  /** own: the mailbox's; shared: another owner's, read only by design. */
  kind: 'own' | 'shared';
  canEdit: boolean;
}

export interface EntityRights {
  create: boolean;
  edit: 'all' | 'team' | 'own' | 'no';
  remove: 'all' | 'team' | 'own' | 'no';
  /** The entity has dateStartDate: it can last all day. */
  allDay: boolean;
  /** The field for the place, and the one that the user chose for the join link; '' for none: out of the box there is none. */
  location: string;
  joinLink: string;
  /** What the administrator or the role does not let the user write there. */
  readOnly: readonly FieldName[];
  /** A status of it says that a meeting took place. */
  completes: boolean;
  /** The entity has users who take part. */
  attendees: boolean;
  /** The user's own response has a place there. */
  responses: boolean;
  /** Seconds, for a record without an end. */
  defaultDuration: number;
  label: string;
}

/** Rule 4: direction is a wall. */
export function mayWrite(policy: Policy, side: Side): boolean {
  const { direction } = policy.settings;
  return direction === 'both' || (side === 'espo' ? direction === 'outlookToEspo' : direction === 'espoToOutlook');
}

/** What a person may say of a meeting's end, as far as the kind of record can say it. */
export function saysEnd({ entities }: Policy, type: string, end: 'held' | 'notHeld'): boolean {
  const rights = entities[type];
  return rights !== undefined && !rights.readOnly.includes('status') && (end === 'notHeld' || rights.completes);
}

/** The subject that a labelled EspoCRM-made record has in Outlook. */
export const labelled = (label: string, name: string): string => (label === '' ? name : `${label}: ${name}`);

/** An Outlook subject as a record's name: any known label is taken off (DESIGN 3.7). */
export function nameFromSubject(policy: Policy, subject: string): string {
  return splitLabel(subject, policy.settings.entities).name;
}

/** Which entity an Outlook-made event becomes: by its label, else by a category, else the default one. */
export function entityFor({ settings }: Policy, subject: string, categories: readonly string[]): string {
  const { entities, entityCategory, defaultEntity } = settings;
  const bears = new Set(categories.map((one) => one.toLowerCase()));
  const byCategory = ({ type }: EntitySetting): boolean => {
    const category = entityCategory[type]?.trim().toLowerCase() ?? '';
    return category !== '' && bears.has(category);
  };
  return splitLabel(subject, entities).type ?? entities.find(byCategory)?.type ?? defaultEntity;
}

export const labelOf = (policy: Policy, type: string): string =>
  policy.settings.entities.find((e) => e.type === type)?.label.trim() ?? '';

/** Main first, then own, then shared: who keeps a meeting that stands in two calendars. */
export function calendarRank(policy: Policy, calendarId: string): number {
  if (calendarId === policy.mainCalendar) return 0;
  return policy.calendars[calendarId]?.kind === 'own' ? 1 : 2;
}

/** What the merge decides where nobody knows the base. */
export const judgedWithoutBase = ({ entities }: Policy, type: string): ('title' | 'when' | 'location')[] =>
  (entities[type]?.location ?? '') !== '' ? ['title', 'when', 'location'] : ['title', 'when'];
