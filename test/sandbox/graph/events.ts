/** Handlers of event paths. */
import { createEvent, deleteEvent, removeEvent, respond, updateEvent } from './commands.ts';
import { type Context, done, metadata, type Reply, shapeOf } from './context.ts';
import { badRequest, GraphError } from './errors.ts';
import type { Filterable } from './filter.ts';
import { checkMatch, checkWritable, seenIn } from './find.ts';
import { withdraw } from './meetings.ts';
import type { Calendar, Fields, Ref, Response } from './model.ts';
import { allow, readExpand, readFilter, readNumber, readSelect, readWindow } from './query.ts';
import { etagOf, renderEvent, type Shape } from './render.ts';
import { makeException } from './series.ts';
import { calendarView, inCalendar, itemsOf, type Shown } from './view.ts';

const LIST = '$select $expand $filter $orderby $top $skip $count';

const preferred = (context: Context): [string, string][] =>
  context.prefer.applied.length === 0 ? [] : [['Preference-Applied', context.prefer.applied.join(', ')]];

/** A mailbox may hold thousands: only what the filter looks at is drawn. */
const lazily = (item: Shown, draw: () => Fields): Filterable => ({
  get fields() {
    return draw();
  },
  iCalUId: item.event.iCalUId ?? '',
  extended: item.event.extended,
});

/** One page of a list, with a nextLink when more is left. */
function page(context: Context, calendar: Calendar | undefined, items: Shown[], shape: Shape): Reply {
  const { query, tenant } = context;
  const filter = readFilter(query);
  const whole: Shape = { ...shape, select: undefined, extended: undefined };
  const one = (item: Shown, how: Shape) => renderEvent(tenant, item.calendar, item.event, item.day, how);
  let found = filter ? items.filter((item) => filter(lazily(item, () => one(item, whole)))) : items;
  const order = query.get('$orderby');
  if (order) found = sort(found, order, (item) => one(item, whole));
  const top = readNumber(query, '$top', 1, 1000);
  const wanted = Number.isInteger(context.prefer.pageSize) ? context.prefer.pageSize : undefined;
  const size = top ?? (wanted && wanted > 0 ? Math.min(wanted, 1000) : 10);
  const skip = readNumber(query, '$skip', 0, Number.MAX_SAFE_INTEGER) ?? 0;
  const body: Fields = { '@odata.context': metadata(context, `calendars('${calendar?.id ?? ''}')/events`) };
  if (query.get('$count') === 'true') body['@odata.count'] = found.length;
  body.value = found.slice(skip, skip + size).map((item) => one(item, shape));
  if (skip + size < found.length) {
    const next = new URLSearchParams(context.rawQuery);
    next.set('$skip', String(skip + size));
    if (top === undefined) next.set('$top', String(size));
    body['@odata.nextLink'] = `${context.base}${context.path}?${next}`;
  }
  return { status: 200, headers: preferred(context), body };
}

function sort(items: Shown[], order: string, fields: (item: Shown) => Fields): Shown[] {
  const [path = '', direction = 'asc'] = order.trim().split(/\s+/);
  const allowed = ['start/dateTime', 'end/dateTime', 'createdDateTime', 'lastModifiedDateTime', 'subject', 'iCalUId'];
  if (!allowed.includes(path)) throw badRequest(`Could not order by '${path}'.`);
  const value = (item: Shown) => {
    let have: unknown = fields(item);
    for (const part of path.split('/')) have = (have as Fields)[part];
    return String(have);
  };
  const sign = direction === 'desc' ? -1 : 1;
  return items
    .map((item) => [value(item), item] as const)
    .sort(([a], [b]) => sign * (a < b ? -1 : a > b ? 1 : 0))
    .map(([, item]) => item);
}

export function listEvents(context: Context, calendars: Calendar[]): Reply {
  allow(context.tenant, context.query, LIST);
  const shape = {
    ...shapeOf(context),
    select: readSelect(context.query, 'event'),
    ...readExpand(context.query, false),
  };
  const items = calendars.flatMap((calendar) =>
    inCalendar(calendar).map((event) => ({ calendar, event, start: event.start.utc, end: event.end.utc })),
  );
  return page(context, calendars[0], items, shape);
}

