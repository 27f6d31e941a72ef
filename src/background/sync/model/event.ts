/** The common form of an Outlook event and an EspoCRM record. Instants are UTC milliseconds, dates are `YYYY-MM-DD`. */
import { isDue } from '../../../shared/due';
import { FIELD_WORDS } from '../../../shared/fields';
import { DAY } from '../../../shared/time';
import { ownWords } from './own-words';

export interface Timed {
  kind: 'timed';
  start: number;
  end: number;
}
/** Both dates inclusive; no zone, because an all-day event has none. */
export interface AllDay {
  kind: 'allDay';
  first: string;
  last: string;
}
export type When = Timed | AllDay;

/** EspoCRM's status lists folded to four; Outlook knows no outcome. Tentative only where the user wants it and the record has a word for it. */
export type Status = 'planned' | 'tentative' | 'held' | 'cancelled';

/** Nobody has said what became of it. */
export const isStillPlanned = (status: Status): boolean => status === 'planned' || status === 'tentative';

/** What is merged field by field. '' is "none" for every text. */
export interface Fields {
  title: string;
  when: When;
  location: string;
  description: string;
  status: Status;
  /** Who takes part, with their responses, as one text (people.ts). Only Outlook knows; EspoCRM's half is always ''. */
  attendees: string;
  /** The user's own response to somebody else's invitation; '' for none. From Outlook, like attendees. */
  response: string;
  /** Of an online meeting; '' for none, and where no field of EspoCRM was chosen for it. Travels to EspoCRM only. */
  joinLink: string;
}
export type FieldName = keyof Fields;
export const FIELD_NAMES = FIELD_WORDS satisfies readonly FieldName[];

/** Known in Outlook only and carried to EspoCRM: never read back, never merged. */
export const isOneWay = (field: FieldName): field is 'attendees' | 'response' =>
  field === 'attendees' || field === 'response';

export type Response = 'none' | 'organizer' | 'accepted' | 'tentative' | 'declined' | 'notResponded';

export interface Attendee {
  address: string;
  name: string;
  response: Response;
  kind: 'person' | 'room';
}

export interface Event extends Fields {
  private: boolean;
  invited: Attendee[];
  organizer: { address: string; name: string } | undefined;
}

/** UTC milliseconds of the start; of an all-day event the start of its first date in UTC. */
export const startOf = (when: When): number => (when.kind === 'timed' ? when.start : Date.parse(when.first));

/** When it is over wherever on earth it took place: an all-day event ends with its last date in the last zone, twelve hours behind UTC. */
export const endOf = (when: When): number => (when.kind === 'timed' ? when.end : Date.parse(when.last) + DAY + DAY / 2);

export function sameWhen(a: When, b: When): boolean {
  if (a.kind === 'timed') return b.kind === 'timed' && a.start === b.start && a.end === b.end;
  return b.kind === 'allDay' && a.first === b.first && a.last === b.last;
}

/** No time at all: EspoCRM stores it, Outlook refuses it. */
export const endsBeforeStart = (when: When): boolean =>
  when.kind === 'timed' ? when.end < when.start : when.last < when.first;

export function sameField<F extends FieldName>(field: F, a: Fields[F], b: Fields[F]): boolean {
  return field === 'when' ? sameWhen(a as When, b as When) : a === b;
}

/** Asked of every item that a run speaks of, so by name instead of over FIELD_NAMES. */
export function sameFields(a: Fields, b: Fields): boolean {
  return (
    a.title === b.title &&
    sameWhen(a.when, b.when) &&
    a.location === b.location &&
    a.description === b.description &&
    a.status === b.status &&
    a.attendees === b.attendees &&
    a.response === b.response &&
    a.joinLink === b.joinLink
  );
}

export function assign<F extends FieldName>(target: Partial<Fields>, field: F, value: Fields[F]): void {
  target[field] = value;
}

/** Only the merged fields of an event. */
export function fieldsOf(event: Fields): Fields {
  return {
    title: event.title,
    when: event.when,
    location: event.location,
    description: event.description,
    status: event.status,
    attendees: event.attendees,
    response: event.response,
    joinLink: event.joinLink,
  };
}

/** One field as a person reads it in the activity log. */
export function fieldText(field: FieldName, fields: Partial<Fields>): string {
  const value = fields[field];
  if (value === undefined) return '';
  return field === 'when' ? whenText(value as When) : (value as string);
}

export function whenText(when: When): string {
  return when.kind === 'allDay'
    ? `${when.first} - ${when.last}`
    : `${new Date(when.start).toISOString()} - ${new Date(when.end).toISOString()}`;
}

/** A title without what servers and people vary: case, blanks, and the characters that EspoCRM refuses. */
export function normalisedTitle(title: string): string {
  return (
    title
      .normalize('NFC')
      .replace(/[<>=‹›＝]/gu, '')
      .replace(/\s+/gu, ' ')
      .trim()
      .toLowerCase()
      // A record must have a name: this is what stands there for none (espo/mapping.ts).
      .replace(/^\(no subject\)$/, '')
      .slice(0, 200)
  );
}

/** What says when and what a meeting is. */
export type Gist = Pick<Fields, 'title' | 'when' | 'description'>;

/**
 * Same times and same normalised name: the key by which twins meet. No name is nobody's name (rule 2): a meeting without one is known by its
 * text, and without that by nothing; then the key is ''.
 */
export function twinKey({ title, when, description }: Gist): string {
  const name = normalisedTitle(title) || textInstead(description);
  return name === '' ? '' : `${spanOf(when)}|${name}`;
}

/** What is due is nobody's meeting: it is found by its times and name, and is no twin of anything. */
export const placeOfRecord = (type: string, gist: Gist): string =>
  isDue(type) ? twinKey(gist).replace('|', ` ${type}|`) : twinKey(gist);

/** A line break stands in no name. */
function textInstead(description: string): string {
  const words = ownWords(description);
  return words === '' ? '' : `\n${words.slice(0, 200)}`;
}

/** From when to when, as one text. */
export const spanOf = (when: When): string =>
  when.kind === 'allDay' ? `${when.first}/${when.last}` : `${when.start}/${when.end}`;

export const areTwins = (a: Gist, b: Gist): boolean => twinKey(a) !== '' && twinKey(a) === twinKey(b);
