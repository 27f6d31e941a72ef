/** A link: two items that are one meeting, what either side last returned, and what was seen since. */
import type { Reason } from '../../../shared/codes';
import { FIELD_NAMES, type Fields, type Status, sameField } from './event';
import type { Guests } from './guests';
import type { EspoItem, OutlookItem, Side } from './item';
import { espoRef } from './item';
import type { ParentQuestion } from './parent-hints';

/** active: both sides are kept in step. asleep: nothing is written until `reason` ends. unlinked: a tombstone, never re-created. */
export type LinkState = 'active' | 'asleep' | 'unlinked' | 'lostAccess';

/**
 * What a person has decided about a link that no longer runs by itself: the next plan makes it a write. remove: the other side's item
 * goes. restore: the deleted item is made again. makeMeeting: a Meeting takes the place of the Call. unlinkRecord, unlinkEvent: the two
 * are taken apart, and that one is deleted.
 */
export type Wish = '' | 'remove' | 'restore' | 'makeMeeting' | 'unlinkRecord' | 'unlinkEvent';

/** One event and one record that are the same meeting. Unique in a pair: outlookId, espoRef. */
export interface Link {
  id: string;
  pair: string;
  state: LinkState;
  reason: Reason | undefined;
  /** The side on which the meeting was made. */
  origin: Side;
  /** Immutable id; '' once the event is gone for good. */
  outlookId: string;
  espoRef: string;
  meetingKey: string;
  outlook: {
    calendarId: string;
    /** Default id, for Outlook on the web; '' until translated. */
    restId: string;
    iCalUId: string;
    seriesMasterId: string;
    originalStart: string;
    etag: string;
    /** Server clock; a replay of the delta may bring an older state, which is ignored. */
    modifiedAt: number;
    isOrganizer: boolean;
    hasAttendees: boolean;
    /** A write of its body would take the online meeting away (graph.md 6). */
    isOnline: boolean;
    isPrivate: boolean;
    /** Names of those whom Outlook would mail about a change; whoever asks the user says them. */
    mails: string[];
    /** The label that our POST put before the name; '' for none and for Outlook-made events. */
    labelAtCreation: string;
    /** Time of the last change that was not ours, server clock. */
    foreignChange: number;
    /** etag of our own last write: an item that still carries it was not changed by anybody else. */
    ownEtag: string;
    /** How the description in this half of the base was read (text-form.ts). */
    textForm: number;
  };
  espo: {
    type: string;
    id: string;
    createdAt: number;
    modifiedAt: number;
    versionNumber: number | undefined;
    assignedToMe: boolean;
    /** And to others besides. */
    shared?: true;
    /** Start as counted by EspoCRM, UTC milliseconds; -1 when the record is not among mine (any more). */
    countedStart: number;
    foreignChange: number;
    /** modifiedAt of our own last write. */
    ownModifiedAt: number;
    /** Somebody other than this sync has changed the record since it was linked. */
    touched: boolean;
    /** The parent that the record had as we made it, `<EntityType>/<id>`: nobody's work. */
    parentGiven?: string;
  };
  /** For each field the value last returned by either side. A side changed iff a field differs from its own half. */
  base: { outlook: Fields; espo: Fields };
  /** Where a side last read differs from its half of the base: changes not settled yet, and edits that stay as "differs". */
  observed: Record<Side, Partial<Fields>>;
  /** The receiving side's text was edited there: the description travels no more. */
  descriptionFrozen: boolean;
  /** Ids that this link added to users, contacts, leads; only these may it ever remove. */
  attendeesAdded: string[];
  /** By which address of the event each of them was found; missing in what an earlier version stored. */
  attendeeAddresses?: Record<string, string> | undefined;
  /** Counts re-creations: part of the transactionId. */
  generation: number;
  /** Random part of the marker. */
  nonce: string;
  /** The side whose item is proven gone and not dealt with yet; of a tombstone the side that may be restored. '' for none. */
  gone: Side | '';
  /** The user has said to leave it so: it is not listed again until its state or reason changes. */
  quiet: boolean;
  wish: Wish;
  /** Of one that has ended: sides whose item is not there any more, taken away from here or by a person. */
  lacks?: Side[];
  /** Of a second record of a meeting: the link that goes on with the one that stays. */
  keeper?: string;
  /** A person made or chose its record for an event that a filter leaves out: filters do not put it to sleep. */
  byPerson?: true;
  /** due: its event is to bear the category of what is synced. given: it was told once, and never is again. */
  category?: 'due' | 'given';
  /** The same for the category of its record's status: due, or the status for which its event was told one. */
  marked?: 'due' | Status;
  /** Who takes part in the record, where they are to be invited to its event. */
  guests?: Guests;
  /** What its record may belong to, where none is certain and the user is asked. */
  belongs?: ParentQuestion;
  /** Runs in which the find is still to be repeated: two after a create in EspoCRM, which knows no idempotency. */
  lookAgain: number;
}

const NAMELESS = 'a guest without a name';
/** All who were invited: Exchange tells them, whether or not we can name them. */
export const mailsOf = ({ event }: OutlookItem): string[] =>
  event.invited.map(({ name, address }) => name || address || NAMELESS);

