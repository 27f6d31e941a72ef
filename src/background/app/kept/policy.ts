/** What the settings and what is known of both sides make of the rules of one run. */
import type { Settings } from '../../../shared/settings';
import { DAY } from '../../../shared/time';
import { dateAt, ianaZone, startOfDay } from '../../outlook/zones';
import { domainOf, entriesOf } from '../../sync/model/people';
import { type CalendarRole, type EntityRights, isCalendar, type Policy } from '../../sync/model/policy';
import type { Feed, Range } from '../../sync/model/port';
import { mainCalendarOf, unknownCalendars } from './chosen-calendars';
import { goneChoices } from './gone-choices';
import { namesOf } from './names';
import type { Surroundings } from './surroundings';

const MONTHS = 24;
const REPLACED_BELOW = 365 * DAY;
/** No record is planned later than this; bounds the bisection of counts. */
const END_OF_TIME = Date.UTC(2100, 0, 1);

export interface Window {
  from: number;
  until: number;
}

/** One window per calendar, from Sync since - 1 day to today + 24 months + 1 day, replaced when less than 12 months remain ahead. */
export function windowFor(since: number, now: number, stored: Window | undefined): Window {
  const from = since - DAY;
  if (stored && stored.from === from && stored.until - now >= REPLACED_BELOW) return stored;
  const until = new Date(now);
  until.setUTCHours(0, 0, 0, 0);
  until.setUTCMonth(until.getUTCMonth() + MONTHS);
  return { from, until: until.getTime() + DAY };
}

/** "Sync since" as a date and as the first instant of that date in the mailbox's zone. */
export function sinceOf(settings: Settings, pairCreatedAt: number, zone: string): { date: string; instant: number } {
  const date = settings.syncSince || dateAt(pairCreatedAt, zone);
  return { date, instant: startOfDay(date, zone) };
}

export interface PolicyInput {
  settings: Settings;
  around: Surroundings;
  window: Window;
  pairCreatedAt: number;
  now: number;
  firstSync: boolean;
  /** Of the last trial; what is not said counts as no. */
  draftsMailNobody?: boolean;
}

/** Settings, rights and surroundings as what one run may do. */
export function makePolicy(input: PolicyInput): Policy {
  const { settings, around, window } = input;
  const { outlook, espo } = around;
  const zone = ianaZone(outlook.zone, ianaZone(espo.zone));
  const since = sinceOf(settings, input.pairCreatedAt, zone);
  const main = mainCalendarOf(settings, around);
  const gone = goneChoices(settings, around);
  const calendars: Record<string, CalendarRole> = {};
  // What is there and the choice no more keeps its links as they are until the user has chosen again.
  for (const c of outlook.calendars)
    if (c.id === main || settings.otherCalendars.includes(c.id) || gone.some((choice) => isCalendar(choice, c.id)))
      calendars[c.id] = { kind: c.own ? 'own' : 'shared', canEdit: c.canEdit };
  // Neither read nor written until somebody can say what it is (runs/assemble.ts).
  for (const id of unknownCalendars(settings, around)) calendars[id] = { kind: 'own', canEdit: true };
  const entities: Record<string, EntityRights> = {};
  for (const { type, label } of settings.entities) {
    const entity = espo.entities.find((e) => e.type === type);
    // Rights were lost: the entity pauses.
    if (entity)
      entities[type] = {
        ...entity.rights,
        allDay: entity.allDay,
        location: entity.locationField?.name ?? '',
        joinLink: entity.joinLinkField?.name ?? '',
        readOnly: entity.readOnly,
        completes: entity.completeTo !== undefined,
        attendees: entity.hasUsers,
        responses: entity.responses,
        defaultDuration: entity.defaultDuration,
        label,
      };
  }
  return {
    settings,
    now: input.now,
    since: since.instant,
    sinceDate: since.date,
    windowEnd: window.until,
    me: {
      espoUserId: espo.userId,
      addresses: [...new Set([...outlook.addresses, ...espo.addresses])],
      domains: [
        ...new Set([
          ...outlook.domains,
          ...espo.addresses.map(domainOf),
          ...[...entriesOf(settings.ownDomains)].map(domainOf),
        ]),
      ],
    },
    calendars,
    mainCalendar: main,
    names: namesOf(around),
    entities,
    skew: { outlook: 0, espo: 0 },
    known: new Map(),
    firstSync: input.firstSync,
    draftsMailNobody: input.draftsMailNobody ?? false,
    gone,
  };
}

/** Series as single records: 30 days back, 90 ahead (DESIGN 3.7), whole days, so that a run within a day asks for nothing more. */
function occurrencesFrom(now: number): Range {
  const today = Math.floor(now / DAY) * DAY;
  return { from: today - 30 * DAY, until: today + 91 * DAY };
}

/** Main first, so that a meeting in two calendars is met in the better one first. */
export function feedsOf(policy: Policy, window: Window): { outlook: Feed[]; espo: Feed[] } {
  const others = Object.keys(policy.calendars)
    .filter((id) => id !== policy.mainCalendar && policy.settings.otherCalendars.includes(id))
    .sort();
  const series = policy.settings.recurring ? { series: occurrencesFrom(policy.now) } : {};
  return {
    outlook: [policy.mainCalendar, ...others].filter((id) => id !== '').map((id) => ({ id, ...window, ...series })),
    espo: Object.keys(policy.entities).map((id) => ({ id, from: window.from, until: END_OF_TIME })),
  };
}
