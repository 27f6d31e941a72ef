/**
 * Puts the input into an Outlook mailbox of the Graph stand-in and into an EspoCRM (the stand-in, or a real one through
 * EspoHands). All dates lie ahead of `now` as the input says.
 */
import type { Reason } from '../../../src/shared/codes.ts';
import type { EspoServer } from '../espo/server.ts';
import type { Dump, GraphControl } from '../graph/control.ts';
import type { MailboxControl } from '../graph/mailbox-control.ts';
import { daysToClockChange, MAILBOX_ZONE, plusDays, plusMinutes, today } from './dates.ts';
import { ESPO_INPUT, type EspoInput } from './espo.ts';
import { OUTLOOK_INPUT, type OutlookInput } from './outlook.ts';
import { exampleEvent, recordedRequest } from './recorded.ts';

export interface Loaded {
  side: 'outlook' | 'espo';
  /** As the user sees it: the name that EspoCRM made of it, the subject that Outlook holds. */
  title: string;
  /** Outlook: both ids, as seen through the user's own calendar list. EspoCRM: one. */
  ids: string[];
  /** EspoCRM: entity type. */
  type: string;
  reason: Reason | undefined;
}

type Body = Record<string, unknown>;

/** What loading needs of an EspoCRM. Types are those of the input: Meeting, Call, Visit. */
export interface EspoHands {
  /** The entity type's name there; undefined where it does not exist. */
  typeName(type: EspoInput['type']): string | undefined;
  /** The location field of that type. */
  placeField(type: string): string | undefined;
  create(type: string, body: Body, as: 'user' | 'admin'): Promise<{ id: string; name: string }>;
  me: string;
  /** Ids of a colleague who may take part; undefined without one. */
  ben: string | undefined;
  /** Marks every record's name; '' in the stand-in. */
  prefix: string;
}

const OTHERS: Record<string, { name: string; address: string }> = {
  outside: { name: 'Bob Stone', address: 'bob@fabrikam.example' },
};

const person = (text: string) => {
  const [, name = text, address = text] = /^(.*) <(.*)>$/.exec(text) ?? [];
  return { type: 'required', emailAddress: { name, address } };
};

/** The fields of an event, as Graph takes them. */
function eventBody(input: OutlookInput, now: number): Body {
  const example = input.from === undefined ? undefined : exampleEvent(input.from);
  const date = plusDays(today(now), input.day === 'clockChange' ? daysToClockChange(now) : input.day);
  const zone = input.zone ?? example?.start.timeZone ?? MAILBOX_ZONE;
  const body: Body = { subject: input.subject };
  if (input.allDay !== undefined) {
    body['isAllDay'] = true;
    body['start'] = { dateTime: `${date}T00:00:00`, timeZone: MAILBOX_ZONE };
    body['end'] = { dateTime: `${plusDays(date, input.allDay)}T00:00:00`, timeZone: MAILBOX_ZONE };
  } else {
    const exampleMinutes = example && (Date.parse(example.end.dateTime) - Date.parse(example.start.dateTime)) / 60_000;
    const clock = input.at ?? example?.start.dateTime.slice(11, 19) ?? '09:00';
    const start = `${date}T${clock.length === 5 ? `${clock}:00` : clock}`;
    const end = plusMinutes(start, input.minutes ?? exampleMinutes ?? 30);
    body['start'] = { dateTime: start, timeZone: zone };
    body['end'] = { dateTime: end, timeZone: zone };
  }
  if (input.text !== undefined) body['body'] = { contentType: 'text', content: input.text };
  else if (input.html !== undefined) body['body'] = { contentType: 'html', content: input.html };
  else if (example?.body) body['body'] = { contentType: 'html', content: example.body.content };
  if (input.place !== undefined) body['location'] = { displayName: input.place };
  else if (example?.locations && example.locations.length > 1) body['locations'] = example.locations;
  else if (example?.location) body['location'] = { displayName: example.location.displayName };
  const people = input.people?.map(person) ?? example?.attendees ?? [];
  if (people.length > 0) body['attendees'] = people.map(({ type, emailAddress }) => ({ type, emailAddress }));
  if (input.sensitivity) body['sensitivity'] = input.sensitivity;
  if (input.showAs) body['showAs'] = input.showAs;
  if (input.categories) body['categories'] = input.categories;
  if (input.came === 'draft') body['isDraft'] = true;
  if (input.came === 'teams') Object.assign(body, { isOnlineMeeting: true, onlineMeetingProvider: 'teamsForBusiness' });
  if (input.series) body['recurrence'] = recurrence(input.series, date, zone);
  return body;
}

