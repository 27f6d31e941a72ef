/** What the page draws, worked out from the mailbox in the Graph stand-in: days of a view and the tiles on them. */
import { DAY } from '../../../src/shared/time.ts';
import { htmlToText } from '../graph/html.ts';
import { toEws } from '../graph/ids.ts';
import type { Mailbox, Ref, StoredEvent } from '../graph/model.ts';
import { asOccurrence } from '../graph/series.ts';
import type { Tenant } from '../graph/tenant.ts';
import { calendarView, type Shown } from '../graph/view.ts';
import { dayOf, fromWall, toIana, toWall } from '../graph/zones.ts';
import { ariaLabel, clock, longDate, peekTime, type Spoken, tileTitle } from './labels.ts';

export type View = 'day' | 'workweek' | 'week' | 'month';

export interface FeedOptions {
  view: View;
  date: string;
  lang: string;
  /** none: as if Outlook had changed, and nothing carried an id any more. */
  ids: 'default' | 'immutable' | 'none';
  tiles: number;
}

export interface Tile {
  id: string;
  subject: string;
  label: string;
  title: string;
  time: string;
  location: string;
  peek: string;
  organizer: string;
  body: string;
  calendar: string;
  allDay: boolean;
  recurring: boolean;
  isPrivate: boolean;
  cancelled: boolean;
  showAs: string;
  joinUrl: string;
  hue: number;
  /** Days it lies on; minutes of the day for a timed one. */
  pieces: { day: string; from: number; to: number }[];
}

export interface Feed {
  version: number;
  view: View;
  heading: string;
  previous: string;
  next: string;
  today: string;
  days: { date: string; number: string; name: string; offset: string; outside: boolean }[];
  calendars: { name: string; hue: number }[];
  zone: string;
  calendarId: string;
  tiles: Tile[];
}

const ms = (day: string) => Date.parse(`${day}T00:00:00Z`);
const text = (at: number) => new Date(at).toISOString().slice(0, 10);
export const plus = (day: string, days: number) => text(ms(day) + days * DAY);
const hueOf = (name: string) => [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360, 7);

function daysOf(view: View, date: string, lang: string): string[] {
  if (view === 'day') return [date];
  const weekday = new Date(ms(date)).getUTCDay();
  const lead = lang.startsWith('en') && lang !== 'en-GB' ? 0 : 1;
  if (view === 'workweek') return Array.from({ length: 5 }, (_, index) => plus(date, index + 1 - (weekday || 7)));
  if (view === 'week') return Array.from({ length: 7 }, (_, index) => plus(date, index - ((weekday - lead + 7) % 7)));
  const first = `${date.slice(0, 8)}01`;
  const start = plus(first, -((new Date(ms(first)).getUTCDay() - lead + 7) % 7));
  return Array.from({ length: 42 }, (_, index) => plus(start, index));
}

export const zoneOf = (box: Mailbox) => (box.timeZone && toIana(box.timeZone) ? box.timeZone : 'UTC');

function spoken(event: StoredEvent, zone: string, series: Spoken['series']): Spoken {
  const { isAllDay } = event;
  const wall = (at: { utc: number; zone: string }) =>
    isAllDay ? `${dayOf(at.utc, at.zone)}T00:00` : toWall(at.utc, zone).slice(0, 16);
  const start = wall(event.start);
  const end = isAllDay ? `${plus(wall(event.end).slice(0, 10), -1)}T00:00` : wall(event.end);
  return {
    subject: event.subject,
    location: event.location,
    organizer: event.attendees.length > 0 ? event.organizer.name : undefined,
    allDay: isAllDay,
    start,
    end: end < start ? start : end,
    showAs: event.showAs,
    isPrivate: event.sensitivity === 'private',
    series,
  };
}

function pieces(event: Spoken): Tile['pieces'] {
  const list: Tile['pieces'] = [];
  const [first, last] = [event.start.slice(0, 10), event.end.slice(0, 10)];
  const minutes = (wall: string) => Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16));
  for (let day = first; day <= last && list.length < 400; day = plus(day, 1)) {
    const from = event.allDay || day > first ? 0 : minutes(event.start);
    const to = event.allDay || day < last ? 1440 : minutes(event.end);
    if (day === first || to > 0) list.push({ day, from, to: Math.max(to, from + 15) });
  }
  return list;
}

