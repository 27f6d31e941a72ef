/** Named checks of what makes Graph unpleasant: each fails as soon as its quirk is turned into a kindness. */
import assert from 'node:assert/strict';
import { at, type Client, type Got, IMMUTABLE, person, tenantOfThree, timed, WINDOW } from '../sandbox/graph/bench.ts';
import { PER_WINDOW } from '../sandbox/graph/limits.ts';
import type { GraphQuirks } from '../sandbox/graph/quirks.ts';

export interface Check {
  /** The unpleasantness it looks for. */
  quirk: keyof GraphQuirks;
  name: string;
  run(quirks: Partial<GraphQuirks>): Promise<void>;
}

export const PROPERTY = 'String {1b2c3d4e-0000-4000-8000-000000000001} Name CrmId';
export const WEEKLY = {
  pattern: { type: 'weekly', interval: 1, daysOfWeek: ['monday'] },
  range: { type: 'numbered', startDate: '2026-11-30', numberOfOccurrences: 4 },
};
export const EXPAND = encodeURIComponent(`singleValueExtendedProperties($filter=id eq '${PROPERTY}')`);

function setUp(quirks: Partial<GraphQuirks>) {
  const tenant = tenantOfThree();
  Object.assign(tenant.graph.control.quirks, quirks);
  return { ...tenant, me: tenant.client('anna'), control: tenant.graph.control };
}

type Tenant = ReturnType<typeof setUp>;
const refused = (got: Got, status: number, code: string) =>
  assert.deepEqual([got.status, got.body?.error?.code], [status, code]);
const members = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `${index}`, method: 'GET', url: '/me/calendar' }));
const meeting = (subject: string) => ({
  ...timed(subject, '2026-12-01'),
  attendees: [person('bert@contoso.example'), person('carl@contoso.example')],
});
async function allPages(me: Client, path: string, headers: Record<string, string>): Promise<Got[]> {
  const pages = [await me.get(path, headers)];
  for (let next = pages[0]?.body['@odata.nextLink']; next; next = pages.at(-1)?.body['@odata.nextLink'])
    pages.push(await me.get(next, headers));
  return pages;
}

