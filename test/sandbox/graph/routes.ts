/** Which handler a path has, and which scopes it needs (graph.md 10). */
import type { Context, Reply } from './context.ts';
import { accessDenied, badRequest, GraphError, noSegment } from './errors.ts';
import { act, dropEvent, getEvent, instances, listEvents, patchEvent, postEvent, view } from './events.ts';
import { findCalendar, findEvent } from './find.ts';
import {
  delta,
  getCalendar,
  getMe,
  getSettings,
  getZones,
  listCalendars,
  patchCalendar,
  translate,
} from './mailbox.ts';
import type { Calendar } from './model.ts';

const ACTIONS = ['accept', 'decline', 'tentativelyAccept', 'cancel', 'permanentDelete'];

function need(context: Context, ...scopes: string[]): void {
  if (!context.tenant.quirks.scopes) return;
  const have = context.identity.scopes.map((scope) => scope.toLowerCase().replace('https://graph.microsoft.com/', ''));
  if (!scopes.some((scope) => have.includes(scope.toLowerCase()))) throw accessDenied();
}

function needCalendar(context: Context, writing: boolean): void {
  const write = ['Calendars.ReadWrite', 'Calendars.ReadWrite.Shared'];
  need(context, ...write, ...(writing ? [] : ['Calendars.Read', 'Calendars.Read.Shared']));
}

function wrongMethod(): GraphError {
  return new GraphError(405, 'Request_BadRequest', 'Specified HTTP method is not allowed for the request target.');
}

function events(context: Context, calendar: Calendar | undefined, rest: string[]): Reply {
  const { method, tenant, box } = context;
  const [id, action, more] = rest;
  if (more !== undefined) throw noSegment(action ?? '');
  const fallback = () => calendar ?? tenant.defaultCalendar(box);
  if (id === undefined) {
    needCalendar(context, method !== 'GET');
    const own =
      tenant.variants.eventsSpanCalendars && !calendar ? box.calendars.filter((one) => !one.source) : [fallback()];
    if (method === 'GET') return listEvents(context, own);
    if (method === 'POST') return postEvent(context, fallback());
    throw wrongMethod();
  }
  if (id === 'delta') {
    needCalendar(context, false);
    const how = tenant.variants.eventsDelta;
    if (how === 'windowless') return delta(context, fallback(), true);
    if (how === 'startRequired') {
      throw new GraphError(400, 'ErrorInvalidParameter', "The value '' of parameter 'StartDateTime' is invalid.");
    }
    // Documented for beta only; refused as in msgraph-metadata#608.
    throw badRequest("Unsupported request: Change tracking is not supported against 'microsoft.graph.event'.");
  }
  const reading = method === 'GET';
  needCalendar(context, !reading);
  // The second segment of an id with a slash in it (graph.md 2).
  if (action !== undefined && action !== 'instances' && !ACTIONS.includes(action)) throw noSegment(action);
  const ref = findEvent(context, id, calendar, reading);
  if (action === 'instances') {
    if (!reading) throw wrongMethod();
    return instances(context, ref);
  }
  if (action !== undefined) {
    if (method !== 'POST') throw wrongMethod();
    return act(context, ref, action);
  }
  if (method === 'GET') return getEvent(context, ref);
  if (method === 'PATCH') return patchEvent(context, ref);
  if (method === 'DELETE') return dropEvent(context, ref, false);
  throw wrongMethod();
}

function calendarPath(context: Context, calendar: Calendar | undefined, rest: string[]): Reply {
  const [head, ...more] = rest;
  const target = () => calendar ?? context.tenant.defaultCalendar(context.box);
  if (head === 'events') return events(context, calendar, more);
  if (head?.toLowerCase() === 'calendarview') {
    needCalendar(context, false);
    if (context.method !== 'GET') throw wrongMethod();
    if (more.length === 0) return view(context, target());
    if (more.length === 1 && more[0]?.toLowerCase() === 'delta') return delta(context, target());
    throw noSegment(more[0] ?? '');
  }
  throw noSegment(head ?? '');
}

function one(context: Context, calendar: Calendar, rest: string[]): Reply {
  if (rest.length > 0) return calendarPath(context, calendar, rest);
  if (context.method === 'GET') return getCalendar(context, calendar);
  needCalendar(context, true);
  if (context.method === 'PATCH') return patchCalendar(context, calendar);
  throw wrongMethod();
}

export function route(context: Context, segments: string[]): Reply {
  const { method, box, tenant } = context;
  const [me, head, ...rest] = segments;
  if (me !== 'me') throw noSegment(me ?? '');
  if (head === undefined) {
    need(context, 'User.Read');
    if (method !== 'GET') throw wrongMethod();
    return getMe(context);
  }
  if (head === 'translateExchangeIds' && rest.length === 0) {
    need(context, 'User.Read');
    if (method !== 'POST') throw wrongMethod();
    return translate(context);
  }
  if (!box.enabled)
    throw new GraphError(404, 'MailboxNotEnabledForRESTAPI', 'REST API is not yet supported for this mailbox.');
  if (head === 'mailboxSettings' && rest.length === 0) {
    need(context, 'MailboxSettings.Read', 'MailboxSettings.ReadWrite');
    if (method !== 'GET') throw wrongMethod();
    return getSettings(context);
  }
  const zones = /^supportedTimeZones(?:\((?:TimeZoneStandard=microsoft\.graph\.timeZoneStandard'(\w+)')?\))?$/.exec(
    rest[0] ?? '',
  );
  if (head === 'outlook' && rest.length === 1 && zones) {
    need(context, 'User.Read');
    return getZones(context, zones[1]);
  }
  if (head === 'calendars') {
    needCalendar(context, false);
    if (rest.length === 0) {
      if (method === 'GET') return listCalendars(context);
      throw wrongMethod();
    }
    return one(context, findCalendar(context, rest[0] ?? ''), rest.slice(1));
  }
  if (head === 'calendar') {
    needCalendar(context, false);
    return one(context, tenant.defaultCalendar(box), rest);
  }
  return calendarPath(context, undefined, [head, ...rest]);
}