export function view(context: Context, calendar: Calendar): Reply {
  allow(context.tenant, context.query, `startdatetime enddatetime ${LIST}`);
  const { from, to } = readWindow(context.query);
  const shape = { ...shapeOf(context), select: readSelect(context.query, 'view'), ...readExpand(context.query, false) };
  return page(context, calendar, calendarView(context.tenant, calendar, from, to), shape);
}

export function instances(context: Context, ref: Ref): Reply {
  allow(context.tenant, context.query, `startdatetime enddatetime ${LIST}`);
  const { from, to } = readWindow(context.query);
  if (ref.event.type !== 'seriesMaster' || ref.day !== undefined) {
    throw new GraphError(400, 'ErrorInvalidRequest', 'Your request can only be made on a series master.');
  }
  const shape = { ...shapeOf(context), select: readSelect(context.query, 'view'), ...readExpand(context.query, false) };
  const items = itemsOf(seenIn(ref), ref.event, from, to).sort((a, b) => a.start - b.start);
  return page(context, seenIn(ref), items, shape);
}

function show(context: Context, ref: Ref, status: number, shape: Shape): Reply {
  const calendar = seenIn(ref);
  const body = renderEvent(context.tenant, calendar, ref.event, ref.day, shape);
  const whole = { '@odata.context': metadata(context, 'events/$entity'), ...body };
  return { status, headers: [...preferred(context), ['ETag', etagOf(ref.event)]], body: whole };
}

export function getEvent(context: Context, ref: Ref): Reply {
  allow(context.tenant, context.query, '$select $expand');
  const shape = { ...shapeOf(context), select: readSelect(context.query, 'event'), ...readExpand(context.query, true) };
  return show(context, ref, 200, shape);
}

export function postEvent(context: Context, calendar: Calendar): Reply {
  allow(context.tenant, context.query, '');
  checkWritable(calendar);
  const event = createEvent(context.tenant, calendar, context.body);
  const through = calendar.source ? calendar : undefined;
  const reply = show(context, { event, kind: 'default', through }, 201, shapeOf(context));
  reply.headers.push(['Location', `${context.base}/me/events('${String(reply.body?.id)}')`]);
  return reply;
}

export function patchEvent(context: Context, ref: Ref): Reply {
  allow(context.tenant, context.query, '');
  checkWritable(seenIn(ref));
  checkMatch(context, ref);
  const event = updateEvent(context.tenant, ref, context.body);
  return show(context, { ...ref, event, day: undefined }, 200, shapeOf(context));
}

export function dropEvent(context: Context, ref: Ref, hard: boolean): Reply {
  allow(context.tenant, context.query, '');
  checkWritable(seenIn(ref));
  checkMatch(context, ref);
  deleteEvent(context.tenant, ref, hard);
  return done(204);
}

const ANSWERS: Record<string, Response> = {
  accept: 'accepted',
  decline: 'declined',
  tentativelyAccept: 'tentativelyAccepted',
};

/** accept, decline, tentativelyAccept, cancel, permanentDelete. */
export function act(context: Context, ref: Ref, action: string): Reply {
  const { tenant, body } = context;
  allow(tenant, context.query, '');
  checkWritable(seenIn(ref));
  if (action === 'permanentDelete') return dropEvent(context, ref, true);
  const allowed = action === 'cancel' ? ['comment', 'Comment'] : ['comment', 'sendResponse', 'proposedNewTime'];
  const wrong = Object.keys(body).find((name) => !allowed.includes(name));
  if (wrong !== undefined)
    throw badRequest(
      `The parameter '${wrong}' in the request payload is not a valid parameter for the operation '${action}'.`,
    );
  if (action === 'cancel') {
    if (!ref.event.isOrganizer) {
      throw new GraphError(400, 'ErrorInvalidRequest', 'You need to be an organizer to cancel a meeting.');
    }
    if (ref.day !== undefined || ref.event.master) deleteEvent(tenant, ref);
    else {
      removeEvent(tenant, ref.event, false);
      if (!ref.event.isDraft) withdraw(tenant, ref.event, ref.event.attendees);
    }
    return done(202);
  }
  const event = ref.day === undefined ? ref.event : makeException(tenant, ref.event, ref.day);
  respond(tenant, event, ANSWERS[action] ?? 'none', body.sendResponse !== false);
  return done(202);
}