/** One event as a tile, as seen through a calendar. */
export function tileOf(
  tenant: Tenant,
  shown: Pick<Shown, 'calendar' | 'event' | 'day'>,
  zone: string,
  options: Pick<FeedOptions, 'lang' | 'ids'>,
): Tile {
  const { calendar, day } = shown;
  const event = day === undefined ? shown.event : asOccurrence(tenant, shown.event, day);
  const ids = tenant.idsIn(calendar, shown.event, day);
  const series = day !== undefined ? 'occurrence' : event.type === 'exception' ? 'exception' : 'none';
  const said = spoken(event, zone, series);
  const twelve = options.lang.startsWith('en-US') || options.lang === 'en';
  return {
    id: options.ids === 'none' ? '' : toEws(options.ids === 'immutable' ? ids.immutableId : ids.id),
    subject: event.subject,
    label: ariaLabel(said, options.lang, twelve),
    title: tileTitle(said, options.lang, twelve),
    time: event.isAllDay ? '' : clock(said.start, twelve),
    location: event.location,
    peek: peekTime(said, options.lang, twelve),
    organizer: event.organizer.name,
    body: htmlToText(event.body),
    calendar: calendar.name,
    allDay: event.isAllDay,
    recurring: series !== 'none',
    isPrivate: said.isPrivate,
    cancelled: event.isCancelled,
    showAs: event.showAs,
    joinUrl: event.joinUrl ?? '',
    hue: hueOf(event.categories[0] ?? calendar.id),
    pieces: pieces(said),
  };
}

export function tileOfRef(tenant: Tenant, ref: Ref, zone: string, options: Pick<FeedOptions, 'lang' | 'ids'>): Tile {
  return tileOf(tenant, { calendar: ref.through ?? ref.event.calendar, event: ref.event, day: ref.day }, zone, options);
}

/** Tiles that belong to nothing, to fill a page up to a number. */
function fill(tiles: Tile[], days: string[], count: number): void {
  for (let index = tiles.length; index < count; index++) {
    const day = days[index % days.length] ?? '';
    const from = 360 + ((index * 35) % 840);
    const wall = `${day}T${String(Math.floor(from / 60)).padStart(2, '0')}:${String(from % 60).padStart(2, '0')}`;
    const said: Spoken = {
      subject: `Filler ${index}`,
      location: '',
      organizer: undefined,
      allDay: false,
      start: wall,
      end: wall,
      showAs: 'busy',
      isPrivate: false,
      series: 'none',
    };
    const id = `AAMkFiller${String(index).padStart(5, '0')}/with+both/${'0'.repeat(100)}AAA=`;
    const label = ariaLabel(said, 'en-US', true);
    tiles.push({
      id,
      subject: said.subject,
      label,
      title: tileTitle(said, 'en-US', true),
      time: clock(wall, true),
      location: '',
      peek: '',
      organizer: '',
      body: '',
      calendar: '',
      allDay: false,
      recurring: false,
      isPrivate: false,
      cancelled: false,
      showAs: 'busy',
      joinUrl: '',
      hue: (index * 47) % 360,
      pieces: [{ day, from, to: from + 30 }],
    });
  }
}

export function feed(tenant: Tenant, box: Mailbox, options: FeedOptions): Feed {
  const zone = zoneOf(box);
  const { view, date, lang } = options;
  const days = daysOf(view, date, lang);
  const [first = date, last = date] = [days[0], days.at(-1)];
  const from = fromWall(ms(first), zone) - DAY;
  const to = fromWall(ms(last) + DAY, zone) + DAY;
  const tiles = box.calendars
    .flatMap((calendar) => calendarView(tenant, calendar, from, to))
    .map((shown) => tileOf(tenant, shown, zone, options))
    .filter((tile) => tile.pieces.some(({ day }) => day >= first && day <= last));
  fill(tiles, days, options.tiles);
  const step = view === 'day' ? 1 : view === 'month' ? 31 : 7;
  const locale = lang === 'en' ? 'en-US' : lang;
  const offset = (day: string) => {
    const minutes = Math.round((ms(day) - fromWall(ms(day), zone)) / 60_000);
    const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
    return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
  };
  const month = new Date(ms(date)).toLocaleDateString(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return {
    version: Math.max(
      0,
      ...box.calendars.map((calendar) => (calendar.source ?? calendar).mailbox.changes.at(-1)?.seq ?? 0),
    ),
    view,
    heading:
      view === 'month'
        ? month
        : first === last
          ? longDate(first, lang)
          : `${longDate(first, lang)} – ${longDate(last, lang)}`,
    previous: view === 'month' ? `${plus(`${date.slice(0, 8)}01`, -1).slice(0, 8)}01` : plus(date, -step),
    next: view === 'month' ? `${plus(`${date.slice(0, 8)}01`, 32).slice(0, 8)}01` : plus(date, step),
    today: dayOf(tenant.world.now(), zone),
    days: days.map((day) => ({
      date: day,
      number: String(Number(day.slice(8))),
      name: new Date(ms(day)).toLocaleDateString(locale, { weekday: 'short', timeZone: 'UTC' }),
      offset: offset(day),
      outside: view === 'month' && day.slice(0, 7) !== date.slice(0, 7),
    })),
    calendars: box.calendars.map((calendar) => ({ name: calendar.name, hue: hueOf(calendar.id) })),
    zone,
    calendarId: tenant.defaultCalendar(box).id,
    tiles,
  };
}
