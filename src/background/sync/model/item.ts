/** An event or a record as a port reads it. */
import type { Event, Response } from './event';

export type Side = 'outlook' | 'espo';
export const otherSide = (side: Side): Side => (side === 'outlook' ? 'espo' : 'outlook');

/** An Outlook event as its port reads it. */
export interface OutlookItem {
  side: 'outlook';
  /** Immutable id: stable while the event stays in the mailbox (graph.md 2). */
  id: string;
  calendarId: string;
  /** Version for If-Match. */
  etag: string;
  iCalUId: string;
  seriesMasterId: string;
  originalStart: string;
  /** First 40 hex digits of SHA-256(iCalUId|originalStart): the same for every attendee's copy. '' without an iCalUId: no key equals no other. */
  meetingKey: string;
  kind: 'single' | 'occurrence' | 'exception' | 'master';
  isOrganizer: boolean;
  hasAttendees: boolean;
  isDraft: boolean;
  isOnline: boolean;
  response: Response;
  showAs: string;
  categories: string[];
  /** Minutes before its start; missing where it has none. */
  reminder?: number;
  createdAt: number;
  modifiedAt: number;
  /** How its description was read (text-form.ts). */
  textForm: number;
  /** The same under the form before, where that is another text. */
  formerDescription?: string;
  event: Event;
}

/** An occurrence as the change feed names it: id, start and end, nothing else (graph.md 1). Whatever else Graph leaves out, not its time. */
export const isStub = ({ kind, modifiedAt }: OutlookItem): boolean => kind === 'occurrence' && modifiedAt === 0;

/** An EspoCRM record as its port reads it. */
export interface EspoItem {
  side: 'espo';
  type: string;
  id: string;
  /** Server clock, whole seconds: says where to look, never that a field changed (espo.md 4). */
  modifiedAt: number;
  createdAt: number;
  /** Only where the administrator switched optimistic concurrency control on. */
  versionNumber: number | undefined;
  createdById: string;
  modifiedById: string;
  assignedUserId: string;
  /** Assigned to others besides: each of them may have an event of their own for it. */
  shared?: true;
  /** Assigned to me, or I am among its users: what the counts count. */
  mine: boolean;
  /** dateStart as stored, UTC milliseconds, all-day too: what count ranges are cut by; -1 without one. */
  start: number;
  hasEnd: boolean;
  locked: boolean;
  /** The optional cOutlookUid field, '' where there is none. */
  key: string;
  /** The record carries something only EspoCRM has (parent, ...): it is not "untouched" any more. */
  hasOwnData: boolean;
  /** `<EntityType>/<id>` of its parent, '' for none; missing in what an earlier version stored. */
  parent?: string;
  /** Its parent is all that it has of its own. */
  onlyParent?: true;
  /** Minutes before its start at which the user is reminded; null for not at all. Only a record that was read by itself says it. */
  reminder?: number | null;
  /** The field that was chosen for it says that it is a Teams meeting. */
  online?: true;
  event: Event;
}

/** Nobody has changed it since it was made: times have whole seconds, and who changed it last stands on none that is as it was made. */
export const isAsMade = (item: EspoItem): boolean => item.modifiedAt === item.createdAt && item.modifiedById === '';

/** Somebody has filled in what only EspoCRM has: the parent that the sync gave it is nobody's work. */
export const isFilledIn = ({ hasOwnData, onlyParent, parent }: EspoItem, given = ''): boolean =>
  hasOwnData && !(onlyParent === true && given !== '' && parent === given);

export type Item = OutlookItem | EspoItem;

/** Nothing was changed between two readings, and both were read in the same way: an earlier version may have stored one of them. */
export const isSameState = (a: Item, b: Item): boolean =>
  a.modifiedAt === b.modifiedAt && (a.side === 'espo' || b.side === 'espo' || a.textForm === b.textForm);

/** Where an item lives, as one text: the key of Seen and of arrivals. */
export const espoRef = (type: string, id: string): string => `${type}/${id}`;
/** Of a parent; '' for none, as EspoItem has it. */
export const parentRef = ({ type, id }: { type: string; id: string }): string => (id === '' ? '' : espoRef(type, id));
export const refOf = (item: Item): string => (item.side === 'outlook' ? item.id : espoRef(item.type, item.id));

export function splitEspoRef(ref: string): { type: string; id: string } {
  const slash = ref.indexOf('/');
  return { type: ref.slice(0, slash), id: ref.slice(slash + 1) };
}

/** Exchange puts its own word before the subject of a cancelled meeting. */
export function asPlanned(item: OutlookItem): OutlookItem {
  const { title, status } = item.event;
  if (status !== 'cancelled') return item;
  return { ...item, event: { ...item.event, title: title.slice(title.indexOf(':') + 1).trim() } };
}
