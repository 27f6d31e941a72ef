/** The shapes of Graph's answers, cut to what is used. */
import * as v from 'valibot';
import { SyncError } from '../../shared/codes';
import { isNobodys } from '../../shared/own';
import { parseOne } from '../net/parse-one';
import { nameText, shortText } from '../net/short-text';
import { isZone } from './zones';

const text = v.nullish(v.string(), '');
/** It becomes part of paths and the key of maps: dots alone would lead elsewhere. */
const Id = v.pipe(v.string(), v.regex(/[^.]/), v.maxLength(2000), v.check(isNobodys));
/** Markers stand here. */
const properties = v.nullish(v.array(v.object({ id: v.string(), value: text })), []);
/** Missing, null or empty: there is none. */
const link = v.nullish(v.string(), '');
/** Wall times as Graph writes them, seven digits and no zone. */
export const wallOf = (text: string): number => Date.parse(`${text.slice(0, 23).replace(/Z$/, '')}Z`);
// What cannot be read must not seem moved to 1970.
const time = v.pipe(
  v.string(),
  v.check((said) => !Number.isNaN(wallOf(said))),
);
const DateTimeZone = v.object({ dateTime: time, timeZone: text });

/** Texts beside what is needed: what is none is not there. */
const texts = v.pipe(
  v.fallback(v.nullish(v.array(v.unknown()), []), []),
  v.transform((all) => all.filter((one): one is string => typeof one === 'string')),
);

/** People are counted before anybody asks what can be made of them: what fits no shape is still somebody (rule 5). */
const loose = v.fallback(text, '');
const Person = v.nullish(
  v.object({ emailAddress: v.fallback(v.nullish(v.object({ address: loose, name: loose })), undefined) }),
);
const Guest = v.object({
  type: v.fallback(v.nullish(v.string(), 'required'), 'required'),
  status: v.fallback(v.nullish(v.object({ response: v.fallback(v.nullish(v.string(), 'none'), 'none') })), undefined),
  emailAddress: v.fallback(v.nullish(v.object({ address: loose, name: loose })), undefined),
});
const NOBODY_KNOWS: v.InferOutput<typeof Guest> = { type: 'required', status: undefined, emailAddress: undefined };
const Guests = v.pipe(
  v.unknown(),
  v.transform((sent): v.InferOutput<typeof Guest>[] => {
    if (sent === undefined || sent === null) return [];
    return (Array.isArray(sent) ? sent : [sent]).map((one) => {
      const guest = v.safeParse(Guest, one);
      return guest.success ? guest.output : NOBODY_KNOWS;
    });
  }),
);

/** An event as Graph returns it, cut to what is used. An occurrence stub has hardly more than its id, start and end (graph.md 1). */
const Sent = v.object({
  id: Id,
  '@odata.etag': text,
  changeKey: text,
  type: v.nullish(v.string(), 'singleInstance'),
  subject: shortText,
  body: v.nullish(v.object({ contentType: text, content: text })),
  // Every event has them, a stub too: one without is not readable, and must not seem moved to 1970.
  start: DateTimeZone,
  end: DateTimeZone,
  isAllDay: v.nullish(v.boolean(), false),
  isCancelled: v.nullish(v.boolean(), false),
  isDraft: v.nullish(v.boolean(), false),
  isOrganizer: v.nullish(v.boolean()),
  isOnlineMeeting: v.nullish(v.boolean(), false),
  onlineMeeting: v.nullish(v.object({ joinUrl: shortText })),
  sensitivity: v.nullish(v.string(), 'normal'),
  showAs: v.nullish(v.string(), 'busy'),
  categories: texts,
  isReminderOn: v.fallback(v.nullish(v.boolean(), false), false),
  reminderMinutesBeforeStart: v.fallback(v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0)), 0), 0),
  responseStatus: v.nullish(v.object({ response: v.nullish(v.string(), 'none') })),
  location: v.nullish(v.object({ displayName: shortText })),
  attendees: v.optional(Guests),
  organizer: v.fallback(Person, { emailAddress: undefined }),
  iCalUId: text,
  seriesMasterId: text,
  originalStart: text,
  createdDateTime: text,
  lastModifiedDateTime: text,
  singleValueExtendedProperties: properties,
});
/** All that is used of an event, and nothing else: what is asked for wherever Graph lets one choose (not in views, graph.md 1 and 6). */
export const EVENT_FIELDS = Object.keys(Sent.entries)
  .filter((name) => !name.startsWith('@') && name !== 'singleValueExtendedProperties')
  .join(',');

/** Of a series, what its occurrences are called. */
export const Titled = v.object({ subject: shortText });