/** With the prefix behind the label; a label that nobody has there stops being one. */
function marked(input: OutlookInput, prefix: string, types: readonly string[]): OutlookInput {
  const [, label = '', rest = input.subject] = /^((?:Call|Visit): )?(.*)$/is.exec(input.subject) ?? [];
  const known = label === '' || types.some((type) => label.toLowerCase().startsWith(type.toLowerCase()));
  const subject = known ? `${label}${prefix}${rest}` : `${prefix}${rest}`;
  const { reason, ...others } = input;
  const still = reason !== undefined && (known || reason !== 'callAllDay');
  return { ...others, subject: subject.slice(0, 255), ...(still ? { reason } : {}) };
}

function recurrence(series: 'weekly' | 'daily', startDate: string, zone: string): Body {
  const weekday = new Date(`${startDate}T00:00:00Z`).toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' });
  const pattern =
    series === 'weekly'
      ? { type: 'weekly', interval: 1, daysOfWeek: [weekday.toLowerCase()], firstDayOfWeek: 'sunday' }
      : { type: 'daily', interval: 1 };
  const range = { type: 'numbered', startDate, numberOfOccurrences: 6, recurrenceTimeZone: zone };
  return { pattern, range };
}

function bring(mailbox: MailboxControl, team: MailboxControl, input: OutlookInput, now: number): Dump {
  const body = eventBody(input, now);
  const invited = input.came !== undefined && !['draft', 'teams'].includes(input.came);
  if (input.calendar === 'Team') return team.createEvent('Team', body);
  if (!invited) return mailbox.createEvent(input.calendar ?? 'default', body);
  const address = mailbox.box.address;
  const attendees = [{ type: 'required', emailAddress: { name: mailbox.box.name, address } }];
  const event = mailbox.receiveInvitation({ ...body, attendees }, OTHERS['outside'] ?? { name: '', address: '' });
  if (input.came === 'accepted') return mailbox.respond(event.id, 'accepted');
  if (input.came === 'tentative') return mailbox.respond(event.id, 'tentativelyAccepted');
  if (input.came === 'declined') return mailbox.respond(event.id, 'declined', { send: false });
  if (input.came === 'cancelled') return mailbox.receiveUpdate(event.id, 'cancelled');
  return event;
}

export interface OutlookOptions {
  /** Marks every subject, behind its label. */
  prefix?: string;
  /** Entity types that the EspoCRM has: events with another one's label count as the default's. */
  types?: string[];
}

/** The user is `oid`; `colleague` shares a read-only calendar. Mails that making the events sent are forgotten. */
export function loadOutlook(
  graph: GraphControl,
  oid: string,
  colleague: string,
  now: number,
  { prefix = '', types = ['Meeting', 'Call', 'Visit'] }: OutlookOptions = {},
): Loaded[] {
  const mailbox = graph.mailbox(oid);
  const team = graph.mailbox(colleague);
  mailbox.addCalendar({ name: 'Customers' });
  team.addCalendar({ name: 'Team' });
  const shared = team.shareCalendar('Team', oid, { name: 'Team' });
  // Anna's Outlook keeps declined events in the calendar, as the user may choose there.
  const { declineRemovesCopy } = graph.variants;
  graph.variants.declineRemovesCopy = false;
  const loaded = OUTLOOK_INPUT.map((plain): Loaded => {
    const input = marked(plain, prefix, types);
    const event = bring(mailbox, team, input, now);
    if (input.odd) mailbox.oddGuests(event.id, ...input.odd);
    if (input.former) mailbox.organizedAs(event.id, input.former);
    if (input.series === 'weekly') {
      const first = String((event['start'] as { dateTime: string }).dateTime).slice(0, 10);
      mailbox.updateOccurrence(event.id, plusDays(first, 7), { subject: `${input.subject}, moved elsewhere` });
      mailbox.deleteOccurrence(event.id, plusDays(first, 14));
    }
    const { id, immutableId } =
      input.calendar === 'Team'
        ? graph.tenant.idsIn(shared, team.find(event.id).event)
        : mailbox.find(event.immutableId).event;
    return { side: 'outlook', title: event.subject, ids: [id, immutableId], type: '', reason: input.reason };
  });
  graph.variants.declineRemovesCopy = declineRemovesCopy;
  graph.mails.length = 0;
  graph.log.length = 0;
  return loaded;
}

