/** Handlers of everything that is not an event: the user, the mailbox, its calendars, delta, id translation. */
import { type Context, metadata, ok, type Reply, shapeOf } from './context.ts';
import { accessDenied, badRequest, GraphError, invalidProperty } from './errors.ts';
import { newChangeKey, toEws } from './ids.ts';
import { mergeExtended, readExtended } from './input.ts';
import type { Calendar, Fields } from './model.ts';
import { allow, readExpand, readFilter, readNumber, readSelect, readWindow } from './query.ts';
import { renderCalendar } from './render.ts';
import { zonesBy } from './zones.ts';

const pick = (all: Fields, select: Set<string> | undefined): Fields =>
  select ? Object.fromEntries(Object.entries(all).filter(([key]) => select.has(key) || key === 'id')) : all;

export function getMe(context: Context): Reply {
  allow(context.tenant, context.query, '$select');
  const { box } = context;
  const [givenName = '', ...rest] = box.name.split(' ');
  const all: Fields = {
    businessPhones: [],
    displayName: box.name,
    givenName,
    jobTitle: null,
    mail: box.address,
    mobilePhone: null,
    officeLocation: null,
    preferredLanguage: box.locale,
    surname: rest.join(' '),
    userPrincipalName: box.address,
    id: box.oid,
  };
  const select = readSelect(context.query, 'user');
  // Only where they are asked for by name.
  const guid = box.guid.replaceAll('-', '');
  const legacy = `/o=ExchangeLabs/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=${guid}-${box.oid}`;
  if (select)
    Object.assign(all, {
      otherMails: box.otherMails,
      proxyAddresses: [
        `X500:${legacy}`,
        `SIP:${box.address}`,
        ...box.aliases.map((one) => `smtp:${one}`),
        `SMTP:${box.address}`,
      ],
    });
  return ok({ '@odata.context': `${context.base}/$metadata#users/$entity`, ...pick(all, select) });
}

export function getSettings(context: Context): Reply {
  allow(context.tenant, context.query, '');
  const { box } = context;
  const zone = box.timeZone ?? '';
  return ok({
    '@odata.context': metadata(context, 'mailboxSettings'),
    archiveFolder: '',
    timeZone: zone,
    delegateMeetingMessageDeliveryOptions: 'sendToDelegateOnly',
    dateFormat: 'M/d/yyyy',
    timeFormat: 'h:mm tt',
    userPurpose: 'user',
    automaticRepliesSetting: {
      status: 'disabled',
      externalAudience: 'all',
      internalReplyMessage: '',
      externalReplyMessage: '',
      scheduledStartDateTime: { dateTime: '2026-01-01T00:00:00.0000000', timeZone: 'UTC' },
      scheduledEndDateTime: { dateTime: '2026-01-02T00:00:00.0000000', timeZone: 'UTC' },
    },
    language: { locale: box.locale, displayName: box.locale },
    workingHours: {
      daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
      startTime: '08:00:00.0000000',
      endTime: '17:00:00.0000000',
      timeZone: { name: zone || 'UTC' },
    },
  });
}

export function getZones(context: Context, standard = 'Windows'): Reply {
  const value = zonesBy(standard === 'Iana');
  return ok({ '@odata.context': `${context.base}/$metadata#Collection(microsoft.graph.timeZoneInformation)`, value });
}

export function listCalendars(context: Context): Reply {
  allow(context.tenant, context.query, '$select $top $skip $filter $expand $orderby');
  const shape = { select: readSelect(context.query, 'calendar'), ...readExpand(context.query, false) };
  const filter = readFilter(context.query);
  const top = readNumber(context.query, '$top', 1, 1000) ?? 10;
  const skip = readNumber(context.query, '$skip', 0, 100_000) ?? 0;
  const all = context.box.calendars.filter(
    (one) => !filter || filter({ fields: renderCalendar(context.tenant, one, {}), extended: one.extended }),
  );
  const body: Fields = { '@odata.context': metadata(context, 'calendars') };
  body.value = all.slice(skip, skip + top).map((calendar) => renderCalendar(context.tenant, calendar, shape));
  if (skip + top < all.length) {
    const next = new URLSearchParams(context.rawQuery);
    next.set('$skip', String(skip + top));
    body['@odata.nextLink'] = `${context.base}${context.path}?${next}`;
  }
  return ok(body);
}

export function getCalendar(context: Context, calendar: Calendar): Reply {
  allow(context.tenant, context.query, '$select $expand');
  const shape = { select: readSelect(context.query, 'calendar'), ...readExpand(context.query, false) };
  return ok({
    '@odata.context': metadata(context, 'calendars/$entity'),
    ...renderCalendar(context.tenant, calendar, shape),
  });
}