/** Which occurrence it is has one spelling, whoever reads it; an answer that leaves it out means one that was never moved. */
export const GraphEvent = v.pipe(
  Sent,
  // Times in a zone that nobody knows are no times; the label of an all-day event means nothing (graph.md 7).
  v.forward(
    v.check(({ isAllDay, start, end }) => isAllDay || (isZone(start.timeZone) && isZone(end.timeZone))),
    ['start'],
  ),
  v.transform((event) => ({ ...event, originalStart: originalStartOf(event) })),
);
export type GraphEvent = v.InferOutput<typeof GraphEvent>;

function originalStartOf({ type, originalStart, start }: v.InferOutput<typeof Sent>): string {
  const said = originalStart || (type === 'occurrence' ? `${start.dateTime.slice(0, 23).replace(/Z$/, '')}Z` : '');
  const time = Date.parse(said);
  return Number.isNaN(time) ? said : new Date(time).toISOString();
}

const Removed = v.object({ id: Id, '@removed': v.looseObject({}) });

export const EventPage = v.object({
  value: v.array(v.unknown()),
  '@odata.nextLink': link,
  '@odata.deltaLink': link,
});

/** An event that says something which cannot be understood; by id it is "unknown", never gone. */
export interface UnreadEvent {
  id: string;
  problem: string;
  /** As far as it can be read. */
  event: GraphEvent | undefined;
  /** Where that is all; '' where nobody can say whether it is private (rule 9). */
  title: string;
  /** Whatever else it says. */
  marked: MarkedEvent | undefined;
}

/** What a marker needs to be known by. */
export const MarkedEvent = v.object({
  id: Id,
  createdDateTime: v.fallback(v.nullish(v.string(), ''), ''),
  singleValueExtendedProperties: properties,
});
export type MarkedEvent = v.InferOutput<typeof MarkedEvent>;

export interface Page {
  events: GraphEvent[];
  unread: UnreadEvent[];
  removed: string[];
  next: string | undefined;
  delta: string | undefined;
}

const Named = v.object({ id: Id });
const Shown = v.object({ subject: v.string(), sensitivity: v.literal('normal') });

/** The items of one page: events, and ids reported as removed. */
export function parsePage(body: unknown): Page {
  const page = parse(EventPage, body, 'event page');
  const events: GraphEvent[] = [];
  const unread: UnreadEvent[] = [];
  const removed: string[] = [];
  for (const item of page.value) {
    const gone = v.safeParse(Removed, item);
    if (gone.success) removed.push(gone.output.id);
    else {
      const { value: event, problem } = parseOne(GraphEvent, item);
      const named = v.safeParse(Named, item);
      if (event && problem === '') events.push(event);
      // One that has no id cannot be named, nor asked for.
      else if (named.success) {
        const titled = v.safeParse(Shown, item);
        const title = titled.success ? titled.output.subject : '';
        const marked = v.safeParse(MarkedEvent, item);
        unread.push({
          id: named.output.id,
          problem,
          event: event && hidden(event, problem),
          title,
          marked: marked.success ? marked.output : undefined,
        });
      }
    }
  }
  return {
    events,
    unread,
    removed,
    next: page['@odata.nextLink'] || undefined,
    delta: page['@odata.deltaLink'] || undefined,
  };
}

/** Whether it is private cannot be read: then it is (rule 9). */
const hidden = (event: GraphEvent, problem: string): GraphEvent =>
  problem.includes('sensitivity') ? { ...event, sensitivity: 'private' } : event;

/** What is asked of calendars: all of it at once has failed for days where this little was answered (graph.md 22). */
export const CALENDARS = '/me/calendars?$top=100&$select=id,name,isDefaultCalendar,canEdit,owner';

export const Calendars = v.object({
  value: v.array(
    v.object({
      id: Id,
      // One strange calendar must not take the others away, nor itself.
      name: v.fallback(nameText, ''),
      isDefaultCalendar: v.fallback(v.nullish(v.boolean(), false), false),
      canEdit: v.fallback(v.nullish(v.boolean(), false), false),
      owner: v.fallback(v.nullish(v.object({ address: text, name: text })), null),
    }),
  ),
  '@odata.nextLink': link,
});

export const Me = v.object({
  id: Id,
  displayName: nameText,
  mail: text,
  userPrincipalName: text,
  proxyAddresses: texts,
  otherMails: texts,
});
export const Zones = v.object({ value: v.array(v.object({ alias: text, displayName: text })) });
export const MailboxSettings = v.object({ timeZone: v.nullish(v.string(), '') });
export const Translated = v.object({
  value: v.array(v.object({ sourceId: v.nullish(v.string()), targetId: v.nullish(v.string()) })),
});

/** What comes from outside is parsed at the edge; what does not fit has a name and a place. */
export function parse<T>(schema: v.GenericSchema<unknown, T>, body: unknown, what: string): T {
  const parsed = v.safeParse(schema, body);
  if (parsed.success) return parsed.output;
  const path = parsed.issues[0].path?.map((p) => String(p.key)).join('.') ?? '';
  throw new SyncError('ms.unreadable', `${what} ${path}`.trim());
}