const stamp = (wall: string) => wall.replace('T', ' ');

/** Dates as recorded, moved to the day of the input. */
function when(input: EspoInput, recorded: Body, now: number): Body {
  const date = plusDays(today(now), input.day);
  const text = (name: string) => (typeof recorded[name] === 'string' ? (recorded[name] as string) : undefined);
  const days = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
  const first = text('dateStartDate');
  const allDay = input.allDay ?? (first && input.at === undefined ? 1 + days(first, text('dateEndDate') ?? first) : 0);
  if (allDay > 0)
    return {
      dateStartDate: date,
      dateEndDate: plusDays(date, allDay - 1),
      dateStart: null,
      dateEnd: null,
      isAllDay: true,
    };
  const start = text('dateStart');
  const end = text('dateEnd');
  const recordedMinutes = start && end ? (Date.parse(`${end}Z`) - Date.parse(`${start}Z`)) / 60_000 : 30;
  const clock = input.at ?? start?.slice(11) ?? '10:00';
  const wall = `${date}T${clock.length === 5 ? `${clock}:00` : clock}`;
  return { dateStart: stamp(wall), dateEnd: stamp(plusMinutes(wall, input.minutes ?? recordedMinutes)) };
}

/** Inputs whose entity type or colleague an EspoCRM lacks are left away. */
export async function loadEspo(espo: EspoHands, now: number): Promise<Loaded[]> {
  const loaded: Loaded[] = [];
  for (const input of ESPO_INPUT) {
    const type = espo.typeName(input.type);
    if (type === undefined || ((input.colleagues || input.withBen) && espo.ben === undefined)) continue;
    const recorded = input.from === undefined ? {} : recordedRequest(input.from);
    const place = input.place ?? recorded['location'];
    const field = espo.placeField(type);
    const users = input.colleagues || input.withBen ? [espo.me, espo.ben] : undefined;
    const body: Body = {
      name: `${espo.prefix}${input.name ?? String(recorded['name'])}`.slice(0, 255),
      description: input.text ?? recorded['description'] ?? null,
      status: input.status ?? 'Planned',
      assignedUserId: input.colleagues ? espo.ben : espo.me,
      ...when(input, recorded, now),
      ...(place !== undefined && field !== undefined ? { [field]: place } : {}),
      ...(users ? { usersIds: users } : {}),
    };
    const { id, name } = await espo.create(type, body, input.colleagues ? 'admin' : 'user');
    loaded.push({ side: 'espo', title: name, ids: [id], type, reason: input.reason });
  }
  return loaded;
}

/** The stand-in's hands: anna's records, ben as the colleague. */
export function handsOf(espo: EspoServer): EspoHands {
  const { control } = espo;
  const anna = control.act('anna');
  const admin = control.act('admin');
  const visit = espo.core.traits.customPrefix ? 'CVisit' : 'Visit';
  return {
    typeName: (type) => (type === 'Visit' ? visit : type),
    placeField: (type) => ['location', 'cLocation'].find((name) => espo.core.schema.hasField(type, name)),
    create: async (type, body, as) => {
      const made = (as === 'admin' ? admin : anna).create(type, body);
      return { id: made.id, name: String(made['name']) };
    },
    me: anna.id,
    ben: control.user('ben').id,
    prefix: '',
  };
}