/** A series stands for itself: what is never done to one of its occurrences is never done to all of them. */
export const seriesOf = (item: OutlookItem): Pick<Link['outlook'], 'seriesMasterId' | 'originalStart'> => ({
  seriesMasterId: item.kind === 'master' ? item.id : item.seriesMasterId,
  originalStart: item.originalStart,
});

/** What an event says of itself as a whole, beside its fields. */
export const factsOf = (item: OutlookItem) => ({
  calendarId: item.calendarId,
  iCalUId: item.iCalUId,
  ...seriesOf(item),
  etag: item.etag,
  modifiedAt: item.modifiedAt,
  isOrganizer: item.isOrganizer,
  hasAttendees: item.hasAttendees,
  isOnline: item.isOnline,
  isPrivate: item.event.private,
  mails: mailsOf(item),
});

export function outlookHalf(item: OutlookItem, restId = '', label = ''): Link['outlook'] {
  return {
    restId,
    labelAtCreation: label,
    foreignChange: item.modifiedAt,
    ownEtag: '',
    textForm: item.textForm,
    ...factsOf(item),
  };
}

export function espoHalf(item: EspoItem, me: string): Link['espo'] {
  return {
    type: item.type,
    id: item.id,
    createdAt: item.createdAt,
    modifiedAt: item.modifiedAt,
    versionNumber: item.versionNumber,
    assignedToMe: item.assignedUserId === me,
    ...(item.shared ? { shared: true } : {}),
    countedStart: item.mine ? item.start : -1,
    foreignChange: item.modifiedAt,
    ownModifiedAt: 0,
    touched: item.hasOwnData,
  };
}

/** A new link between two items as they are now: nothing to write unless they differ later. */
export function newLink(
  pair: string,
  ids: { id: string; nonce: string },
  origin: Side,
  outlook: OutlookItem,
  espo: EspoItem,
  me: string,
  base: Link['base'],
  label = '',
): Link {
  return {
    id: ids.id,
    pair,
    state: 'active',
    reason: undefined,
    origin,
    outlookId: outlook.id,
    espoRef: espoRef(espo.type, espo.id),
    meetingKey: outlook.meetingKey,
    outlook: outlookHalf(outlook, '', label),
    espo: espoHalf(espo, me),
    base,
    observed: { outlook: {}, espo: {} },
    descriptionFrozen: false,
    attendeesAdded: [],
    generation: 0,
    nonce: ids.nonce,
    gone: '',
    quiet: false,
    wish: '',
    lookAgain: 0,
  };
}

/** Whoever gave the record a parent has answered what it belongs to. */
export function withParentOf(link: Link, { parent = '' }: EspoItem): Link {
  const { belongs, ...rest } = link;
  return belongs && parent !== '' ? rest : link;
}

/** Another state or reason is news: the user is asked again. */
export function withState(link: Link, state: LinkState, reason: Link['reason']): Link {
  const same = link.state === state && link.reason === reason;
  return { ...link, state, reason, quiet: link.quiet && same };
}

/** The link knowing that these items are not there any more. */
export const lacking = (link: Link, ...sides: readonly Side[]): Link => ({
  ...link,
  lacks: [...new Set([...(link.lacks ?? []), ...sides])],
});
export function complete(link: Link): Link {
  const { lacks, ...rest } = link;
  return lacks ? rest : link;
}

const DELETED: ReadonlySet<Link['reason']> = new Set<Link['reason']>([
  'deletedByPerson',
  'deletedByYou',
  'undoneByYou',
]);
/** It ended by a deletion, whoever's that was. */
export const wasDeleted = ({ reason }: Link): boolean => DELETED.has(reason);

/** The item was met again. */
export function having(link: Link, side: Side): Link {
  const { lacks, ...rest } = link;
  const left = lacks?.filter((one) => one !== side) ?? [];
  if (!lacks) return link;
  return left.length > 0 ? { ...rest, lacks: left } : rest;
}

/** What a side holds now, as far as the sync has read it. */
export function fieldsNow({ base, observed }: Link, side: Side): Fields {
  // Nine of ten links deviate nowhere: nothing is copied for them.
  for (const _ in observed[side]) return { ...base[side], ...observed[side] };
  return base[side];
}

/** The link after a side was read: only what deviates from the base is kept beside it. */
export function withObserved(link: Link, side: Side, fields: Fields): Link {
  const base = link.base[side];
  const deviating = Object.fromEntries(
    FIELD_NAMES.filter((f) => !sameField(f, fields[f], base[f])).map((f) => [f, fields[f]]),
  );
  return { ...link, observed: { ...link.observed, [side]: deviating } };
}

/** Something deviates from the base: the merge has to look at this link in every run. */
export const isDirty = (link: Link): boolean =>
  Object.keys(link.observed.outlook).length > 0 || Object.keys(link.observed.espo).length > 0;

/** Moves a half of the base; what is observed there and equal to it now is settled. */
export function withBase(link: Link, side: Side, fields: Partial<Fields>): Link {
  const now = fieldsNow(link, side);
  return withObserved({ ...link, base: { ...link.base, [side]: { ...link.base[side], ...fields } } }, side, now);
}

/** Whom a write has put on the record, so that only they are taken out again. */
export const addedBy = (
  attendees: { added: string[]; addresses: Record<string, string> } | undefined,
): Pick<Link, 'attendeesAdded' | 'attendeeAddresses'> => ({
  attendeesAdded: attendees?.added ?? [],
  attendeeAddresses: attendees?.addresses,
});