/** Name, colour, and the extended property a lease lives in. Calendars carry no etag: If-Match is not looked at. */
export function patchCalendar(context: Context, calendar: Calendar): Reply {
  allow(context.tenant, context.query, '');
  const { body } = context;
  for (const name of Object.keys(body)) {
    if (name.startsWith('@odata.')) continue;
    if (!['name', 'color', 'hexColor', 'isDefaultCalendar', 'singleValueExtendedProperties'].includes(name)) {
      throw new GraphError(
        400,
        'RequestBodyRead',
        `The property '${name}' does not exist on type 'microsoft.graph.calendar'.`,
      );
    }
  }
  if (!calendar.canEdit) throw accessDenied();
  if (body.name !== undefined) {
    if (typeof body.name !== 'string' || body.name === '') throw invalidProperty();
    if (context.box.calendars.some((one) => one !== calendar && one.name === body.name)) {
      throw new GraphError(409, 'ErrorFolderExists', 'A folder with the specified name already exists.');
    }
    calendar.name = body.name;
  }
  if (typeof body.color === 'string') calendar.color = body.color;
  if (typeof body.hexColor === 'string') calendar.hexColor = body.hexColor;
  if (body.singleValueExtendedProperties !== undefined) {
    calendar.extended = mergeExtended(calendar.extended, readExtended(body.singleValueExtendedProperties));
  }
  calendar.changeKey = newChangeKey(context.tenant.world);
  return ok({
    '@odata.context': metadata(context, 'calendars/$entity'),
    ...renderCalendar(context.tenant, calendar, {}),
  });
}

export function delta(context: Context, calendar: Calendar, windowless = false): Reply {
  const { tenant, query, deltas } = context;
  const refused = [...query.keys()].filter((name) =>
    /^\$(select|filter|orderby|search|expand|top|skip|count)$/.test(name),
  );
  if (tenant.quirks.deltaRefusesOptions && !windowless) {
    // The error of docs#2270; the others are refused together.
    if (refused.includes('$expand'))
      throw new GraphError(500, 'InternalServerError', 'Value cannot be null.\r\nParameter name: type');
    if (refused.length > 0) {
      throw new GraphError(
        400,
        'ErrorInvalidUrlQuery',
        "The following parameters are not supported with change tracking over the 'CalendarView' resource: '$orderby, $filter, $select, $search, $expand, $top'.",
      );
    }
  }
  allow(
    tenant,
    query,
    `startdatetime enddatetime $deltatoken $skiptoken ${tenant.quirks.deltaRefusesOptions && !windowless ? '' : refused.join(' ')}`,
  );
  const asked = context.prefer.pageSize;
  const cap = tenant.quirks.pageSizeCap ? 50 : 100_000;
  const size = asked !== undefined && asked > 0 ? Math.min(cap, asked) : 10;
  const shape = shapeOf(context);
  const skip = query.get('$skiptoken');
  const token = query.get('$deltatoken');
  if ((skip !== undefined || token !== undefined) && (query.has('startdatetime') || query.has('enddatetime'))) {
    // The window is in the token and must not be sent again.
    throw new GraphError(400, 'ErrorInvalidUrlQuery', 'The time window may not be given together with a token.');
  }
  let page: ReturnType<typeof deltas.start>;
  if (skip !== undefined) page = deltas.follow(calendar, 'skip', skip, shape, size);
  else if (token !== undefined) page = deltas.follow(calendar, 'delta', token, shape, size);
  else {
    const open = { from: undefined, to: Number.POSITIVE_INFINITY };
    const { from, to } = windowless ? open : readWindow(query);
    page = deltas.start(calendar, from, to, shape, size);
  }
  const link = `${context.base}${context.path}`;
  const body: Fields = { '@odata.context': `${context.base}/$metadata#Collection(event)`, value: page.value };
  if (page.nextToken) body['@odata.nextLink'] = `${link}?$skiptoken=${page.nextToken}`;
  if (page.deltaToken) body['@odata.deltaLink'] = `${link}?$deltatoken=${page.deltaToken}`;
  return {
    status: 200,
    headers: [['Preference-Applied', ['odata.track-changes', ...context.prefer.applied].join(', ')]],
    body,
  };
}

const TYPES = ['entryId', 'ewsId', 'immutableEntryId', 'restId', 'restImmutableEntryId'];

/** Between the five forms of an id (graph.md 2). Entry ids are not played: nothing but MAPI speaks them. */
export function translate(context: Context): Reply {
  const { inputIds, sourceIdType, targetIdType } = context.body;
  if (!Array.isArray(inputIds) || inputIds.length > 1000) throw badRequest('At most 1000 ids can be translated.');
  const known = (type: unknown): type is string => typeof type === 'string' && TYPES.includes(type);
  if (!known(sourceIdType) || !known(targetIdType)) throw badRequest('The id type is not known.');
  const value = inputIds.map((id: unknown) => {
    const text = String(id);
    const rest = sourceIdType === 'ewsId' ? text.replaceAll('/', '-').replaceAll('+', '_') : text;
    const ref = context.box.index.get(rest);
    const head = ref ? (ref.event.master ?? ref.event) : undefined;
    if (!ref || head?.deletedAt !== undefined) {
      return { sourceId: text, errorDetails: { code: 'ErrorInvalidIdMalformed', message: 'Id is malformed.' } };
    }
    const ids = context.tenant.idsIn(ref.through ?? ref.event.calendar, ref.event, ref.day);
    const target = /immutable/i.test(targetIdType)
      ? ids.immutableId
      : targetIdType === 'ewsId'
        ? toEws(ids.id)
        : ids.id;
    return { sourceId: text, targetId: target };
  });
  return ok({ '@odata.context': `${context.base}/$metadata#Collection(microsoft.graph.convertIdResult)`, value });
}