const table: [keyof GraphQuirks, string, (tenant: Tenant) => Promise<void>][] = [
  [
    'phantomRemovals',
    'an event made outside the window comes as removed',
    async ({ me, anna }) => {
      const { link } = await me.round(`/me/calendarView/delta?${WINDOW}`);
      const { id } = anna.createEvent('default', timed('far', '2029-01-01'));
      assert.deepEqual(
        (await me.round(link)).items.map((item) => [item.id, item['@removed']?.reason]),
        [[id, 'deleted']],
      );
    },
  ],
  [
    'occurrenceStubs',
    'an occurrence in delta has no subject',
    async ({ me, anna }) => {
      anna.createEvent('default', { ...timed('weekly', '2026-11-30'), recurrence: WEEKLY });
      const { items } = await me.round(`/me/calendarView/delta?${WINDOW}`);
      const stubs = items.filter((item) => item.type === 'occurrence');
      assert.ok(
        stubs.length >= 4 && stubs.every((item) => Object.keys(item).length === 7 && item.subject === undefined),
      );
    },
  ],
  [
    'deletedOccurrenceSilent',
    'a deleted occurrence leaves no @removed',
    async ({ me, anna }) => {
      const { id } = anna.createEvent('default', { ...timed('weekly', '2026-11-30'), recurrence: WEEKLY });
      const { link } = await me.round(`/me/calendarView/delta?${WINDOW}`);
      anna.deleteOccurrence(id, '2026-12-07');
      const { items } = await me.round(link);
      assert.ok(items.length > 0 && items.every((item) => !item['@removed']));
    },
  ],
  [
    'hideExtendedProperties',
    'extended properties come only when expanded',
    async ({ me }) => {
      const made = await me.post('/me/events', {
        ...timed('x', '2026-12-01'),
        singleValueExtendedProperties: [{ id: PROPERTY, value: 'v' }],
      });
      const answers = [made, await me.get(`/me/events/${made.body.id}`)];
      assert.ok(answers.every(({ body }) => body.singleValueExtendedProperties === undefined));
      assert.equal(
        (await me.get(`/me/events/${made.body.id}?$expand=${EXPAND}`)).body.singleValueExtendedProperties[0].value,
        'v',
      );
    },
  ],
  [
    'ifMatch',
    'a stale etag gives 412',
    async ({ me, anna }) => {
      const { id, changeKey } = anna.createEvent('default', timed('x', '2026-12-01'));
      anna.updateEvent(id, { subject: 'y' });
      const stale = { 'If-Match': `W/"${String(changeKey)}"` };
      refused(await me.patch(`/me/events/${id}`, { subject: 'z' }, stale), 412, 'ErrorIrresolvableConflict');
      refused(await me.delete(`/me/events/${id}`, stale), 412, 'ErrorIrresolvableConflict');
    },
  ],
  [
    'transactionIdBound',
    'a transactionId makes one event only',
    async ({ me, anna }) => {
      const body = { ...timed('x', '2026-12-01'), transactionId: 't' };
      const first = await me.post('/me/events', body);
      assert.equal((await me.post('/me/events', body)).body.id, first.body.id);
      refused(await me.post('/me/events', { ...body, subject: 'y' }), 409, 'ErrorDuplicateTransactionId');
      await me.delete(`/me/events/${first.body.id}`);
      refused(await me.post('/me/events', body), 409, 'ErrorDuplicateTransactionId');
      assert.equal(anna.events().length, 0);
    },
  ],
  [
    'concurrencyLimit',
    'the fifth at a time is throttled, batch members too',
    async ({ me }) => {
      const answers = await Promise.all(Array.from({ length: 6 }, () => me.get('/me/calendar')));
      assert.equal(answers.filter((got) => got.status === 429).length, 2);
      const throttled = answers.find((got) => got.status === 429);
      assert.deepEqual(
        [throttled?.body.error.code, throttled?.headers.get('retry-after')],
        ['ApplicationThrottled', '1'],
      );
      const [batch] = await Promise.all([me.post('/$batch', { requests: members(20) }), me.get('/me/calendar')]);
      assert.ok(batch.body.responses.some((one: Got) => one.status === 429));
      assert.ok(
        (await me.post('/$batch', { requests: members(20) })).body.responses.every((one: Got) => one.status === 200),
      );
    },
  ],
  [
    'rateLimit',
    'too many in ten minutes are throttled, whole and fractional',
    async ({ me, control }) => {
      assert.equal(PER_WINDOW, 10_000);
      control.limits.perWindow = 5;
      for (let count = 0; count < 5; count++) assert.equal((await me.get('/me/calendar')).status, 200);
      const after: string[] = [];
      for (let count = 0; count < 20; count++) {
        const got = await me.get('/me/calendar');
        refused(got, 429, 'TooManyRequests');
        after.push(got.headers.get('retry-after') ?? '');
      }
      assert.ok(after.some((text) => /^\d+$/.test(text)) && after.some((text) => /^\d+\.\d+$/.test(text)));
    },
  ],
  [
    'batchLimit',
    'a batch has at most 20 members',
    async ({ me }) => {
      assert.equal((await me.post('/$batch', { requests: members(21) })).status, 400);
    },
  ],
  [
    'batchDisorder',
    'batch answers come in any order',
    async ({ me }) => {
      const order = async () =>
        (await me.post('/$batch', { requests: members(20) })).body.responses.map((one: { id: string }) =>
          Number(one.id),
        );
      const orders = [await order(), await order(), await order()];
      assert.ok(orders.some((ids) => ids.some((id: number, index: number) => id !== index)));
    },
  ],
  [
    'failedDependency',
    'a member after a failed one answers 424',
    async ({ me, anna }) => {
      const requests = [
        { id: '1', method: 'GET', url: '/me/mailboxSettings?$bad=1' },
        {
          id: '2',
          method: 'POST',
          url: '/me/events',
          dependsOn: ['1'],
          headers: { 'Content-Type': 'application/json' },
          body: timed('x', '2026-12-01'),
        },
      ];
      const { body } = await me.post('/$batch', { requests });
      assert.deepEqual(body.responses.map((one: { id: string; status: number }) => [one.id, one.status]).sort(), [
        ['1', 400],
        ['2', 424],
      ]);
      assert.equal(anna.events().length, 0);
    },
  ],
  [
    'idChangesOnMove',
    'a move changes the default id',
    async ({ me, anna }) => {
      const event = anna.createEvent('default', timed('x', '2026-12-01'));
      anna.moveEvent(event.id, anna.addCalendar({ name: 'Other' }).id);
      refused(await me.get(`/me/events/${event.id}`), 404, 'ErrorItemNotFound');
      assert.equal((await me.get(`/me/events/${event.immutableId}`)).status, 200);
    },
  ],
  [
    'strictIds',
    'ids are exact: case and alphabet count',
    async ({ me, anna }) => {
      const { id } = anna.createEvent('default', timed('x', '2026-12-01'));
      const flipped = id.slice(0, 60) + id.slice(60).replace(/[a-z]/, (letter) => letter.toUpperCase());
      assert.notEqual(flipped, id);
      assert.equal((await me.get(`/me/events/${flipped}`)).status, 404);
      const ews = id.replaceAll('_', '+').replaceAll('-', '/');
      refused(await me.get(`/me/events/${encodeURIComponent(ews)}`), 400, 'ErrorInvalidIdMalformed');
    },
  ],
  [
    'deltaRefusesOptions',
    'delta takes no $select, $filter or $expand',
    async ({ me }) => {
      refused(await me.get(`/me/calendarView/delta?${WINDOW}&$select=subject`), 400, 'ErrorInvalidUrlQuery');
      refused(await me.get(`/me/calendarView/delta?${WINDOW}&$expand=${EXPAND}`), 500, 'InternalServerError');
    },
  ],
  [
    'viewSpanLimit',
    'a view spans at most 1825 days',
    async ({ me }) => {
      const window = (end: string) =>
        `/me/calendarView?startDateTime=2020-01-01T00:00:00Z&endDateTime=${end}T00:00:00Z`;
      refused(await me.get(window('2025-01-01')), 400, 'ErrorInvalidRequest');
      assert.equal((await me.get(window('2024-12-30'))).status, 200);
    },
  ],
  [
    'allDayRules',
    'all-day events are whole days of one zone',
    async ({ me }) => {
      const day = { subject: 'off', isAllDay: true, start: at('2026-12-01T00:00:00') };
      for (const end of [
        at('2026-12-01T00:00:00'),
        at('2026-12-02T00:00:00', 'Tokyo Standard Time'),
        at('2026-12-02T10:00:00'),
      ]) {
        refused(await me.post('/me/events', { ...day, end }), 400, 'ErrorPropertyValidationFailure');
      }
      assert.equal((await me.post('/me/events', { ...day, end: at('2026-12-02T00:00:00') })).status, 201);
    },
  ],
  [
    'allDayNotShifted',
    'all-day events are midnight under every label',
    async ({ me }) => {
      const zone = 'Tokyo Standard Time';
      const body = {
        subject: 'off',
        isAllDay: true,
        start: at('2026-12-01T00:00:00', zone),
        end: at('2026-12-02T00:00:00', zone),
      };
      const made = await me.post('/me/events', body);
      assert.deepEqual(made.body.start, { dateTime: '2026-12-01T00:00:00.0000000', timeZone: 'UTC' });
    },
  ],
  [
    'zoneNames',
    'unknown zones are refused',
    async ({ me }) => {
      const bad = timed('x', '2026-12-01', '10:00', '11:00', 'Greenwich Mean Time');
      refused(await me.post('/me/events', bad), 400, 'TimeZoneNotSupportedException');
    },
  ],
  [
    'deltaGenerations',
    'an old deltaLink dies when newer ones were given out',
    async ({ me }) => {
      const { link } = await me.round(`/me/calendarView/delta?${WINDOW}`);
      let newer = link;
      for (let count = 0; count < 4; count++) newer = (await me.round(newer)).link;
      refused(await me.get(link), 410, 'SyncStateNotFound');
      assert.equal((await me.get(newer)).status, 200);
    },
  ],
  [
    'oldNextLinksDie',
    'an old nextLink dies when one pages on',
    async ({ me, anna }) => {
      for (let index = 0; index < 45; index++) anna.createEvent('default', timed(`e${index}`, '2026-12-01'));
      const pages = await allPages(me, `/me/calendarView/delta?${WINDOW}`, {});
      refused(await me.get(pages[0]?.body['@odata.nextLink']), 410, 'SyncStateNotFound');
    },
  ],
  [
    'deltaDisorder',
    'delta pages repeat items or come empty, in any order',
    async ({ me, anna }) => {
      for (let index = 0; index < 150; index++) anna.createEvent('default', timed(`e${index}`, '2026-12-01'));
      const pages = await allPages(me, `/me/calendarView/delta?${WINDOW}`, { Prefer: 'odata.maxpagesize=4' });
      const subjects = pages.flatMap(({ body }) => body.value.map((item: { subject: string }) => item.subject));
      assert.equal(new Set(subjects).size, 150);
      assert.ok(pages.slice(0, -1).some(({ body }) => body.value.length === 0));
      assert.notDeepEqual(subjects.slice(0, 3), ['e0', 'e1', 'e2']);
    },
  ],
  [
    'pageSizeCap',
    'a delta page never holds more than 50',
    async ({ me, anna }) => {
      for (let index = 0; index < 120; index++) anna.createEvent('default', timed(`e${index}`, '2026-12-01'));
      const pages = await allPages(me, `/me/calendarView/delta?${WINDOW}`, { Prefer: 'odata.maxpagesize=500' });
      assert.ok(pages.length >= 3 && pages.every(({ body }) => body.value.length <= 50));
    },
  ],
  [
    'bodyAsHtml',
    'text comes back as HTML',
    async ({ me }) => {
      const made = await me.post('/me/events', {
        ...timed('x', '2026-12-01'),
        body: { contentType: 'text', content: 'a < b\nc' },
      });
      assert.equal(made.body.body.contentType, 'html');
      assert.ok(made.body.body.content.startsWith('<html>') && made.body.body.content.includes('a &lt; b<br>'));
      const text = await me.get(`/me/events/${made.body.id}`, { Prefer: 'outlook.body-content-type="text"' });
      assert.deepEqual(text.body.body, { contentType: 'text', content: 'a < b\r\nc' });
    },
  ],
  [
    'hideOthersResponses',
    'attendees do not see the others’ answers',
    async ({ me, client, bert, carl }) => {
      const made = await me.post('/me/events', meeting('plan'));
      bert.respond(bert.events()[0]?.id ?? '', 'accepted');
      // The organizer's next update carries the list around.
      await me.patch(`/me/events/${made.body.id}`, { subject: 'plan B' });
      const seen = (got: Got) => got.body.attendees.map((one: { status: { response: string } }) => one.status.response);
      assert.deepEqual(seen(await me.get(`/me/events/${made.body.id}`)), ['accepted', 'none']);
      assert.deepEqual(seen(await client('carl').get(`/me/events/${carl.events()[0]?.id}`)), ['none', 'none']);
    },
  ],
  [
    'writesMail',
    'a write on a meeting mails its attendees',
    async ({ me, control }) => {
      const made = await me.post('/me/events', meeting('plan'));
      await me.patch(`/me/events/${made.body.id}`, { location: { displayName: 'here' } });
      await me.delete(`/me/events/${made.body.id}`);
      assert.deepEqual(
        control.mails.map((mail) => [mail.kind, mail.to.length]),
        [
          ['invitation', 2],
          ['update', 2],
          ['cancellation', 2],
        ],
      );
    },
  ],
  [
    'organizerRules',
    'an attendee cannot change the meeting',
    async ({ me, client, bert }) => {
      await me.post('/me/events', meeting('plan'));
      const id = bert.events()[0]?.id ?? '';
      refused(await client('bert').patch(`/me/events/${id}`, { subject: 'mine' }), 403, 'ErrorAccessDenied');
      assert.equal((await client('bert').patch(`/me/events/${id}`, { categories: ['x'] })).status, 200);
      refused(await client('bert').post(`/me/events/${id}/cancel`, {}), 400, 'ErrorInvalidRequest');
    },
  ],
  [
    'bodyEndsOnlineMeeting',
    'a new body without the block ends the online meeting',
    async ({ me }) => {
      const made = await me.post('/me/events', {
        ...meeting('call'),
        isOnlineMeeting: true,
        onlineMeetingProvider: 'teamsForBusiness',
      });
      assert.ok(made.body.onlineMeeting.joinUrl);
      const changed = await me.patch(`/me/events/${made.body.id}`, { body: { contentType: 'html', content: 'new' } });
      assert.deepEqual([changed.body.isOnlineMeeting, changed.body.onlineMeeting], [false, null]);
    },
  ],
  [
    'shiftGivesNewIds',
    'a shifted series has new occurrence ids',
    async ({ me, anna }) => {
      const { id } = anna.createEvent('default', { ...timed('weekly', '2026-11-30'), recurrence: WEEKLY });
      const ids = async () =>
        (await me.get(`/me/events/${id}/instances?${WINDOW}`, IMMUTABLE)).body.value.map(
          (one: { id: string }) => one.id,
        );
      const before = await ids();
      anna.updateEvent(id, timed('weekly', '2026-11-30', '14:00', '15:00'));
      const after = await ids();
      assert.equal(after.length, 4);
      assert.ok(after.every((one: string) => !before.includes(one)));
      refused(await me.get(`/me/events/${before[0]}`), 404, 'ErrorItemNotFound');
    },
  ],
  [
    'occurrenceBoundary',
    'an occurrence may not pass its neighbour',
    async ({ me, anna }) => {
      const { id } = anna.createEvent('default', { ...timed('weekly', '2026-11-30'), recurrence: WEEKLY });
      const second = anna.occurrenceIds(id, '2026-12-07').id;
      refused(
        await me.patch(`/me/events/${second}`, timed('weekly', '2026-12-14')),
        400,
        'ErrorOccurrenceCrossingBoundary',
      );
      assert.equal((await me.patch(`/me/events/${second}`, timed('weekly', '2026-12-08'))).body.type, 'exception');
    },
  ],
  [
    'scopes',
    'a reader cannot write',
    async ({ client }) => {
      const reader = client('anna:Calendars.Read,User.Read');
      assert.equal((await reader.get('/me/calendars')).status, 200);
      refused(await reader.post('/me/events', timed('x', '2026-12-01')), 403, 'ErrorAccessDenied');
      refused(await reader.get('/me/mailboxSettings'), 403, 'ErrorAccessDenied');
    },
  ],
  [
    'strictRequests',
    'unknown parameters and properties are refused',
    async ({ me }) => {
      refused(await me.get('/me/events?$frobnicate=1'), 400, 'BadRequest');
      refused(await me.post('/me/events', { ...timed('x', '2026-12-01'), crmId: '1' }), 400, 'RequestBodyRead');
      refused(
        await me.post('/me/events', { ...timed('x', '2026-12-01'), iCalUId: '1' }),
        400,
        'ErrorInvalidPropertySet',
      );
      refused(await me.post('/me/events', { ...timed('x', '2026-12-01'), isAllDay: 'yes' }), 400, 'BadRequest');
      refused(await me.get('/me/messages'), 400, 'RequestBroker--ParseUri');
    },
  ],
];

export const checks: Check[] = table.map(([quirk, name, run]) => ({
  quirk,
  name,
  run: (quirks) => run(setUp(quirks)),
}));
